//! The field in a form that finds the choices below it.

use domain::bounds::SEARCH_MAX;
use leptos::prelude::*;

/// The field. It stands in no row of its own, so that the choice can be said beside it.
#[component]
pub fn FindField(
    #[prop(into)] id: String,
    label: &'static str,
    /// The id of the error.
    #[prop(into)]
    described_by: String,
    sought: RwSignal<String>,
    /// Runs when something is typed.
    on_input: Callback<()>,
) -> impl IntoView {
    view! {
        <input
            id=id
            class="box"
            type="search"
            maxlength=SEARCH_MAX.to_string()
            autocomplete="off"
            aria-label=label
            placeholder=label
            aria-describedby=described_by
            prop:value=move || sought.get()
            on:input=move |event| {
                sought.set(event_target_value(&event));
                on_input.run(());
            }
            on:keydown=move |event| {
                // Enter would save the form.
                if event.key() == "Enter" {
                    event.prevent_default();
                }
            }
        />
    }
}
