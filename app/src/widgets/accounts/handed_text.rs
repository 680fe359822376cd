//! Handed-out secrets as text: for the clipboard, and as a file.

use crate::paths;
use crate::text::passwords as words;
use crate::widgets::users::own_file::save;
use domain::console::passwords::{HandedOut, HandedPassword, Handover};
use domain::upload::write::{Format, tabbed};
use leptos::prelude::*;

/// The secret handed to a user: the password, or the whole address of the link.
pub fn shown(how: Handover, one: &HandedPassword) -> String {
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
    save(&bytes, words::file_name(out.how));
}

fn lines(out: &HandedOut, line: fn(&[&str]) -> String) -> String {
    let rows = out.handed.iter().map(|one| line(&[&one.name, &one.upn, &shown(out.how, one)]));
    [line(&words::headers(out.how))].into_iter().chain(rows).collect()
}
