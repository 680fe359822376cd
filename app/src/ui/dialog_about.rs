//! A dialog about one of many rows.

use leptos::prelude::*;

/// One dialog for many rows: whether it is open, and its subject.
pub struct DialogAbout<T: Send + Sync + 'static> {
    /// Whether the dialog is open.
    pub open: RwSignal<bool>,
    /// The subject of the dialog.
    pub about: RwSignal<Option<T>>,
}

impl<T: Send + Sync + 'static> Clone for DialogAbout<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for DialogAbout<T> {}

impl<T: Send + Sync + 'static> DialogAbout<T> {
    /// A closed dialog without a subject.
    pub fn begin() -> Self {
        Self { open: RwSignal::new(false), about: RwSignal::new(None) }
    }

    /// Opens the dialog about this subject.
    pub fn ask(self, about: T) {
        self.about.set(Some(about));
        self.open.set(true);
    }
}
