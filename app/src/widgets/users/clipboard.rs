//! Copying a text.

use leptos::prelude::window;
use leptos::wasm_bindgen::JsValue;
use leptos::wasm_bindgen::closure::Closure;

/// Copies a text and tells whether it could. Browsers allow it only over HTTPS and on this machine itself.
pub fn copy(text: &str, on_done: impl Fn(bool) + Clone + 'static) {
    if !window().is_secure_context() {
        on_done(false);
        return;
    }
    let on_refused = on_done.clone();
    let done = Closure::once(move |_: JsValue| on_done(true));
    let refused = Closure::once(move |_: JsValue| on_refused(false));
    let _ = window().navigator().clipboard().write_text(text).then2(&done, &refused);
    // Only one of the two is ever called, so neither frees the other; somebody copies now and then.
    done.forget();
    refused.forget();
}
