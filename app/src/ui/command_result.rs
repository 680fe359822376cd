//! The result of a command, shown beside it.

use leptos::prelude::*;
use std::time::Duration;

/// Display time.
const SHOWN_FOR: Duration = Duration::from_secs(6);

/// The result of the latest command, shown for a few seconds.
#[derive(Debug, Clone, Copy)]
pub struct CommandResult {
    words: RwSignal<Option<String>>,
    latest: StoredValue<u32>,
}

impl CommandResult {
    /// Starts empty.
    pub fn begin() -> Self {
        Self { words: RwSignal::new(None), latest: StoredValue::new(0) }
    }

    /// Shows a message, in the browser only. Does nothing once the page is gone.
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

    /// The live region that shows the message.
    pub fn view(self) -> impl IntoView {
        view! { <span role="status">{move || self.words.get()}</span> }
    }
}
