//! Turning the second factor off. A plain form, because the typed values are checked like at sign-in.

use crate::paths;
use crate::text::{proof, second_factor as words};
use crate::widgets::frame::code_field::CodeField;
use leptos::prelude::*;

/// Asks for a code, and for the password or, of a person without one, the word of the identity provider.
#[component]
pub fn TurnOff(has_password: bool) -> impl IntoView {
    let first = match has_password {
        true => view! { <PasswordField/> }.into_any(),
        false => view! {
            <p>
                {words::PROVIDER_FIRST} " "
                <a href=paths::confirm_by_provider(paths::MY_ACCOUNT) rel="external">
                    {proof::CONFIRM_BY_PROVIDER}
                </a>
            </p>
        }
        .into_any(),
    };
    view! {
        <details>
            <summary>{words::TURN_OFF_QUESTION}</summary>
            <form method="post" action=paths::SECOND_FACTOR_OFF>
                {first}
                <CodeField id="off-code" label=words::CODE_OR_RECOVERY/>
                <button type="submit" class="danger">
                    {words::TURN_OFF}
                </button>
            </form>
        </details>
    }
}

#[component]
fn PasswordField() -> impl IntoView {
    view! {
        <div class="field">
            <label for="off-password">{words::PASSWORD}</label>
            <input
                class="box"
                id="off-password"
                name="password"
                type="password"
                autocomplete="current-password"
                required
            />
        </div>
    }
}
