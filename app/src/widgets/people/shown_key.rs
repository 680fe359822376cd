//! The dialog that shows a new key once.

use super::shown_once::{CopyField, ShownOnce};
use crate::text::applications as words;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::named::named;
use domain::directory::password::Secret;
use leptos::prelude::*;

/// A new key. It is a secret, so it is kept only while it is shown.
#[derive(Clone)]
pub struct ShownKey {
    /// The application's name.
    pub application: String,
    /// The purpose of the key.
    pub description: String,
    /// The whole key.
    pub key: Secret,
}

/// The dialog.
#[component]
pub fn KeyDialog(shown: DialogAbout<ShownKey>) -> impl IntoView {
    let title = |_: &ShownKey| words::SHOWN_KEY;
    view! { <ShownOnce shown title content/> }
}

fn content(shown: ShownKey) -> AnyView {
    let ShownKey { application, description, key } = shown;
    view! {
        <dl class="facts">
            <dt>{words::NAME}</dt>
            <dd>{named(application)}</dd>
            <dt>{words::DESCRIPTION}</dt>
            <dd>{named(description)}</dd>
        </dl>
        <p>{words::COPY_NOW}</p>
        <CopyField id="new-key" label=words::SHOWN_KEY value=key.reveal().to_owned() copied=words::KEY_COPIED/>
    }
    .into_any()
}
