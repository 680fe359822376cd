//! A modal dialog.

use crate::text::frame as words;
use crate::ui::named::named;
use leptos::html;
use leptos::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};

/// Shows its children above the page while `open` is set. Esc and the Close button unset it, and the focus goes back
/// to where it was. The children exist only while the dialog is open. `may_close` can keep it open, to ask first; browsers let
/// nobody be kept by pressing Esc twice.
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] wide: bool,
    #[prop(optional)] may_close: Option<Callback<(), bool>>,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    // The content is made only in the browser, after hydration, so the server's page never differs from it.
    let heading = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        let Some(element) = dialog.get() else { return };
        if open.get() {
            heading.set(Some(fresh_heading()));
            // The content must be there when the browser looks for what to focus.
            request_animation_frame(move || {
                if open.try_get_untracked() == Some(true) && !element.open() {
                    let _ = element.show_modal();
                }
            });
        } else {
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
                if event.target() == event.current_target() && !may_close() {
                    event.prevent_default();
                }
            }
            on:close=move |_| open.set(false)
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
                                    aria-label=words::CLOSE
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

/// An id that no other heading of this page load has.
fn fresh_heading() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("dialog-title-{}", COUNT.fetch_add(1, Ordering::Relaxed))
}
