//! What was handed out as text: for the clipboard, and as a file that the browser itself makes.

use crate::paths;
use crate::text::passwords as words;
use domain::console::passwords::{Handed, HandedOut, Handover};
use domain::upload::write::{Format, tabbed};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Blob, HtmlAnchorElement, Url, js_sys};
use std::time::Duration;

/// How long the browser has to begin saving a file.
const SAVING: Duration = Duration::from_secs(60);

/// What is handed to a user: the password, or the whole address of the link.
pub fn shown(how: Handover, one: &Handed) -> String {
    match how {
        Handover::Passwords => one.secret.reveal().to_owned(),
        Handover::Links => {
            format!("{}{}", location().origin().unwrap_or_default(), paths::password_link(one.secret.reveal()))
        }
    }
}

/// All of it, to be pasted somewhere.
pub fn for_clipboard(out: &HandedOut) -> String {
    lines(out, tabbed)
}

/// Saves all of it as a CSV file.
pub fn save_file(out: &HandedOut) {
    let bytes = [Format::Excel.mark(), &Format::Excel.bytes(&lines(out, |cells| Format::Excel.line(cells)))].concat();
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes.as_slice()));
    let Ok(address) = Blob::new_with_u8_array_sequence(&parts).and_then(|file| Url::create_object_url_with_blob(&file))
    else {
        return;
    };
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&address);
        link.set_download(words::file_name(out.how));
        link.click();
    }
    set_timeout(move || drop(Url::revoke_object_url(&address)), SAVING);
}

fn lines(out: &HandedOut, line: fn(&[&str]) -> String) -> String {
    let rows = out.handed.iter().map(|one| line(&[&one.name, &one.upn, &shown(out.how, one)]));
    [line(&words::headers(out.how))].into_iter().chain(rows).collect()
}
