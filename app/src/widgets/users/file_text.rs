//! Reading a chosen file. The file stays in the browser.

use leptos::wasm_bindgen::JsValue;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::HtmlInputElement;

/// Reads the chosen file of a file input, if any. Calls `on_read` with its name, and its text or `None` if unreadable.
pub fn read_file(input: &HtmlInputElement, on_read: impl Fn(String, Option<String>) + Clone + 'static) {
    let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
    let (name, on_error, error_name) = (file.name(), on_read.clone(), file.name());
    let done = Closure::once(move |text: JsValue| on_read(name, text.as_string()));
    let failed = Closure::once(move |_: JsValue| on_error(error_name, None));
    let _ = file.text().then2(&done, &failed);
    // Only one of the two is ever called, so neither frees the other. Files are chosen rarely, so the leak is small.
    done.forget();
    failed.forget();
}
