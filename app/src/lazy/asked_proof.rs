//! The dialog that asks for a proof of identity, fetched when a command needs one for the first time.

use super::area::Area;
use super::fetching::fetch;
use super::parts::{AccountPart, LaterPart, part};
use crate::state::proving::provide_question;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The dialog, once it was needed. Without a connection the command fails, and its message says why.
#[component]
pub fn AskedProof() -> impl IntoView {
    let shown = provide_question();
    let is_there = RwSignal::new(false);
    Effect::new(move |_| {
        let Some(question) = shown.get().filter(|_| !is_there.get_untracked()) else { return };
        spawn_local(async move {
            match fetch(Area::Account).await {
                true => is_there.set(true),
                false => {
                    shown.set(None);
                    question.answer(false);
                }
            }
        });
    });
    move || is_there.get().then(|| part(LaterPart::Account(AccountPart::Proof))).flatten()
}
