//! The page that a person of a customer's portal gets outside of it: nothing is there. Plain HTML.

use super::plain;
use crate::paths;
use crate::shell::Assets;
use crate::text::portal as words;
use leptos::prelude::*;

/// The document.
pub fn document(assets: &Assets) -> String {
    let content = view! {
        <p class="lead">{words::NOTHING_HERE}</p>
        <p>
            <a href=paths::PORTAL>{words::TO_DASHBOARD}</a>
        </p>
    };
    plain::document(assets, words::NOTHING_HERE_TITLE, content.into_any())
}
