//! The field in which a password is chosen.

use crate::text::frame as words;
use leptos::prelude::*;

/// Minimum number of characters of a password.
const PASSWORD_MIN: &str = "12";

/// The field, with the rules for passwords and the reason why the last one was refused.
#[component]
pub fn NewPasswordField(
    label: &'static str,
    #[prop(optional)] autofocus: bool,
    #[prop(optional_no_strip)] error: Option<&'static str>,
) -> impl IntoView {
    let described_by = if error.is_some() { "password-error password-hint" } else { "password-hint" };
    view! {
        <div class="field">
            <label for="password">{label}</label>
            <input
                class="box"
                id="password"
                name="password"
                type="password"
                autocomplete="new-password"
                minlength=PASSWORD_MIN
                aria-describedby=described_by
                aria-invalid=error.map(|_| "true")
                required
                autofocus=autofocus
            />
            {error.map(|error| view! { <p class="field-error" id="password-error">{error}</p> })}
            <p id="password-hint" class="hint">
                {words::PASSWORD_HINT}
            </p>
        </div>
    }
}
