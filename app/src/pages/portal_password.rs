//! Choosing a password in place of a temporary one. Plain HTML with a form, like the links to a new password.

use super::plain;
use crate::paths;
use crate::shell::Assets;
use crate::text::my_account::{self, PasswordField};
use crate::text::portal as words;
use crate::widgets::frame::new_password::NewPasswordField;
use leptos::prelude::*;

/// The document. `error` tells why the last password was not taken.
pub fn document(assets: &Assets, sign_in_name: &str, error: Option<&str>) -> String {
    let refused = error.map(my_account::password_error);
    let at = |field| refused.filter(|(at, _)| *at == field).map(|(_, error)| error);
    let current = at(Some(PasswordField::Current));
    let content = view! {
        {at(None).map(|error| view! { <p class="note bad" role="alert">{error}</p> })}
        <p class="lead">{words::CHOOSE_PASSWORD_LEAD}</p>
        <form method="post" action=paths::PORTAL_PASSWORD>
            <div class="field">
                <label for="sign-in-name">{my_account::SIGN_IN_NAME}</label>
                <input class="box" id="sign-in-name" autocomplete="username" readonly value=sign_in_name.to_owned()/>
            </div>
            <div class="field">
                <label for="current">{words::TEMPORARY_PASSWORD}</label>
                <input
                    class="box"
                    id="current"
                    name="current"
                    type="password"
                    autocomplete="current-password"
                    aria-describedby=current.map(|_| "current-error")
                    aria-invalid=current.map(|_| "true")
                    required
                    autofocus
                />
                {current.map(|error| view! { <p class="field-error" id="current-error">{error}</p> })}
            </div>
            <NewPasswordField label=my_account::NEW_PASSWORD error=at(Some(PasswordField::New))/>
            <button type="submit" class="primary">
                {my_account::CHANGE_PASSWORD}
            </button>
        </form>
        <form method="post" action=paths::SIGN_OUT>
            <button type="submit" class="second">
                {words::SIGN_OUT}
            </button>
        </form>
    };
    plain::document(assets, words::CHOOSE_PASSWORD, content.into_any())
}
