//! What is typed into a form, kept in the browser until it is saved: it survives a reload, an expired sign-in and a lost
//! connection.

use super::storage;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A value that is kept under a key, and whether what was kept has been read. In the first render it is the default; it
/// is forgotten while it is worth nothing.
pub fn kept<T>(key: String, is_worth_keeping: fn(&T) -> bool) -> (RwSignal<T>, ReadSignal<bool>)
where
    T: Clone + Default + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    let value = RwSignal::new(T::default());
    let (is_read, set_read) = signal(false);
    Effect::new(move |before: Option<()>| {
        value.track();
        if before.is_none() {
            if let Some(found) = storage::load(&key) {
                value.set(found);
            }
            set_read.set(true);
        } else if value.with_untracked(is_worth_keeping) {
            value.with_untracked(|value| storage::save(&key, value));
        } else {
            storage::forget(&key);
        }
    });
    (value, is_read)
}
