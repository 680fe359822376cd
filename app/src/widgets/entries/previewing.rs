//! What adding or editing would do, as the server works it out.

use crate::api::entries::preview_entries;
use crate::error::ApiError;
use domain::console::entries::{Entries, EntriesPreview};
use domain::ids::CustomerId;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How long the server is not asked after a change, in case there is another (milliseconds).
const PAUSE_MS: u32 = 200;

/// What is known of what would happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Foreseen {
    /// Nothing is asked.
    Nothing,
    /// The server is being asked.
    Loading,
    /// What would happen.
    Plan(Box<EntriesPreview>),
    /// More users than can be done at once.
    TooMany(usize),
    /// It is not known.
    Failed(ApiError),
}

/// What these entries would do, whenever they change; and how to ask again.
pub fn foreseen(customer: CustomerId, entries: Memo<Option<Entries>>) -> (RwSignal<Foreseen>, Callback<()>) {
    let again = RwSignal::new(0_u32);
    let known = RwSignal::new(Foreseen::Nothing);
    let latest = StoredValue::new(0_u32);
    Effect::new(move |_| {
        again.track();
        latest.update_value(|ticket| *ticket += 1);
        let ticket = latest.get_value();
        let Some(asked) = entries.get() else {
            known.set(Foreseen::Nothing);
            return;
        };
        known.set(Foreseen::Loading);
        spawn_local(async move {
            TimeoutFuture::new(PAUSE_MS).await;
            if latest.try_get_value() != Some(ticket) {
                return;
            }
            let now = match preview_entries(customer, asked).await {
                Ok(Ok(preview)) => Foreseen::Plan(Box::new(preview)),
                Ok(Err(users)) => Foreseen::TooMany(users),
                Err(error) => Foreseen::Failed(error),
            };
            if latest.try_get_value() == Some(ticket) {
                known.try_set(now);
            }
        });
    });
    (known, Callback::new(move |()| again.update(|times| *times += 1)))
}
