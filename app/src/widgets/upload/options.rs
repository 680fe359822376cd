//! Step 3: choices for rows that leave something open.

use super::work::UploadWork;
use crate::text::licenses::amount;
use crate::text::upload as words;
use crate::ui::named::named;
use domain::directory::country::CountryCode;
use domain::ids::SkuId;
use domain::upload::check::ForOthers;
use leptos::prelude::*;

/// A location for users who have none, and licenses for rows that name none.
#[component]
pub fn ForOtherRows(work: UploadWork) -> impl IntoView {
    let products: Vec<(SkuId, String)> = work.with_snapshot(|snapshot| {
        let assignable = snapshot.products.iter().filter(|(sku, _)| snapshot.not_assignable(**sku).is_none());
        let mut products: Vec<_> = assignable.map(|(sku, held)| (*sku, name(held))).collect();
        products.sort_by(|(_, one), (_, other)| one.cmp(other));
        products
    });
    let has_none = products.is_empty();
    view! {
        <div class="field">
            <label for="others-location">{words::OTHERS_LOCATION}</label>
            <select
                id="others-location"
                class="box location"
                prop:value=move || location(work).map(|country| country.to_string()).unwrap_or_default()
                on:change=move |event| {
                    let country = event_target_value(&event).parse().ok();
                    work.choose_for_others(|others| others.location = country);
                }
            >
                <option value="">{words::LEAVE_EMPTY}</option>
                {CountryCode::all()
                    .into_iter()
                    .map(|country| {
                        let selected = untrack(|| location(work)) == Some(country);
                        view! {
                            <option value=country.to_string() selected=selected>
                                {country.name()}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </div>
        <fieldset class="choices others-licenses">
            <legend>{words::OTHERS_LICENSES}</legend>
            {products.into_iter().map(|(sku, name)| view! { <ProductChoice work sku name/> }).collect_view()}
            {has_none.then(|| view! { <p class="muted">{words::NO_PRODUCTS}</p> })}
        </fieldset>
    }
}

#[component]
fn ProductChoice(work: UploadWork, sku: SkuId, name: String) -> impl IntoView {
    let chosen = move || others(work, |others| others.products.contains(&sku));
    let choose = move |event| {
        let chosen = event_target_checked(&event);
        work.choose_for_others(|others| {
            if chosen {
                others.products.insert(sku);
            } else {
                others.products.remove(&sku);
            }
        });
    };
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=chosen on:change=choose/>
            <span>{named(name)}</span>
        </label>
    }
}

/// `Microsoft 365 E3 (14 available)`
fn name(held: &domain::directory::product::CustomerProduct) -> String {
    let available = usize::try_from(held.available()).unwrap_or_default();
    format!("{} ({} available)", held.product.name, amount(available))
}

fn location(work: UploadWork) -> Option<CountryCode> {
    others(work, |others| others.location)
}

fn others<T: Default>(work: UploadWork, read: impl FnOnce(&ForOthers) -> T) -> T {
    work.draft.with(|draft| draft.as_ref().map(|draft| read(&draft.others)).unwrap_or_default())
}
