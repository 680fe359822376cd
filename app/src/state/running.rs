//! The large saves that are being worked off, for the bar of every page.

use super::latest::Asker;
use crate::api::operations::list_running;
use domain::console::operation::RunningOperation;
use leptos::prelude::*;

/// The pause before it looks again, in milliseconds.
const PAUSE_MS: u32 = 2_000;

/// The operations of the signed-in person's partner that are running.
#[derive(Debug, Clone, Copy)]
pub struct Running {
    operations: RwSignal<Vec<RunningOperation>>,
    asker: Asker,
}

/// Provides [`Running`] and looks once; called once, by the app.
pub fn provide_running() {
    let running = Running { operations: RwSignal::new(Vec::new()), asker: Asker::begin() };
    provide_context(running);
    Effect::new(move |_| running.look());
}

/// The operations that are running.
pub fn use_running() -> Running {
    expect_context::<Running>()
}

impl Running {
    /// Those known of; none in the first render.
    pub fn operations(self) -> Vec<RunningOperation> {
        self.operations.get()
    }

    /// Looks which there are, and goes on looking while there are any.
    pub fn look(self) {
        self.asker.ask_while_running((0, PAUSE_MS), list_running, move |now| {
            // Without an answer the known ones stay; a later page looks again.
            let Ok(now) = now else { return false };
            let is_running = !now.is_empty();
            self.operations.set(now);
            is_running
        });
    }
}
