//! The browser's entry point.

use app::lazy::{self, Area};
use gloo_timers::future::TimeoutFuture;

/// Milliseconds between tries to fetch a part of the pages while there is no connection.
const RETRY: u32 = 2_000;

/// Takes over the page that the server rendered. A page that comes in a file of its own is readable meanwhile, and
/// is taken over when the file is there.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    let path = web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default();
    let Some(area) = Area::of_path(&path) else {
        take_over();
        return;
    };
    wasm_bindgen_futures::spawn_local(async move {
        while !lazy::fetch(area).await {
            TimeoutFuture::new(RETRY).await;
        }
        take_over();
    });
}

fn take_over() {
    leptos::mount::hydrate_body(app::app::App);
    // Data loaded with the page are taken over in tasks of their own.
    wasm_bindgen_futures::spawn_local(async {
        TimeoutFuture::new(0).await;
        mark_live();
    });
}

/// Says in the document that the page now answers to clicks; until then the style shows that it is not ready.
fn mark_live() {
    let root = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
    if let Some(root) = root {
        // An attribute of this name can always be set.
        let _ = root.set_attribute("data-live", "");
    }
}
