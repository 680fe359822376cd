//! What came of a command, beside it.

use leptos::prelude::*;
use std::time::Duration;

/// How long it stands there.
const SHOWN_FOR: Duration = Duration::from_secs(6);

/// What came of the latest command, for some seconds.
#[derive(Debug, Clone, Copy)]
pub struct Said {
    words: RwSignal<Option<String>>,
    latest: StoredValue<u32>,
}

impl Said {
    /// Nothing yet.
    pub fn begin() -> Self {
        Self { words: RwSignal::new(None), latest: StoredValue::new(0) }
    }

    /// Says something, in the browser only; nothing where the page is gone.
    pub fn say(self, words: String) {
        let Some(said) = self.latest.try_update_value(|latest| {
            *latest += 1;
            *latest
        }) else {
            return;
        };
        self.words.try_set(Some(words));
        let forget = move || {
            if self.latest.try_get_value() == Some(said) {
                self.words.try_set(None);
            }
        };
        set_timeout(forget, SHOWN_FOR);
    }

    /// Where it stands, and is read out from.
    pub fn view(self) -> impl IntoView {
        view! { <span role="status">{move || self.words.get()}</span> }
    }
}
