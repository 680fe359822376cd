//! The reply to a submitted form while too many passwords are being checked.

use super::plain;
use crate::shell::Assets;
use crate::text::frame as words;
use leptos::prelude::*;

/// The document. `back` is the address of the form.
pub fn document(assets: &Assets, back: &str) -> String {
    let content = view! {
        <p class="note warn" role="status">
            {words::BUSY}
        </p>
        <p>
            <a href=back.to_owned()>{words::BACK_TO_FORM}</a>
        </p>
    };
    plain::document(assets, words::BUSY_TITLE, content.into_any())
}
