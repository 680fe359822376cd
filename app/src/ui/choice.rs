//! A radio button.

use leptos::prelude::*;

/// A radio button with its label.
#[component]
pub fn Choice(
    /// Name of the group of radio buttons.
    group: &'static str,
    label: &'static str,
    is_chosen: Memo<bool>,
    on_choose: Callback<()>,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input type="radio" name=group prop:checked=move || is_chosen.get() on:change=move |_| on_choose.run(())/>
            <span>{label}</span>
        </label>
    }
}
