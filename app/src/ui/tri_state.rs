//! The check box that can stand half-way.

use domain::rules::boxes::BoxState;
use leptos::html::Input;
use leptos::prelude::*;

/// A check box that shows what `state` says: clicking it only calls `on_click`, and whoever owns the state decides.
///
/// With `visible_label` the label stands beside the box; otherwise it is read out only.
#[component]
pub fn TriState(
    #[prop(into)] state: Signal<BoxState>,
    #[prop(into)] label: Signal<String>,
    on_click: Callback<()>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional)] visible_label: bool,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    // `indeterminate` exists only as a property, so it is set once the element is there and on every change.
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
                    // The browser has already flipped the box; where the state stayed, no effect would put it back.
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
