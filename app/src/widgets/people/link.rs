//! The dialog that shows a new link once: of an invitation, or to a new password.
//!
//! The link is in memory only while the dialog is open: in no address, no storage, no state of a page.

use super::managing::{LinkFor, Managing, NewLink};
use crate::text::common;
use crate::text::people as words;
use crate::ui::command_result::CommandResult;
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::moment::Moment;
use crate::widgets::users::clipboard::copy;
use leptos::ev::FocusEvent;
use leptos::prelude::*;
use leptos::web_sys::HtmlInputElement;

/// The id of the field.
const FIELD: &str = "new-link";

/// The dialog.
#[component]
pub fn LinkDialog(managing: Managing) -> impl IntoView {
    let DialogAbout { open, about } = managing.link;
    // The link is forgotten as soon as nobody sees it.
    Effect::new(move |before: Option<bool>| {
        let now = open.get();
        if before == Some(true) && !now {
            about.set(None);
        }
        now
    });
    let title = Signal::derive(move || {
        let what = about.with(|about| about.as_ref().map(|link| link.what));
        match what {
            Some(LinkFor::NewPassword) => words::RESET_LINK.to_owned(),
            Some(LinkFor::Invitation) | None => words::INVITATION_LINK.to_owned(),
        }
    });
    view! {
        <Dialog open title>
            {move || about.get().map(|link| view! { <ShownLink link open/> })}
        </Dialog>
    }
}

#[component]
fn ShownLink(link: NewLink, open: RwSignal<bool>) -> impl IntoView {
    let NewLink { name, address, expires, mailed, .. } = link;
    let said = CommandResult::begin();
    let to_copy = address.clone();
    let on_copy = move |_| {
        copy(&to_copy, move |done| {
            let words = if done { words::LINK_COPIED } else { words::NOT_COPIED };
            said.say(words.to_owned());
        });
    };
    let select_all = |event: FocusEvent| event_target::<HtmlInputElement>(&event).select();
    view! {
        <p>{words::send_link(&name)} " " {words::WORKS_UNTIL} " " <Moment at=expires/> {words::NOT_AGAIN}</p>
        {mailed.then(|| view! { <p>{words::ALSO_MAILED}</p> })}
        <div class="field">
            <label for=FIELD>{words::LINK}</label>
            <input
                class="box"
                id=FIELD
                readonly
                value=address
                on:focus=select_all
            />
        </div>
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
