//! Values that were typed before and are still there.

use crate::text::drafts as words;
use crate::ui::notice::{Notice, NoticeKind};
use leptos::prelude::*;

/// Says that the values typed before are still there, and offers to start again.
#[component]
pub fn CameBack(came_back: RwSignal<bool>, on_start_again: Callback<()>) -> impl IntoView {
    let start_again = move |_| {
        came_back.set(false);
        on_start_again.run(());
    };
    move || {
        came_back.get().then(|| {
            view! {
                <Notice kind=NoticeKind::Info>
                    <span role="status">{words::CAME_BACK}</span>
                    " "
                    <button type="button" class="link" on:click=start_again>
                        {words::START_AGAIN}
                    </button>
                </Notice>
            }
        })
    }
}
