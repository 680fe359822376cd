//! Changing one's own password. A plain form, like sign-in, so that no password is in the memory of the pages.

use super::identities::HEADING as LINKED_ACCOUNTS;
use crate::paths;
use crate::text::my_account::{self as words, PasswordField};
use crate::ui::focus::focus;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::new_password::NewPasswordField;
use crate::widgets::frame::params::query_param;
use leptos::prelude::*;

/// Id of the heading.
const HEADING: &str = "password-heading";
/// Id of the field of the current password.
const CURRENT: &str = "current-password";

/// Id of the field of the code.
const CODE: &str = "change-code";

/// The form, with the result of the last attempt. A person without a password is told how they sign in instead.
#[component]
pub fn PasswordSection(sign_in_name: String, has_password: bool) -> impl IntoView {
    match has_password {
        true => view! { <ChangePassword sign_in_name/> }.into_any(),
        false => view! {
            <section aria-labelledby=HEADING>
                <h2 id=HEADING>{words::PASSWORD}</h2>
                <p>{words::NO_PASSWORD}</p>
                <p>
                    <a href=format!("#{LINKED_ACCOUNTS}")>{words::SEE_LINKED}</a>
                </p>
            </section>
        }
        .into_any(),
    }
}

#[component]
fn ChangePassword(sign_in_name: String) -> impl IntoView {
    let done = query_param("done").get_untracked();
    let refused = query_param("error").get_untracked().map(|code| words::password_error(&code));
    let at = |field| refused.filter(|(at, _)| *at == field).map(|(_, error)| error);
    let (current, new, other) = (at(Some(PasswordField::Current)), at(Some(PasswordField::New)), at(None));
    let code = at(Some(PasswordField::Code));
    // A person who is asked for a code types both passwords again: they are kept nowhere.
    let first_wrong = current.or(code).map(|_| CURRENT).or(new.map(|_| "password"));
    Effect::new(move |_| {
        if let Some(field) = first_wrong {
            request_animation_frame(move || focus(field));
        }
    });
    view! {
        <section aria-labelledby=HEADING>
            <h2 id=HEADING>{words::PASSWORD}</h2>
            {(done.as_deref() == Some("password"))
                .then(|| view! { <Notice kind=NoticeKind::Good>{words::PASSWORD_CHANGED}</Notice> })}
            {other.map(|error| view! { <Notice kind=NoticeKind::Bad>{error}</Notice> })}
            <p>{words::PASSWORD_LEAD}</p>
            <form method="post" action=paths::MY_PASSWORD>
                // Password managers change the password of this name.
                <input
                    class="quiet"
                    name="username"
                    autocomplete="username"
                    aria-label=words::SIGN_IN_NAME
                    tabindex="-1"
                    readonly
                    value=sign_in_name
                />
                <CurrentPasswordField error=current/>
                <NewPasswordField label=words::NEW_PASSWORD error=new/>
                {code.map(|error| view! { <CodeField error/> })}
                <button type="submit" class="primary">
                    {words::CHANGE_PASSWORD}
                </button>
            </form>
        </section>
    }
}

#[component]
fn CurrentPasswordField(error: Option<&'static str>) -> impl IntoView {
    let described_by = error.map(|_| "current-password-error");
    view! {
        <div class="field">
            <label for=CURRENT>{words::CURRENT_PASSWORD}</label>
            <input
                class="box"
                id=CURRENT
                name="current"
                type="password"
                autocomplete="current-password"
                aria-describedby=described_by
                aria-invalid=error.map(|_| "true")
                required
            />
            {error.map(|error| view! { <p class="field-error" id="current-password-error">{error}</p> })}
        </div>
    }
}

/// The code, for a person with a second factor and no recent proof.
#[component]
fn CodeField(error: &'static str) -> impl IntoView {
    view! {
        <div class="field">
            <label for=CODE>{words::CODE}</label>
            <input
                class="box"
                id=CODE
                name="code"
                autocomplete="one-time-code"
                autocapitalize="off"
                spellcheck="false"
                aria-describedby="change-code-error"
                aria-invalid="true"
                required
            />
            <p class="field-error" id="change-code-error">
                {error}
            </p>
        </div>
    }
}
