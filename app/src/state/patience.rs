//! Asking again while the same request is still being worked on.

use gloo_timers::future::TimeoutFuture;

/// Between two questions (milliseconds).
const PAUSE_MS: u32 = 1_000;
/// How often it asks at most: longer than a server works on a request that broke off.
const QUESTIONS_MAX: usize = 40;

/// Sends a request until its answer is not that the same request is being worked on, or patience ends.
pub async fn until_answered<R, E>(
    ask: impl AsyncFn() -> Result<R, E>,
    is_in_flight: impl Fn(&R) -> bool,
) -> Result<R, E> {
    for _ in 1..QUESTIONS_MAX {
        match ask().await {
            Ok(reply) if is_in_flight(&reply) => TimeoutFuture::new(PAUSE_MS).await,
            other => return other,
        }
    }
    ask().await
}
