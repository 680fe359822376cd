//! The button above a list that adds to it.

use leptos::prelude::*;

/// The button, with other ways to add as its children. While it is `disabled`, it does nothing.
#[component]
pub fn AddButton(
    id: &'static str,
    label: &'static str,
    on_click: Callback<()>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="acts">
            <button
                type="button"
                class="primary"
                id=id
                aria-disabled=move || disabled.get().then_some("true")
                on:click=move |_| {
                    if !disabled.get_untracked() {
                        on_click.run(());
                    }
                }
            >
                {label}
            </button>
            {children.map(|children| children())}
        </div>
    }
}
