//! A dialog that shows a secret once: a link, a key or a temporary password.
//!
//! The secret is in memory only while the dialog is open: in no address, no storage, no state of a page.

use crate::text::common;
use crate::text::users as words;
use crate::ui::command_result::CommandResult;
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::whole_text::WholeText;
use crate::widgets::users::clipboard::copy;
use leptos::prelude::*;

/// The dialog.
#[component]
pub fn ShownOnce<T: Clone + Send + Sync + 'static>(
    shown: DialogAbout<T>,
    title: fn(&T) -> &'static str,
    content: fn(T) -> AnyView,
) -> impl IntoView {
    let DialogAbout { open, about } = shown;
    let title = Signal::derive(move || about.with(|about| about.as_ref().map(title).unwrap_or_default().to_owned()));
    // The secret is forgotten as soon as nobody sees it.
    Effect::new(move |before: Option<bool>| {
        let now = open.get();
        if before == Some(true) && !now {
            about.set(None);
        }
        now
    });
    view! {
        <Dialog open title>
            {move || about.get().map(content)}
            <p class="foot">
                <button type="button" class="second" on:click=move |_| open.set(false)>
                    {common::CLOSE}
                </button>
            </p>
        </Dialog>
    }
}

/// The secret in a field, and the button that copies it. `copied` says that this was done.
#[component]
pub fn CopyField(id: &'static str, label: &'static str, value: String, copied: &'static str) -> impl IntoView {
    let to_copy = value.clone();
    view! {
        <WholeText id label text=value/>
        <CopyButton value=to_copy copied look="primary"/>
    }
}

/// A text of one line in a field, and the button that copies it, with its accessible name. It is no secret, so it can be in a page that
/// the server renders.
#[component]
pub fn CopyLine(id: String, label: String, value: String, name: String, copied: &'static str) -> impl IntoView {
    let to_copy = value.clone();
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input class="box" id=id readonly autocomplete="off" spellcheck="false" value=value/>
        </div>
        <CopyButton value=to_copy copied look="second" name/>
    }
}

/// Copies a text, and says so.
#[component]
fn CopyButton(
    value: String,
    copied: &'static str,
    look: &'static str,
    #[prop(optional, into)] name: Option<String>,
) -> impl IntoView {
    let said = CommandResult::begin();
    let on_copy = move |_| {
        copy(&value, move |done| said.say(if done { copied } else { words::NOT_COPIED }.to_owned()));
    };
    view! {
        <p class="acts">
            <button type="button" class=look aria-label=name on:click=on_copy>
                {common::COPY}
            </button>
            {said.view()}
        </p>
    }
}
