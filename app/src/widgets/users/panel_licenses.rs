//! The licenses of a user, with their service plans.

use crate::text::users as words;
use crate::ui::named::named;
use domain::directory::user::NamedLicense;
use leptos::prelude::*;

/// The licenses, each with product, source, error and service plans.
#[component]
pub fn UserLicenses(licenses: Vec<NamedLicense>) -> impl IntoView {
    if licenses.is_empty() {
        return view! { <p class="muted">{words::UNLICENSED}</p> }.into_any();
    }
    let licenses = licenses.into_iter().map(|license| view! { <OneLicense license/> }).collect_view();
    view! { <ul class="user-licenses">{licenses}</ul> }.into_any()
}

#[component]
fn OneLicense(license: NamedLicense) -> impl IntoView {
    let from = license.group.as_deref().map_or_else(|| words::DIRECT.to_owned(), words::from_group);
    let error = license.license.error.as_deref().map(words::license_error);
    let on = license.plans.iter().filter(|(_, on)| *on).count();
    let summary = words::service_plans(on, license.plans.len());
    let has_plans = !license.plans.is_empty();
    let plans = license
        .plans
        .into_iter()
        .map(|(plan, on)| {
            let word = if on { words::ON } else { words::OFF };
            view! {
                <li>
                    <span>{named(plan)}</span>
                    <span class="st" class:same=!on>{word}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <li>
            <b>{named(license.product)}</b>
            <span class="muted from">{from}</span>
            {error.map(|error| view! { <span class="st fail">{error}</span> })}
            {has_plans
                .then(|| {
                    view! {
                        <details>
                            <summary>{summary}</summary>
                            <ul class="user-plans">{plans}</ul>
                        </details>
                    }
                })}
        </li>
    }
}
