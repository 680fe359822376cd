//! The field for a sign-in name, in plain forms.

use crate::text::frame as words;
use leptos::prelude::*;

/// The id of the field.
pub const SIGN_IN_NAME: &str = "sign-in-name";

/// The field, whose value is sent as `sign_in_name`.
#[component]
pub fn SignInNameField(
    #[prop(optional)] maxlength: Option<&'static str>,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=SIGN_IN_NAME>{words::SIGN_IN_NAME}</label>
            <input
                class="box"
                id=SIGN_IN_NAME
                name="sign_in_name"
                autocomplete="username"
                autocapitalize="none"
                spellcheck="false"
                maxlength=maxlength
                required
                autofocus=autofocus
            />
        </div>
    }
}
