//! The dialog that shows a link once: that of an invitation, of a request to a customer, or to a new password.

use super::shown_once::{CopyField, ShownOnce};
use crate::text::people as words;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::moment::Moment;
use leptos::prelude::*;

/// A new link. It is a secret, so it is kept only while it is shown.
#[derive(Clone)]
pub struct NewLink {
    /// Title of the dialog.
    pub title: &'static str,
    /// Says how to pass the link on.
    pub says: String,
    /// Its limits.
    pub note: Option<&'static str>,
    /// The whole address.
    pub address: String,
    /// Expiry (UTC, epoch milliseconds).
    pub expires: i64,
    /// Whether it is being e-mailed too.
    pub mailed: bool,
}

impl NewLink {
    /// The whole address of a path of the console.
    pub fn address_of(path: &str) -> String {
        format!("{}{path}", location().origin().unwrap_or_default())
    }
}

/// The dialog.
#[component]
pub fn LinkDialog(link: DialogAbout<NewLink>) -> impl IntoView {
    let title = |link: &NewLink| link.title;
    view! { <ShownOnce shown=link title content/> }
}

fn content(link: NewLink) -> AnyView {
    let NewLink { says, note, address, expires, mailed, .. } = link;
    view! {
        <p>{says} " " {words::WORKS_UNTIL} " " <Moment at=expires/> {words::NOT_AGAIN}</p>
        {mailed.then(|| view! { <p>{words::ALSO_MAILED}</p> })}
        {note.map(|note| view! { <p class="note info">{note}</p> })}
        <CopyField id="new-link" label=words::LINK value=address copied=words::LINK_COPIED/>
    }
    .into_any()
}
