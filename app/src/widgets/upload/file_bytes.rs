//! The bytes of a file that a person has chosen. It stays in the browser.

use domain::upload::error::BYTES_MAX;
use js_sys::Uint8Array;
use leptos::wasm_bindgen::JsValue;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::File;

/// Whether a file is larger than any that is taken, so that it need not be read.
pub fn is_too_large(file: &File) -> bool {
    file.size() > BYTES_MAX as f64
}

/// Reads a file: its name, and its bytes or `None` where it cannot be read.
pub fn read_bytes(file: &File, on_read: impl Fn(String, Option<Vec<u8>>) + Clone + 'static) {
    let (name, on_error, error_name) = (file.name(), on_read.clone(), file.name());
    let done = Closure::once(move |buffer: JsValue| on_read(name, Some(Uint8Array::new(&buffer).to_vec())));
    let failed = Closure::once(move |_: JsValue| on_error(error_name, None));
    let _ = file.array_buffer().then2(&done, &failed);
    // Only one of the two is ever called, so neither frees the other; a file is chosen now and then.
    done.forget();
    failed.forget();
}
