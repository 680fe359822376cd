//! Save and Cancel, which are always in view. They are in the panel, and on narrow screens in a bar at the bottom.

use crate::state::choices;
use crate::state::way_back::WayBack;
use crate::text::common;
use crate::text::licenses as words;
use crate::widgets::licenses::work::ManageWork;
use leptos::prelude::*;

/// `Save: assign 12, revoke 3` and `Cancel`. If Save can do nothing, the reason is below it.
#[component]
pub fn SaveButtons(work: ManageWork, why_id: &'static str) -> impl IntoView {
    let back = WayBack::to(work.customer);
    let why = Memo::new(move |_| work.save_refusal());
    let label = Memo::new(move |_| match work.sending.busy.get() {
        true => words::SAVING.to_owned(),
        false => work.change.with(|change| words::save_label(change, work.summary().as_deref())),
    });
    let off = Memo::new(move |_| why.with(Option::is_some) || work.sending.busy.get());
    view! {
        <div class="save-buttons">
            <button
                type="button"
                class="primary"
                aria-disabled=move || off.get().then_some("true")
                aria-busy=move || work.sending.busy.get().then_some("true")
                aria-describedby=why_id
                on:click=move |_| work.save()
            >
                {move || label.get()}
            </button>
            <a
                class="second"
                href=move || back.selecting(work.selection)
                on:click=move |_| choices::forget(work.selection)
            >
                {common::CANCEL}
            </a>
        </div>
        <p class="muted why" id=why_id>{move || why.get()}</p>
    }
}

/// The bar at the bottom of narrow screens.
#[component]
pub fn SaveBar(work: ManageWork) -> impl IntoView {
    let in_short = move || work.summary().map(|summary| words::in_short(&summary));
    view! {
        <div class="sticky narrow save-bar num">
            <span>{in_short}</span>
            <a href="#before-save">{words::REVIEW}</a>
            <div class="save-bar-end"><SaveButtons work why_id="save-bar-why"/></div>
        </div>
    }
}
