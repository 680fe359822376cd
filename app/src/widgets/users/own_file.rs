//! Saving a file that the browser itself makes.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Blob, HtmlAnchorElement, Url, js_sys};
use std::time::Duration;

/// How long the browser has to begin saving a file.
const SAVING: Duration = Duration::from_secs(60);

/// Saves bytes as a file of this name.
pub fn save(bytes: &[u8], name: &str) {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let Ok(address) = Blob::new_with_u8_array_sequence(&parts).and_then(|file| Url::create_object_url_with_blob(&file))
    else {
        return;
    };
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    set_timeout(move || drop(Url::revoke_object_url(&address)), SAVING);
}
