//! What adding or editing would do, as the server works it out.

use crate::api::entries::preview_entries;
use crate::state::latest::{Asker, Latest};
use domain::console::entries::{Entries, EntriesPreview};
use domain::ids::CustomerId;
use leptos::prelude::*;

/// How long the server is not asked after a change, in case there is another (milliseconds).
const PAUSE_MS: u32 = 200;

/// What is known of what would happen. For more users than can be done at once it is only known how many they are.
pub type Foreseen = Latest<Result<EntriesPreview, usize>>;

/// What these entries would do, whenever they change; and how to ask again.
pub fn foreseen(customer: CustomerId, entries: Memo<Option<Entries>>) -> (RwSignal<Foreseen>, Callback<()>) {
    let again = RwSignal::new(0_u32);
    let known = RwSignal::new(Foreseen::Nothing);
    let asker = Asker::begin();
    Effect::new(move |_| {
        again.track();
        if let Some(asked) = entries.get() {
            asker.ask_for(known, PAUSE_MS, preview_entries(customer, asked));
        } else {
            asker.give_up();
            known.set(Foreseen::Nothing);
        }
    });
    (known, Callback::new(move |()| again.update(|times| *times += 1)))
}
