//! How far the partner is verified.

use super::recording::Recording;
use crate::text::partner_account as words;
use crate::ui::moment::Moment;
use domain::access::partner_account::{PartnerAccountChange, Verification};
use leptos::prelude::*;

/// The status, since when it is recorded, and a choice of another.
#[component]
pub fn VerificationSection(recording: Recording) -> impl IntoView {
    let account = recording.account;
    let chosen = RwSignal::new(account.with_untracked(|account| account.verification));
    let state = Memo::new(move |_| account.with(|account| (account.verification, account.verification_at)));
    let since = move || match state.get() {
        (_, Some(at)) => view! { " " {words::SINCE} " " <Moment at/> }.into_any(),
        (Verification::NotStarted, None) => ().into_any(),
        (_, None) => view! { " (" {words::BEFORE} ")" }.into_any(),
    };
    let busy = move || recording.busy.get().then_some("true");
    let options = Verification::ALL.map(|status| {
        view! {
            <option value=status.as_str() selected=chosen.get_untracked() == status>
                {status.as_str()}
            </option>
        }
    });
    view! {
        <section>
            <h2>{words::VERIFICATION}</h2>
            <p>
                <b>{move || state.get().0.as_str()}</b>
                <span class="muted">{since}</span>
            </p>
            <form on:submit=move |event| {
                event.prevent_default();
                recording.record(PartnerAccountChange::Verification(chosen.get_untracked()));
            }>
                <div class="field">
                    <label for="verification">{words::STATUS}</label>
                    <select
                        class="box"
                        id="verification"
                        on:change=move |event| {
                            if let Ok(status) = event_target_value(&event).parse() {
                                chosen.set(status);
                            }
                        }
                    >
                        {options}
                    </select>
                </div>
                {recording.failure()}
                <p class="acts">
                    <button type="submit" class="second" aria-disabled=busy aria-busy=busy>
                        {move || if recording.busy.get() { words::SAVING } else { words::SAVE }}
                    </button>
                    {recording.said.view()}
                </p>
            </form>
        </section>
    }
}
