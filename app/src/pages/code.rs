//! The page after the password, for people with a second factor. Plain HTML with a form, like the one-time links.

use super::plain;
use crate::paths;
use crate::shell::Assets;
use crate::text::second_factor as words;
use crate::widgets::frame::code_field::CodeField;
use leptos::prelude::*;

/// The document. `next` is the local address that follows, `sign_in` the sign-in page for somebody else, and `error` tells why the last code
/// was not taken.
pub fn document(assets: &Assets, next: &str, sign_in: String, error: Option<&str>) -> String {
    let error = error.map(words::code_error).map(|error| view! { <p class="note bad" role="alert">{error}</p> });
    let content = view! {
        {error}
        <p class="lead">{words::CODE_LEAD}</p>
        <form method="post" action=paths::CODE>
            <input type="hidden" name="next" value=next.to_owned()/>
            <CodeField id="code" label=words::CODE autofocus=true/>
            <button type="submit" class="primary">
                {words::GO_ON}
            </button>
        </form>
        <p>
            <a href=sign_in>{words::SOMEBODY_ELSE}</a>
        </p>
    };
    plain::document(assets, words::CODE_TITLE, content.into_any())
}
