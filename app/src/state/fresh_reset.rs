//! A password that was reset a moment ago. Its temporary password is shown at once.

use domain::ids::OperationId;
use leptos::prelude::*;

/// The operation that reset one password, until its page has shown the temporary password. It is in memory only: a reload
/// makes no new password.
#[derive(Clone, Copy)]
pub struct FreshReset(RwSignal<Option<OperationId>>);

impl FreshReset {
    /// Notes a reset.
    pub fn note(self, operation: OperationId) {
        self.0.set(Some(operation));
    }

    /// Whether the temporary password of this operation is still to be shown.
    pub fn is(self, operation: OperationId) -> bool {
        self.0.get_untracked() == Some(operation)
    }

    /// Notes that it is shown.
    pub fn forget(self) {
        self.0.set(None);
    }
}

/// Makes [`FreshReset`] available; called once, by the app.
pub fn provide_fresh_reset() {
    provide_context(FreshReset(RwSignal::new(None)));
}
