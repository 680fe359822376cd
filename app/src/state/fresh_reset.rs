//! A password that was reset a moment ago, and whose temporary password is shown at once.

use domain::ids::OperationId;
use leptos::prelude::*;

/// The operation that reset one password, until its page has asked for the temporary password. It is in memory only: a reload
/// makes no new password.
#[derive(Clone, Copy)]
pub struct FreshReset(RwSignal<Option<OperationId>>);

impl FreshReset {
    /// Notes a reset.
    pub fn note(self, operation: OperationId) {
        self.0.set(Some(operation));
    }

    /// Whether this operation is the one; then it no longer is.
    pub fn take(self, operation: OperationId) -> bool {
        let is_it = self.0.get_untracked() == Some(operation);
        if is_it {
            self.0.set(None);
        }
        is_it
    }
}

/// Makes [`FreshReset`] available; called once, by the app.
pub fn provide_fresh_reset() {
    provide_context(FreshReset(RwSignal::new(None)));
}
