//! Typed values of a form, kept in the browser until it is saved: it survives a reload, an expired sign-in and a lost
//! connection.

use super::storage;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A value that the browser keeps.
pub struct Kept<T: Send + Sync + 'static> {
    /// The value. In the first render it is the default.
    pub value: RwSignal<T>,
    /// Whether the stored value has been read.
    pub is_read: ReadSignal<bool>,
    /// Whether the value is one from before this page was opened.
    pub came_back: RwSignal<bool>,
}

/// A value that is kept under a key; it is forgotten while it is worth nothing.
pub fn kept<T>(key: String, is_worth_keeping: fn(&T) -> bool) -> Kept<T>
where
    T: Clone + Default + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    let value = RwSignal::new(T::default());
    let (is_read, set_read) = signal(false);
    let came_back = RwSignal::new(false);
    Effect::new(move |before: Option<()>| {
        value.track();
        if before.is_none() {
            if let Some(found) = storage::load(&key) {
                came_back.set(is_worth_keeping(&found));
                value.set(found);
            }
            set_read.set(true);
        } else if value.with_untracked(is_worth_keeping) {
            value.with_untracked(|value| storage::save(&key, value));
        } else {
            storage::forget(&key);
            came_back.set(false);
        }
    });
    Kept { value, is_read, came_back }
}
