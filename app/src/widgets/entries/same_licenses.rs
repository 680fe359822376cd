//! That a new user begins with the licenses of the one before.

use crate::text::entries as words;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::entries::adding::{Adding, name_or_place};
use leptos::prelude::*;

/// The user whose licenses the user in the form has, and how to have none of them.
#[component]
pub fn SameLicenses(adding: Adding) -> impl IntoView {
    let name = Memo::new(move |_| {
        adding.draft.with(|draft| draft.same_licenses().map(|(at, user)| name_or_place(&user.form, at)))
    });
    let clear = move |_| {
        adding.draft.update(|draft| {
            if let Some(user) = draft.here_mut() {
                user.clear_licenses();
            }
        });
    };
    move || {
        name.get().map(|name| {
            view! {
                <Notice kind=NoticeKind::Info>
                    {words::same_licenses(&name)} " "
                    <button type="button" class="link" on:click=clear>
                        {words::CLEAR_LICENSES}
                    </button>
                </Notice>
            }
        })
    }
}
