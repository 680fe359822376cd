//! Copying to the clipboard.

use leptos::prelude::window;
use leptos::wasm_bindgen::JsValue;
use leptos::wasm_bindgen::closure::Closure;

/// Copies a text and reports success. Browsers allow this only over HTTPS and on localhost.
pub fn copy(text: &str, on_done: impl Fn(bool) + Clone + 'static) {
    if !window().is_secure_context() {
        on_done(false);
        return;
    }
    let on_refused = on_done.clone();
    let done = Closure::once(move |_: JsValue| on_done(true));
    let refused = Closure::once(move |_: JsValue| on_refused(false));
    let _ = window().navigator().clipboard().write_text(text).then2(&done, &refused);
    // Only one of the two is ever called, so neither frees the other. Copying is rare, so the leak is small.
    done.forget();
    refused.forget();
}
