//! The second factor: the section of the account, and its parts.

pub mod asking;
mod codes;
mod renew;
pub mod set_up;
mod turn_off;

use crate::api::second_factor::{SecondFactorView, get_second_factor};
use crate::state::resource::resource;
use crate::text::common;
use crate::text::second_factor as words;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::params::query_param;
use leptos::prelude::*;
use renew::NewCodes;
use set_up::SetUp;
use turn_off::TurnOff;

/// The id of the heading.
const HEADING: &str = "second-factor";
/// So few codes are a reason for a warning.
const FEW_CODES: i64 = 2;

/// The section: the state of the second factor, and the commands. `on_set_up` is called after the set-up.
#[component]
pub fn SecondFactorSection(on_set_up: Callback<()>) -> impl IntoView {
    let loaded = resource(|| (), |()| get_second_factor());
    let again = Callback::new(move |()| loaded.refetch());
    let on_done = Callback::new(move |()| {
        again.run(());
        on_set_up.run(());
    });
    let answer = query_param("second-factor").get_untracked();
    let told = answer.as_deref().map(words::turned_off).map(|told| match told {
        Ok(words) => view! { <Notice kind=NoticeKind::Good>{words}</Notice> }.into_any(),
        Err(words) => view! { <Notice kind=NoticeKind::Bad>{words}</Notice> }.into_any(),
    });
    view! {
        <section class="second-factor" aria-labelledby=HEADING>
            <h2 id=HEADING>{words::SECOND_FACTOR}</h2>
            <p class="lead">{words::LEAD}</p>
            {told}
            <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok(shown) => view! { <SecondFactorContent shown again on_done/> }.into_any(),
                        Err(error) => view! { <ErrorView error on_retry=again loads=true/> }.into_any(),
                    }
                })}
            </Transition>
        </section>
    }
}

#[component]
fn SecondFactorContent(shown: SecondFactorView, again: Callback<()>, on_done: Callback<()>) -> impl IntoView {
    let SecondFactorView { factor, has_password, .. } = shown;
    if factor.is_on {
        let kind = if factor.recovery_codes <= FEW_CODES { NoticeKind::Warn } else { NoticeKind::Info };
        let off = match factor.is_required {
            true => view! { <p>{words::IS_REQUIRED}</p> }.into_any(),
            false => view! { <TurnOff has_password/> }.into_any(),
        };
        view! {
            <p>{words::IS_ON}</p>
            <Notice kind>{words::codes_left(factor.recovery_codes)}</Notice>
            <NewCodes on_done=again/>
            <details>
                <summary>{words::NEW_PHONE}</summary>
                <p>{words::NEW_PHONE_MEANS}</p>
                <SetUp on_done replaces=true/>
            </details>
            {off}
        }
        .into_any()
    } else {
        view! {
            <p>{words::IS_OFF}</p>
            <SetUp on_done/>
        }
        .into_any()
    }
}
