//! The dialog that shows a temporary password once.

use super::state::ShownPassword;
use crate::text::portal as words;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::moment::Moment;
use crate::ui::named::named;
use crate::widgets::people::shown_once::{CopyField, ShownOnce};
use leptos::prelude::*;

/// The dialog.
#[component]
pub fn PasswordDialog(shown: DialogAbout<ShownPassword>) -> impl IntoView {
    let title = |_: &ShownPassword| words::TEMPORARY_PASSWORD;
    view! { <ShownOnce shown title content/> }
}

fn content(shown: ShownPassword) -> AnyView {
    let ShownPassword { sign_in_name, password, until } = shown;
    let value = password.reveal().to_owned();
    view! {
        <p>{words::PASSWORD_SAYS} " " <Moment at=until/> ". " {words::NOT_AGAIN}</p>
        <dl class="facts">
            <dt>{words::SIGN_IN_NAME}</dt>
            <dd>{named(sign_in_name)}</dd>
        </dl>
        <CopyField id="temporary-password" label=words::TEMPORARY_PASSWORD value copied=words::COPIED/>
    }
    .into_any()
}
