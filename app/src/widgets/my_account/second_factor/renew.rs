//! New recovery codes in place of the earlier ones.

use super::asking::{Asking, CodeForm};
use super::codes::RecoveryCodes;
use crate::api::second_factor::renew_recovery_codes;
use crate::text::second_factor as words;
use domain::access::second_factor::CodeText;
use domain::directory::password::Secret;
use leptos::prelude::*;

/// The id of the field for the code.
const CODE: &str = "recovery-code";

/// Asks for a code, then shows the new recovery codes.
#[component]
pub fn NewCodes(on_done: Callback<()>) -> impl IntoView {
    let codes = RwSignal::new(None::<Vec<Secret>>);
    let asking = Asking::begin();
    let renew = Callback::new(move |code: CodeText| {
        asking.send(renew_recovery_codes(code), move |new| codes.set(Some(new)));
    });
    move || match codes.get() {
        Some(codes) => view! { <RecoveryCodes codes on_done/> }.into_any(),
        None => view! {
            <details>
                <summary>{words::NEW_CODES}</summary>
                <p>{words::NEW_CODES_MEANS}</p>
                <CodeForm asking id=CODE label=words::CODE_OR_RECOVERY button=words::CREATE_CODES on_code=renew/>
            </details>
        }
        .into_any(),
    }
}
