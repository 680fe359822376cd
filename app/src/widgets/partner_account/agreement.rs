//! The partner agreement: the person who accepted it, accepting it, and withdrawing the acceptance.

use super::recording::Recording;
use crate::text::partner_account as words;
use crate::ui::focus::focus;
use crate::ui::moment::Moment;
use crate::ui::named::named;
use domain::access::partner_account::{Agreement, PartnerAccountChange};
use leptos::prelude::*;

const BOX_ID: &str = "may-accept";

/// The state of the agreement, and the commands.
#[component]
pub fn AgreementSection(recording: Recording) -> impl IntoView {
    let agreement = Memo::new(move |_| recording.account.with(|account| account.agreement.clone()));
    let command = move || match agreement.with(Option::is_some) {
        true => view! { <Withdraw recording/> }.into_any(),
        false => view! { <Accept recording/> }.into_any(),
    };
    view! {
        <section>
            <h2>{words::AGREEMENT}</h2>
            <p>{move || state(agreement.get())}</p>
            {command}
            {recording.failure()}
            <p class="acts">{recording.said.view()}</p>
        </section>
    }
}

fn state(agreement: Option<Agreement>) -> AnyView {
    match agreement {
        None => view! { <b>{words::NOT_ACCEPTED}</b> }.into_any(),
        Some(Agreement { by: Some(by), at: Some(at) }) => view! {
            <b>{words::ACCEPTED_BY} " " {named(by)}</b>
            <span class="muted">" " <Moment at/></span>
        }
        .into_any(),
        Some(_) => view! {
            <b>{words::ACCEPTED}</b>
            <span class="muted">" (" {words::BEFORE} ")"</span>
        }
        .into_any(),
    }
}

/// The box that must be checked, and the button.
#[component]
fn Accept(recording: Recording) -> impl IntoView {
    let (checked, error) = (RwSignal::new(false), RwSignal::new(false));
    let busy = move || recording.busy.get().then_some("true");
    let accept = move || {
        if checked.get_untracked() {
            recording.record(PartnerAccountChange::AcceptAgreement);
        } else {
            error.set(true);
            focus(BOX_ID);
        }
    };
    view! {
        <form on:submit=move |event| {
            event.prevent_default();
            accept();
        }>
            <label class="choice">
                <input
                    id=BOX_ID
                    type="checkbox"
                    aria-invalid=move || error.get().then_some("true")
                    aria-describedby="may-accept-error"
                    on:change=move |event| {
                        checked.set(event_target_checked(&event));
                        error.set(false);
                    }
                />
                <span>{words::MAY_ACCEPT}</span>
            </label>
            <p class="field-error" id="may-accept-error" aria-live="polite">
                {move || error.get().then_some(words::CHECK_FIRST)}
            </p>
            <button type="submit" class="second" aria-disabled=busy aria-busy=busy>
                {words::ACCEPT}
            </button>
        </form>
    }
}

#[component]
fn Withdraw(recording: Recording) -> impl IntoView {
    let busy = move || recording.busy.get().then_some("true");
    view! {
        <p class="muted">{words::WITHDRAW_MEANS}</p>
        <button
            type="button"
            class="second"
            aria-disabled=busy
            aria-busy=busy
            on:click=move |_| recording.record(PartnerAccountChange::WithdrawAgreement)
        >
            {words::WITHDRAW}
        </button>
    }
}
