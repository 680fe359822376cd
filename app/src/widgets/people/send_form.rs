//! The form of a dialog: what is in it, why the latest request changed nothing, and the buttons.

use super::sending::Sending;
use crate::text::common;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use leptos::prelude::*;

/// The form. `notice` is a refusal that is not shown at a field. Nothing closes the dialog while a request is under way.
#[component]
pub fn SendForm<Why: Copy + Send + Sync + 'static>(
    class: &'static str,
    button_class: &'static str,
    open: RwSignal<bool>,
    sending: Sending<Why>,
    notice: Signal<Option<String>>,
    label: Signal<&'static str>,
    on_send: Callback<()>,
    children: Children,
) -> impl IntoView {
    let busy = move || sending.busy.get().then_some("true");
    view! {
        <form
            class=class
            on:submit=move |event| {
                event.prevent_default();
                on_send.run(());
            }
        >
            {children()}
            {move || sending.failed.get().map(|error| view! { <ErrorView error on_retry=on_send/> })}
            {move || notice.get().map(|words| view! { <Notice kind=NoticeKind::Bad>{words}</Notice> })}
            <p class="foot">
                <button type="submit" class=button_class aria-disabled=busy aria-busy=busy>
                    {move || label.get()}
                </button>
                <button
                    type="button"
                    class="second"
                    aria-disabled=busy
                    on:click=move |_| {
                        if !sending.busy.get_untracked() {
                            open.set(false);
                        }
                    }
                >
                    {common::CANCEL}
                </button>
            </p>
        </form>
    }
}
