//! The short messages in view.

use crate::state::toasts::Toasts;
use leptos::prelude::*;

/// The region that short messages appear in and are read out from.
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
