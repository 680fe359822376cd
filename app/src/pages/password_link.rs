//! The page of a one-time link. The visitor is not signed in and may not have JavaScript. The page is plain HTML with a
//! form, rendered only on the server, so the password is in no serialized page state.

use super::plain;
use crate::paths;
use crate::shell::Assets;
use crate::text::passwords as words;
use domain::console::passwords::{LinkState, MadeByLink};
use leptos::prelude::*;

/// Content of the page.
pub enum LinkPage {
    /// State of the link, with its token.
    State(LinkState, String),
    /// The created password.
    Made(MadeByLink),
    /// The database did not respond.
    Broken,
}

/// The document.
pub fn document(assets: &Assets, page: LinkPage) -> String {
    plain::document(assets, words::LINK_TITLE, content(page))
}

fn content(page: LinkPage) -> AnyView {
    match page {
        LinkPage::State(LinkState::Open(link), token) => view! {
            <p class="lead">{words::whose(&link.upn, &link.customer)}</p>
            <p>{words::SHOW_MEANS}</p>
            <form method="post" action=paths::password_link(&token)>
                <button type="submit" class="primary">
                    {words::SHOW}
                </button>
            </form>
            <p class="hint">{words::link_until(link.expires)}</p>
        }
        .into_any(),
        LinkPage::Made(made) => view! {
            <p class="lead">{words::whose(&made.upn, &made.customer)}</p>
            <p class="secret" role="status">
                {made.password.reveal().to_owned()}
            </p>
            <p>
                <b>{words::WRITE_DOWN}</b>
            </p>
            <p class="hint">{words::password_until(made.expires)}</p>
        }
        .into_any(),
        LinkPage::State(state, _) => view! { <p class="note bad">{words::link_fails(&state)}</p> }.into_any(),
        LinkPage::Broken => view! { <p class="note bad">{words::LINK_BROKEN}</p> }.into_any(),
    }
}
