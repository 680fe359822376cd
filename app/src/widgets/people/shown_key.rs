//! The dialog that shows a new key once.
//!
//! The key is in memory only while the dialog is open: in no address, no storage, no state of a page.

use crate::text::applications as words;
use crate::text::common;
use crate::ui::command_result::CommandResult;
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::named::named;
use crate::ui::whole_text::WholeText;
use crate::widgets::users::clipboard::copy;
use domain::directory::password::Secret;
use leptos::prelude::*;

/// The id of the field.
const FIELD: &str = "new-key";

/// A new key. It is a secret, so it is kept only while it is shown.
#[derive(Clone)]
pub struct ShownKey {
    /// The application's name.
    pub application: String,
    /// What the key is for.
    pub description: String,
    /// The whole key.
    pub key: Secret,
}

/// The dialog.
#[component]
pub fn KeyDialog(shown: DialogAbout<ShownKey>) -> impl IntoView {
    let DialogAbout { open, about } = shown;
    // The key is forgotten as soon as nobody sees it.
    Effect::new(move |before: Option<bool>| {
        let now = open.get();
        if before == Some(true) && !now {
            about.set(None);
        }
        now
    });
    view! {
        <Dialog open title=words::SHOWN_KEY>
            {move || about.get().map(|shown| view! { <Shown shown open/> })}
        </Dialog>
    }
}

#[component]
fn Shown(shown: ShownKey, open: RwSignal<bool>) -> impl IntoView {
    let ShownKey { application, description, key } = shown;
    let said = CommandResult::begin();
    let to_copy = key.clone();
    let on_copy = move |_| {
        copy(to_copy.reveal(), move |done| {
            let words = if done { words::KEY_COPIED } else { words::NOT_COPIED };
            said.say(words.to_owned());
        });
    };
    view! {
        <dl class="facts">
            <dt>{words::NAME}</dt>
            <dd>{named(application)}</dd>
            <dt>{words::DESCRIPTION}</dt>
            <dd>{named(description)}</dd>
        </dl>
        <p>{words::COPY_NOW}</p>
        <WholeText id=FIELD label=words::SHOWN_KEY text=key.reveal().to_owned()/>
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
