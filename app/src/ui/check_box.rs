//! A check box with its label.

use leptos::prelude::*;

/// The box.
#[component]
pub fn CheckBox(
    #[prop(into)] label: String,
    #[prop(into)] is_on: Signal<bool>,
    on_tick: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || is_on.get()
                on:change=move |event| on_tick.run(event_target_checked(&event))
            />
            <span>{label}</span>
        </label>
    }
}
