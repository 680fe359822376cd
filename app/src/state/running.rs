//! The large saves that are being worked off, for the bar of every page.

use crate::api::operations::list_running;
use domain::console::operation::RunningOperation;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Between two looks (milliseconds).
const PAUSE_MS: u32 = 2_000;

/// The operations of the signed-in person's partner that are running.
#[derive(Debug, Clone, Copy)]
pub struct Running {
    operations: RwSignal<Vec<RunningOperation>>,
    looking: StoredValue<bool>,
}

/// Provides [`Running`] and looks once; called once, by the app.
pub fn provide_running() {
    let running = Running { operations: RwSignal::new(Vec::new()), looking: StoredValue::new(false) };
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
        if self.looking.get_value() {
            return;
        }
        self.looking.set_value(true);
        spawn_local(async move {
            // Without an answer what is known stays; a later page looks again.
            while let Ok(now) = list_running().await {
                let none = now.is_empty();
                self.operations.set(now);
                if none {
                    break;
                }
                TimeoutFuture::new(PAUSE_MS).await;
            }
            self.looking.set_value(false);
        });
    }
}
