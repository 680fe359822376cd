//! Asks again while the server is still working on the same request.

use gloo_timers::future::TimeoutFuture;

/// The pause between two questions in milliseconds.
const PAUSE_MS: u32 = 1_000;
/// The most questions. Together they last longer than a server works on a request that broke off.
const QUESTIONS_MAX: usize = 40;

/// Waits between two questions.
pub async fn a_moment() {
    TimeoutFuture::new(PAUSE_MS).await;
}

/// Sends a request again while the reply says that the server is working on it. It gives up after `QUESTIONS_MAX` questions.
pub async fn until_answered<R, E>(
    ask: impl AsyncFn() -> Result<R, E>,
    is_in_flight: impl Fn(&R) -> bool,
    pause: impl AsyncFn(),
) -> Result<R, E> {
    for _ in 1..QUESTIONS_MAX {
        match ask().await {
            Ok(reply) if is_in_flight(&reply) => pause().await,
            other => return other,
        }
    }
    ask().await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::at_once::at_once;
    use std::cell::Cell;

    /// The answer after this many “in flight” replies, the number of questions and the number of pauses.
    fn asked(in_flight: usize) -> (Result<&'static str, ()>, usize, usize) {
        let (questions, pauses) = (Cell::new(0), Cell::new(0));
        let ask = async || {
            questions.set(questions.get() + 1);
            Ok(if questions.get() <= in_flight { "in flight" } else { "done" })
        };
        let pause = async || pauses.set(pauses.get() + 1);
        let answer = at_once(until_answered(ask, |reply| *reply == "in flight", pause));
        (answer, questions.get(), pauses.get())
    }

    #[test]
    fn it_asks_again_after_a_pause_while_the_request_is_worked_on() {
        assert_eq!(asked(0), (Ok("done"), 1, 0));
        assert_eq!(asked(3), (Ok("done"), 4, 3));
    }

    #[test]
    fn patience_ends() {
        assert_eq!(asked(usize::MAX), (Ok("in flight"), QUESTIONS_MAX, QUESTIONS_MAX - 1));
    }
}
