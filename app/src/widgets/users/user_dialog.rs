//! The dialog of a user, open while the URL names a user.

use crate::ui::dialog::Dialog;
use crate::ui::focus::focus;
use crate::widgets::users::list::{History, use_user_list};
use crate::widgets::users::row::name_id;
use domain::ids::UserId;
use leptos::prelude::*;

/// The dialog. Closing it removes the user from the URL and returns the focus to the row. `content` gets the user and the
/// title, which it sets once it knows the user's name.
#[component]
pub fn UserDialog(content: Callback<(UserId, RwSignal<String>), AnyView>) -> impl IntoView {
    let list = use_user_list();
    let user = Memo::new(move |_| list.view.with(|view| view.user));
    let open = RwSignal::new(false);
    let title = RwSignal::new(String::new());
    Effect::new(move |before: Option<Option<UserId>>| {
        let user = user.get();
        open.set(user.is_some());
        if let (Some(Some(before)), None) = (before, user) {
            request_animation_frame(move || focus(&name_id(before)));
        }
        user
    });
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open && user.get_untracked().is_some() {
            let view = list.view.with_untracked(|view| view.showing(None));
            list.go(&view, History::Replace);
        }
        is_open
    });
    view! {
        <Dialog open title>
            {move || user.get().map(|user| content.run((user, title)))}
        </Dialog>
    }
}
