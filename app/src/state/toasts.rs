//! Short messages that appear and go.

use leptos::prelude::*;
use std::time::Duration;

/// How long a message stays.
const SHOWN_FOR: Duration = Duration::from_secs(6);

/// Shows short messages.
#[derive(Debug, Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    last_id: StoredValue<u32>,
}

/// A short message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// Which of all of them.
    pub id: u32,
    /// Its words.
    pub text: String,
}

impl Toasts {
    fn new() -> Self {
        Self { shown: RwSignal::new(Vec::new()), last_id: StoredValue::new(0) }
    }

    /// The messages to be seen now, oldest first.
    pub fn shown(self) -> Vec<Toast> {
        self.shown.get()
    }

    /// Shows a message for some seconds; in the browser only.
    pub fn show(self, text: String) {
        self.last_id.update_value(|id| *id += 1);
        let id = self.last_id.get_value();
        self.shown.update(|shown| shown.push(Toast { id, text }));
        set_timeout(move || self.dismiss(id), SHOWN_FOR);
    }

    fn dismiss(self, id: u32) {
        self.shown.try_update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// Makes [`use_toasts`] work; called once, by the app.
pub fn provide_toasts() -> Toasts {
    let toasts = Toasts::new();
    provide_context(toasts);
    toasts
}

/// The app's messages.
pub fn use_toasts() -> Toasts {
    use_context().unwrap_or_else(Toasts::new)
}
