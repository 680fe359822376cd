//! The preview of adding or editing users, which the server works out.

use crate::api::entries::preview_entries;
use crate::state::latest::{Asker, Latest};
use domain::console::entries::{Entries, EntriesPreview};
use domain::ids::CustomerId;
use leptos::prelude::*;

/// The pause after a change before the server is asked, in milliseconds. Another change may follow.
const PAUSE_MS: u32 = 200;

/// The state of the preview. If there are too many users, the answer is only their number.
pub type EntriesPreviewState = Latest<Result<EntriesPreview, usize>>;

/// The preview of these entries, which follows them, and a callback that asks again.
pub fn foreseen(customer: CustomerId, entries: Memo<Option<Entries>>) -> (RwSignal<EntriesPreviewState>, Callback<()>) {
    let again = RwSignal::new(0_u32);
    let known = RwSignal::new(EntriesPreviewState::Nothing);
    let asker = Asker::begin();
    Effect::new(move |_| {
        again.track();
        if let Some(asked) = entries.get() {
            asker.ask_for(known, PAUSE_MS, preview_entries(customer, asked));
        } else {
            asker.give_up();
            known.set(EntriesPreviewState::Nothing);
        }
    });
    (known, Callback::new(move |()| again.update(|times| *times += 1)))
}
