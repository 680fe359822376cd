//! The visible short messages.

use crate::state::toasts::Toasts;
use leptos::prelude::*;

/// The live region that shows short messages.
#[component]
pub fn ToastList(toasts: Toasts) -> impl IntoView {
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.shown() key=|toast| toast.id let:toast>
                <p class="toast">{toast.text}</p>
            </For>
        </div>
    }
}
