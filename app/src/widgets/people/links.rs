//! The dialog that shows the links of several invitations, once.
//!
//! The links are in memory only while the dialog is open: in no address, no storage, no state of a page.

use super::link::NewLink;
use crate::api::people::MadeLink;
use crate::text::common;
use crate::text::people as words;
use crate::text::users::NOT_COPIED;
use crate::ui::command_result::CommandResult;
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::moment::Moment;
use crate::ui::named::named;
use crate::widgets::users::clipboard::copy;
use leptos::ev::FocusEvent;
use leptos::prelude::*;
use leptos::web_sys::HtmlInputElement;

/// New links. They are secrets, so they are kept only while they are shown.
#[derive(Clone)]
pub struct NewLinks {
    links: Vec<NamedLink>,
    expires: i64,
}

#[derive(Clone)]
struct NamedLink {
    name: String,
    address: String,
    mailed: bool,
}

impl NewLinks {
    /// The links of these people.
    pub fn of(links: Vec<(String, MadeLink)>) -> Self {
        let expires = links.iter().map(|(_, link)| link.expires).min().unwrap_or_default();
        let named = |(name, link): (String, MadeLink)| {
            let (address, mailed) = (NewLink::address_of(&link.path), link.mailed);
            NamedLink { name, address, mailed }
        };
        Self { links: links.into_iter().map(named).collect(), expires }
    }
}

/// The dialog.
#[component]
pub fn LinksDialog(links: DialogAbout<NewLinks>) -> impl IntoView {
    let DialogAbout { open, about } = links;
    // The links are forgotten as soon as nobody sees them.
    Effect::new(move |before: Option<bool>| {
        let now = open.get();
        if before == Some(true) && !now {
            about.set(None);
        }
        now
    });
    view! {
        <Dialog open title=words::INVITATION_LINKS.to_owned()>
            {move || about.get().map(|links| view! { <ShownLinks links open/> })}
        </Dialog>
    }
}

#[component]
fn ShownLinks(links: NewLinks, open: RwSignal<bool>) -> impl IntoView {
    let NewLinks { links, expires } = links;
    let said = CommandResult::begin();
    let rows = links.into_iter().enumerate().map(|(at, link)| view! { <ShownLink at link said/> });
    view! {
        <p>
            {words::SEND_LINKS} " " {words::EACH_WORKS_UNTIL} " " <Moment at=expires/> {words::NOT_AGAIN}
        </p>
        {rows.collect_view()}
        <p class="acts">{said.view()}</p>
        <p class="foot">
            <button type="button" class="second" on:click=move |_| open.set(false)>
                {common::CLOSE}
            </button>
        </p>
    }
}

#[component]
fn ShownLink(at: usize, link: NamedLink, said: CommandResult) -> impl IntoView {
    let NamedLink { name, address, mailed } = link;
    let id = format!("new-link-{at}");
    let (to_copy, label, copy_name) = (address.clone(), id.clone(), words::copy_link_of(&name));
    let on_copy = move |_| {
        copy(&to_copy, move |done| {
            let words = if done { words::LINK_COPIED } else { NOT_COPIED };
            said.say(words.to_owned());
        });
    };
    let select_all = |event: FocusEvent| event_target::<HtmlInputElement>(&event).select();
    view! {
        <div class="field">
            <label for=label>{named(name)}</label>
            <input class="box" id=id readonly value=address on:focus=select_all/>
            {mailed.then(|| view! { <p class="muted hint">{words::ALSO_MAILED}</p> })}
            <button type="button" class="second" aria-label=copy_name on:click=on_copy>
                {common::COPY}
            </button>
        </div>
    }
}
