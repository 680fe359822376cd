//! A line of text in the form of an identity provider.

use super::typed::{ProviderField, TypedProvider};
use leptos::prelude::*;

/// A field with its hint and its error.
#[component]
pub fn TextLine(
    typed: TypedProvider,
    field: ProviderField,
    label: &'static str,
    #[prop(optional)] hint: &'static str,
) -> impl IntoView {
    let id = field.id();
    let (error_id, hint_id) = (format!("{id}-error"), format!("{id}-hint"));
    let described_by = format!("{error_id} {hint_id}");
    let error = typed.error(field);
    let is_secret = field == ProviderField::Secret;
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                class="box"
                id=id
                type=if is_secret { "password" } else { "text" }
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                maxlength="2000"
                aria-required=field.is_required().then_some("true")
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=described_by
                prop:value=move || typed.text(field).get()
                on:input=move |event| typed.type_text(field, event_target_value(&event))
            />
            <p class="field-error" id=error_id aria-live="polite">
                {move || error.get()}
            </p>
            {(!hint.is_empty()).then(|| view! { <p class="muted hint" id=hint_id>{hint}</p> })}
        </div>
    }
}
