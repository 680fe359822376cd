//! The page of a one-time link. Whoever opens it is not signed in and may have no JavaScript: it is plain HTML with a form,
//! rendered on the server alone, so that what it shows is in no state of a page.

use crate::paths;
use crate::shell::Assets;
use crate::text::frame::{TENANTRY, document_title};
use crate::text::passwords as words;
use domain::console::passwords::{LinkState, MadeByLink};
use leptos::prelude::*;

/// What the page shows.
pub enum LinkPage {
    /// What the link is good for; with its token where it can be used.
    State(LinkState, String),
    /// The password.
    Made(MadeByLink),
    /// The database did not answer.
    Broken,
}

/// The whole document.
pub fn document(assets: &Assets, page: LinkPage) -> String {
    let css = assets.css.clone();
    let view = view! {
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="robots" content="noindex"/>
                <title>{document_title(TENANTRY, words::LINK_TITLE)}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=css/>
            </head>
            <body>
                <main id="main" class="entry">
                    <div class="panel">
                        <h1>{words::LINK_TITLE}</h1>
                        {content(page)}
                    </div>
                </main>
            </body>
        </html>
    };
    format!("<!DOCTYPE html>{}", view.to_html())
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
