//! State shared by the search field of the top bar and its suggestions. The suggestions come later than the field.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// A search over all customers that is being typed. Everything in it is a handle, cheap to copy.
#[derive(Clone, Copy)]
pub struct Finding {
    /// The typed text.
    pub typed: RwSignal<String>,
    /// Whether suggestions are shown.
    pub is_open: RwSignal<bool>,
    /// The `id` of the suggestion that Enter chooses.
    pub active: RwSignal<Option<String>>,
    /// The keys while there are suggestions.
    pub on_key: StoredValue<Option<Callback<KeyboardEvent>>>,
}

impl Finding {
    /// Nothing typed.
    pub fn begin() -> Self {
        Self {
            typed: RwSignal::new(String::new()),
            is_open: RwSignal::new(false),
            active: RwSignal::new(None),
            on_key: StoredValue::new(None),
        }
    }
}
