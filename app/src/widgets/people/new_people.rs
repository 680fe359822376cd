//! The dialogs that add people, which come in a file of their own.

use super::managing::ManagingPeople;
use crate::lazy::{self, Area, LaterPart};
use crate::state::toasts::use_toasts;
use crate::text::accounts;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Fetches the dialogs ahead of their use, and again when one is asked for without them. A dialog that was asked for before opens when
/// they come.
#[component]
pub fn NewPeople(managing: ManagingPeople) -> impl IntoView {
    provide_context(managing);
    let there = RwSignal::new(false);
    let toasts = use_toasts();
    let open = [managing.invite.open, managing.existing.open, managing.create.open];
    let is_asked_for = Memo::new(move |_| open.iter().any(|open| open.get()));
    Effect::new(move |_| {
        let is_asked_for = is_asked_for.get();
        spawn_local(async move {
            if lazy::fetch(Area::NewPeople).await {
                // Once: setting it again would make the dialogs anew.
                if there.try_get_untracked() == Some(false) {
                    there.set(true);
                }
            } else if is_asked_for {
                for open in open {
                    open.try_set(false);
                }
                toasts.show(accounts::NOT_FETCHED.to_owned());
            }
        });
    });
    move || there.get().then(|| lazy::part(LaterPart::NewPeople))
}
