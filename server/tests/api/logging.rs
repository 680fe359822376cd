//! Listening to the log in tests that run beside others.

use std::sync::OnceLock;
use tracing::Dispatch;

/// Keeps a listener that wants everything. With a single one, tracing asks the thread that first meets a place in the code
/// whether anybody listens there, and remembers a no for all threads.
pub fn listen_everywhere() {
    static LISTENER: OnceLock<Dispatch> = OnceLock::new();
    LISTENER.get_or_init(|| Dispatch::new(tracing_subscriber::registry()));
}
