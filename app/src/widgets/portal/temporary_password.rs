//! The dialog that shows a temporary password once. It is in memory only while the dialog is open.

use super::state::{ManagingPortal, ShownPassword};
use crate::text::common;
use crate::text::portal as words;
use crate::ui::command_result::CommandResult;
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::moment::Moment;
use crate::ui::named::named;
use crate::ui::whole_text::WholeText;
use crate::widgets::users::clipboard::copy;
use leptos::prelude::*;

/// The id of the field.
const FIELD: &str = "temporary-password";

/// The dialog.
#[component]
pub fn PasswordDialog(managing: ManagingPortal) -> impl IntoView {
    let DialogAbout { open, about } = managing.password;
    // The password is forgotten as soon as nobody sees it.
    Effect::new(move |before: Option<bool>| {
        let now = open.get();
        if before == Some(true) && !now {
            about.set(None);
        }
        now
    });
    view! {
        <Dialog open title=words::PASSWORD_TITLE>
            {move || about.get().map(|shown| view! { <Shown shown open/> })}
        </Dialog>
    }
}

#[component]
fn Shown(shown: ShownPassword, open: RwSignal<bool>) -> impl IntoView {
    let ShownPassword { sign_in_name, password, until } = shown;
    let said = CommandResult::begin();
    let to_copy = password.clone();
    let on_copy = move |_| {
        copy(to_copy.reveal(), move |done| {
            said.say(if done { words::COPIED } else { words::NOT_COPIED }.to_owned());
        });
    };
    view! {
        <p>{words::PASSWORD_SAYS} " " <Moment at=until/> ". " {words::NOT_AGAIN}</p>
        <dl class="facts">
            <dt>{words::SIGN_IN_NAME}</dt>
            <dd>{named(sign_in_name)}</dd>
        </dl>
        <WholeText id=FIELD label=words::TEMPORARY_PASSWORD text=password.reveal().to_owned()/>
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
