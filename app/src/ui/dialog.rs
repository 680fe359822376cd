//! A modal dialog.

use crate::text::common;
use crate::ui::named::named;
use leptos::html;
use leptos::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};

/// Shows its children above the page while `open` is set. Esc and the Close button clear `open`; the focus then
/// returns. The children exist only while the dialog is open. `may_close` can keep the dialog open, to ask first.
/// Browsers close it anyway when Esc is pressed twice.
///
/// Browsers tell that a dialog was closed only after the focus has returned. A key may have opened it again by then, so
/// that event clears `open` only where the browser closed the dialog by itself.
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] wide: bool,
    #[prop(optional)] may_close: Option<Callback<(), bool>>,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    // The content is created only in the browser, after hydration, so the server's page never differs from it.
    let heading = RwSignal::new(None::<String>);
    // Whether the dialog is on the screen, and was not closed here.
    let shown = StoredValue::new(false);
    Effect::new(move |_| {
        let Some(element) = dialog.get() else { return };
        if open.get() {
            heading.set(Some(fresh_heading()));
            // The content must exist before the browser chooses the element to focus.
            request_animation_frame(move || {
                if open.try_get_untracked() == Some(true) && !element.open() {
                    let _ = element.show_modal();
                    shown.set_value(true);
                }
            });
        } else {
            shown.set_value(false);
            if element.open() {
                element.close();
            }
            heading.set(None);
        }
    });
    let children = StoredValue::new(children);
    let may_close = move || may_close.is_none_or(|may_close| may_close.run(()));
    view! {
        <dialog
            class="dialog"
            class:broad=wide
            node_ref=dialog
            aria-labelledby=move || heading.get()
            on:cancel=move |event: leptos::ev::Event| {
                if event.target() == event.current_target() {
                    event.prevent_default();
                    if may_close() {
                        open.set(false);
                    }
                }
            }
            on:close=move |_| {
                if shown.get_value() {
                    open.set(false);
                }
            }
        >
            {move || {
                heading
                    .get()
                    .map(|id| {
                        view! {
                            <div class="dialog-body">
                                <h2 id=id>{move || named(title.get())}</h2>
                                {children.with_value(|children| children())}
                                <button
                                    type="button"
                                    class="plain close"
                                    aria-label=common::CLOSE
                                    on:click=move |_| {
                                        if may_close() {
                                            open.set(false);
                                        }
                                    }
                                >
                                    <span aria-hidden="true">"✕"</span>
                                </button>
                            </div>
                        }
                    })
            }}
        </dialog>
    }
}

/// A heading id, unique within this page load.
fn fresh_heading() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("dialog-title-{}", COUNT.fetch_add(1, Ordering::Relaxed))
}
