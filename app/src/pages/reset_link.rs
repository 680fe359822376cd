//! The page of a link to a new password. The visitor is not signed in and may not have JavaScript.

use super::plain;
use crate::paths;
use crate::shell::Assets;
use crate::text::reset as words;
use crate::ui::named::named;
use crate::widgets::frame::new_password::NewPasswordField;
use leptos::prelude::*;

/// Content of the page.
pub enum ResetPage {
    /// The form.
    Open {
        /// The link's token.
        token: String,
        /// Display name.
        name: String,
        /// Sign-in name.
        sign_in_name: String,
        /// Why the last password was refused, as a code.
        error: Option<String>,
    },
    /// The link is not valid.
    Gone,
    /// The database did not respond.
    Broken,
}

/// The document.
pub fn document(assets: &Assets, page: ResetPage) -> String {
    plain::document(assets, words::RESET_TITLE, content(page))
}

fn content(page: ResetPage) -> AnyView {
    let (token, name, sign_in_name, error) = match page {
        ResetPage::Open { token, name, sign_in_name, error } => (token, name, sign_in_name, error),
        ResetPage::Gone => return view! { <p class="note bad">{words::RESET_GONE}</p> }.into_any(),
        ResetPage::Broken => return view! { <p class="note bad">{words::RESET_BROKEN}</p> }.into_any(),
    };
    let error = error.as_deref().map(words::reset_error);
    view! {
        <p class="lead">{named(name)} ". " {words::RESET_LEAD}</p>
        <form method="post" action=paths::reset_link(&token)>
            // Password managers save the password under this name.
            <div class="field">
                <label for="sign-in-name">{words::SIGN_IN_NAME}</label>
                <input class="box" id="sign-in-name" autocomplete="username" readonly value=sign_in_name/>
            </div>
            <NewPasswordField label=words::NEW_PASSWORD autofocus=true error/>
            <button type="submit" class="primary">
                {words::SET_PASSWORD}
            </button>
        </form>
    }
    .into_any()
}
