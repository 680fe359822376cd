//! The browser's entry point.

use app::{lazy, paths};
use gloo_timers::future::TimeoutFuture;

/// Milliseconds between tries to fetch a part of the pages while there is no connection.
const RETRY: u32 = 2_000;

/// Takes over the page that the server rendered. A page that comes in a file of its own is readable meanwhile, and
/// is taken over when the file is there.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    let path = web_sys::window().and_then(|window| window.location().pathname().ok()).unwrap_or_default();
    if !paths::comes_later(&path) {
        leptos::mount::hydrate_body(app::app::App);
        return;
    }
    wasm_bindgen_futures::spawn_local(async {
        while !lazy::fetch().await {
            TimeoutFuture::new(RETRY).await;
        }
        leptos::mount::hydrate_body(app::app::App);
    });
}
