//! The dialog that shows a link once: that of an invitation, of a request to a customer, or to a new password.
//!
//! The link is in memory only while the dialog is open: in no address, no storage, no state of a page.

use crate::text::common;
use crate::text::people as words;
use crate::ui::command_result::CommandResult;
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::moment::Moment;
use crate::ui::whole_text::WholeText;
use crate::widgets::users::clipboard::copy;
use leptos::prelude::*;

/// The id of the field.
const FIELD: &str = "new-link";

/// A new link. It is a secret, so it is kept only while it is shown.
#[derive(Clone)]
pub struct NewLink {
    /// Title of the dialog.
    pub title: &'static str,
    /// What to do with the link.
    pub says: String,
    /// What it does not do.
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
    let DialogAbout { open, about } = link;
    let title =
        Signal::derive(move || about.with(|link| link.as_ref().map(|link| link.title.to_owned()).unwrap_or_default()));
    // The link is forgotten as soon as nobody sees it.
    Effect::new(move |before: Option<bool>| {
        let now = open.get();
        if before == Some(true) && !now {
            about.set(None);
        }
        now
    });
    view! {
        <Dialog open title>
            {move || about.get().map(|link| view! { <ShownLink link open/> })}
        </Dialog>
    }
}

#[component]
fn ShownLink(link: NewLink, open: RwSignal<bool>) -> impl IntoView {
    let NewLink { says, note, address, expires, mailed, .. } = link;
    let said = CommandResult::begin();
    let to_copy = address.clone();
    let on_copy = move |_| {
        copy(&to_copy, move |done| {
            let words = if done { words::LINK_COPIED } else { words::NOT_COPIED };
            said.say(words.to_owned());
        });
    };
    view! {
        <p>{says} " " {words::WORKS_UNTIL} " " <Moment at=expires/> {words::NOT_AGAIN}</p>
        {mailed.then(|| view! { <p>{words::ALSO_MAILED}</p> })}
        {note.map(|note| view! { <p class="note info">{note}</p> })}
        <WholeText id=FIELD label=words::LINK text=address/>
        <p class="acts">
            <button type="button" class="primary" on:click=on_copy>
                {common::COPY}
            </button>
            {said.view()}
        </p>
        <p class="foot">
            <button type="button" class="second" on:click=move |_| open.set(false)>
                {common::CLOSE}
            </button>
        </p>
    }
}
