//! The HTML document around the pages.

use crate::app::App;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};

/// The addresses of the built pages, with their content hashes (`manifest.json` of the site folder).
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Assets {
    /// The JavaScript that loads the pages.
    pub js: String,
    /// The script that links the parts of the pages; the first part needs it.
    pub link: String,
    /// The first part of the pages (WebAssembly).
    pub wasm: String,
    /// The style sheet.
    pub css: String,
}

/// Escapes a title for the document, because leptos_meta does not. Titles set in the browser need no escaping and skip
/// this.
fn escaped(title: String) -> String {
    title.replace('&', "&amp;").replace('<', "&lt;")
}

/// The document sent by the server; the browser hydrates its body.
pub fn shell(options: LeptosOptions, assets: &Assets) -> impl IntoView + use<> {
    provide_meta_context();
    let start = format!(
        "import('{js}').then(m => m.default({{ module_or_path: '{wasm}' }}).then(() => m.hydrate()));",
        js = assets.js,
        wasm = assets.wasm
    );
    let Assets { js, link, wasm, css } = assets.clone();
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=css/>
                <link rel="modulepreload" href=js crossorigin="anonymous" nonce=use_nonce()/>
                <link rel="modulepreload" href=link crossorigin="anonymous" nonce=use_nonce()/>
                <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
                <script type="module" nonce=use_nonce()>{start}</script>
                <AutoReload options/>
                <Title formatter=escaped/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
