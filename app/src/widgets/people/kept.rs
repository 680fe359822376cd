//! The subject of a row, while the list around it changes.

use leptos::prelude::*;

/// One item of a list as it is `now`. One that was removed stays as it was, so that its row does not fail before it goes.
pub fn kept<T: Clone + PartialEq + Send + Sync + 'static>(
    item: T,
    now: impl Fn() -> Option<T> + Send + Sync + 'static,
) -> Memo<T> {
    Memo::new(move |before: Option<&T>| now().or_else(|| before.cloned()).unwrap_or_else(|| item.clone()))
}
