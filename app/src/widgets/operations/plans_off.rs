//! The whole list of service plans that are switched off, where the words beside it name only some.

use domain::rules::plans_off::PlansOff;
use leptos::prelude::*;

/// The words that open the list.
const ALL_PLANS_OFF: &str = "All service plans that are off";

/// The list, folded; nothing where no line is shortened.
#[component]
pub fn AllPlansOff(plans_off: Vec<PlansOff>) -> impl IntoView {
    plans_off.iter().any(PlansOff::is_shortened).then(|| {
        view! {
            <details class="folded">
                <summary>{ALL_PLANS_OFF}</summary>
                <ul class="lines">
                    {plans_off.iter().map(|off| view! { <li>{off.words()}</li> }).collect_view()}
                </ul>
            </details>
        }
    })
}
