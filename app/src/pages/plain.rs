//! Plain HTML documents, for visitors who may not be signed in and may not have JavaScript.

use crate::shell::Assets;
use crate::text::frame::{TENANTRY, document_title};
use leptos::prelude::*;

/// A document with a card.
pub(super) fn document(assets: &Assets, title: &'static str, content: AnyView) -> String {
    let css = assets.css.clone();
    let view = view! {
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="robots" content="noindex"/>
                <title>{document_title(TENANTRY, title)}</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=css/>
            </head>
            <body>
                <main id="main" class="sign-in-card">
                    <div class="panel">
                        <h1>{title}</h1>
                        {content}
                    </div>
                </main>
            </body>
        </html>
    };
    format!("<!DOCTYPE html>{}", view.to_html())
}
