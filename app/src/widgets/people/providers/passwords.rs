//! Whether passwords are taken, and the switch.

use super::super::send_form::NotDone;
use super::managing::ManagingProviders;
use crate::api::providers::switch_passwords;
use crate::text::providers as words;
use domain::access::identity_provider::LocalPasswords;
use leptos::prelude::*;

/// The id of the heading.
const HEADING: &str = "local-passwords";

/// The section.
#[component]
pub fn Passwords(managing: ManagingProviders) -> impl IntoView {
    let now = Memo::new(move |_| managing.settings.with(|settings| settings.passwords));
    let sending = managing.switching;
    let why_not = managing.why_not();
    let switch = Callback::new(move |()| {
        if why_not.with_untracked(Option::is_some) {
            return;
        }
        let next = match now.get_untracked() {
            LocalPasswords::On => LocalPasswords::Off,
            LocalPasswords::Off => LocalPasswords::On,
        };
        managing.send(sending, switch_passwords(next), words::switched(next).to_owned(), || ());
    });
    let busy = move || (sending.busy.get() || why_not.with(Option::is_some)).then_some("true");
    view! {
        <h2 id=HEADING>{words::PASSWORDS}</h2>
        <p>{move || words::passwords(now.get())}</p>
        <NotDone sending notice=sending.refusal() on_retry=switch/>
        <p class="acts">
            <button type="button" class="second" aria-disabled=busy on:click=move |_| switch.run(())>
                {move || match now.get() {
                    LocalPasswords::On => words::SWITCH_OFF,
                    LocalPasswords::Off => words::SWITCH_ON,
                }}
            </button>
        </p>
    }
}
