//! Asking for a link to a new password by e-mail. A plain page, like that of the link.

use super::plain;
use crate::paths;
use crate::shell::Assets;
use crate::text::reset as words;
use crate::widgets::frame::sign_in_name_field::SignInNameField;
use leptos::prelude::*;

/// Content of the page.
pub enum ForgotPage {
    /// The form.
    Form {
        /// Why the last request was refused, as a code.
        error: Option<String>,
    },
    /// A request was taken. This is shown for every name.
    Sent,
    /// No mail can be sent.
    NoMail,
}

/// The document.
pub fn document(assets: &Assets, page: ForgotPage) -> String {
    let content = match page {
        ForgotPage::Form { error } => form(error),
        ForgotPage::Sent => view! { <p class="note info" role="status">{words::LINK_SENT}</p> }.into_any(),
        ForgotPage::NoMail => view! { <p>{words::NO_MAIL}</p> }.into_any(),
    };
    let page = view! {
        {content}
        <p class="foot">
            <a href=paths::SIGN_IN>{words::BACK_TO_SIGN_IN}</a>
        </p>
    };
    plain::document(assets, words::FORGOT_PASSWORD, page.into_any())
}

fn form(error: Option<String>) -> AnyView {
    let error = error.as_deref().map(words::forgot_error);
    view! {
        <p class="lead">{words::FORGOT_LEAD}</p>
        {error.map(|error| view! { <p class="note bad" role="alert">{error}</p> })}
        <form method="post" action=paths::FORGOT_PASSWORD>
            <SignInNameField maxlength="256" autofocus=true/>
            <button type="submit" class="primary">
                {words::SEND_LINK}
            </button>
        </form>
    }
    .into_any()
}
