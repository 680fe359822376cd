//! The question before unsaved entries are discarded.

use super::dialog::Dialog;
use crate::text::drafts as words;
use leptos::prelude::*;

/// Asks whether to discard unsaved entries.
#[component]
pub fn Discard(open: RwSignal<bool>, on_discard: Callback<()>) -> impl IntoView {
    let discard = move |_| {
        open.set(false);
        on_discard.run(());
    };
    view! {
        <Dialog open title=words::DISCARD_TITLE>
            <p>{words::DISCARD_MEANS}</p>
            <p class="foot">
                <button type="button" class="danger" on:click=discard>
                    {words::DISCARD}
                </button>
                <button type="button" class="second" on:click=move |_| open.set(false)>
                    {words::KEEP_EDITING}
                </button>
            </p>
        </Dialog>
    }
}
