//! The field for a code or a recovery code, in plain forms.

use domain::access::second_factor::CODE_MAX;
use leptos::prelude::*;

/// The field, whose value is sent as `code`.
#[component]
pub fn CodeField(id: &'static str, label: &'static str, #[prop(optional)] autofocus: bool) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                class="box"
                id=id
                name="code"
                autocomplete="one-time-code"
                autocapitalize="characters"
                spellcheck="false"
                maxlength=CODE_MAX.to_string()
                required
                autofocus=autofocus
            />
        </div>
    }
}
