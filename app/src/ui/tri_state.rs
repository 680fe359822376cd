//! A tri-state check box.

use domain::rules::boxes::BoxState;
use leptos::html::Input;
use leptos::prelude::*;

/// A check box that shows `state`. A click only calls `on_click`; the owner of the state decides the new value.
///
/// With `visible_label` the label is shown beside the box; otherwise only screen readers announce it.
#[component]
pub fn TriState(
    #[prop(into)] state: Signal<BoxState>,
    #[prop(into)] label: Signal<String>,
    on_click: Callback<()>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional)] visible_label: bool,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    // `indeterminate` is a property, not an attribute, so it is set once the element exists and on every change.
    Effect::new(move |_| show(input, state.get()));
    view! {
        <label class="check" class:bare=!visible_label>
            <input
                type="checkbox"
                node_ref=input
                checked=state.get_untracked() == BoxState::Filled
                aria-label=move || (!visible_label).then(|| label.get())
                disabled=move || disabled.get()
                on:change=move |_| {
                    on_click.run(());
                    // The browser has already toggled the box. If the state stayed the same, no effect restores it.
                    show(input, state.get_untracked());
                }
            />
            {visible_label.then(|| view! { <span>{move || label.get()}</span> })}
        </label>
    }
}

fn show(input: NodeRef<Input>, state: BoxState) {
    if let Some(input) = input.get() {
        input.set_checked(state == BoxState::Filled);
        input.set_indeterminate(state == BoxState::Partly);
    }
}
