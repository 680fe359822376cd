//! Asking after a pause, where only the answer to the latest question counts.

use crate::error::ApiError;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What is known of what was asked last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Latest<T> {
    /// Nothing is asked.
    #[default]
    Nothing,
    /// The answer is awaited; with the one before.
    Working(Option<T>),
    /// The answer.
    Ready(T),
    /// There is none; with the one before.
    Failed(ApiError, Option<T>),
}

impl<T> Latest<T> {
    /// The answer to the latest question.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(answer) => Some(answer),
            _ => None,
        }
    }

    /// The answer, or while there is none the one before.
    pub fn shown(&self) -> Option<&T> {
        match self {
            Self::Ready(answer) => Some(answer),
            Self::Working(before) | Self::Failed(_, before) => before.as_ref(),
            Self::Nothing => None,
        }
    }

    /// Whether the answer is awaited.
    pub fn is_working(&self) -> bool {
        matches!(self, Self::Working(_))
    }

    /// Why there is no answer.
    pub fn error(&self) -> Option<&ApiError> {
        match self {
            Self::Failed(error, _) => Some(error),
            _ => None,
        }
    }

    /// The next question is asked.
    fn ask(&mut self) {
        *self = Self::Working(self.take_shown());
    }

    /// The answer has come.
    fn answer(&mut self, answer: Result<T, ApiError>) {
        *self = match answer {
            Ok(answer) => Self::Ready(answer),
            Err(error) => Self::Failed(error, self.take_shown()),
        };
    }

    fn take_shown(&mut self) -> Option<T> {
        match std::mem::take(self) {
            Self::Ready(answer) => Some(answer),
            Self::Working(before) | Self::Failed(_, before) => before,
            Self::Nothing => None,
        }
    }
}

impl<T, E> Latest<Result<T, E>> {
    /// The answer to the latest question, where it is a good one.
    pub fn good(&self) -> Option<&T> {
        self.ready()?.as_ref().ok()
    }
}

/// Asks one question after the other. Everything in it is a handle, cheap to copy.
#[derive(Debug, Clone, Copy)]
pub struct Asker {
    /// The number of the latest question.
    latest: StoredValue<u32>,
}

impl Asker {
    /// Nothing asked yet.
    pub fn begin() -> Self {
        Self { latest: StoredValue::new(0) }
    }

    /// Asks after a pause (milliseconds; 0 for none) without another question, and takes the answer if it is still the latest.
    pub fn ask<A: 'static>(
        self,
        pause_ms: u32,
        ask: impl Future<Output = A> + 'static,
        take: impl FnOnce(A) + 'static,
    ) {
        let Some(number) = self.next() else { return };
        let is_latest = move || self.latest.try_get_value() == Some(number);
        let pause = async move {
            if pause_ms > 0 {
                TimeoutFuture::new(pause_ms).await;
            }
        };
        spawn_local(async move {
            if let Some(answer) = unless_overtaken(pause, ask, is_latest).await {
                take(answer);
            }
        });
    }

    /// Asks in the same way and lets `known` follow.
    pub fn ask_for<T: Send + Sync + 'static>(
        self,
        known: RwSignal<Latest<T>>,
        pause_ms: u32,
        ask: impl Future<Output = Result<T, ApiError>> + 'static,
    ) {
        known.update(Latest::ask);
        self.ask(pause_ms, ask, move |answer| {
            known.try_update(|known| known.answer(answer));
        });
    }

    /// No answer that is still to come counts.
    pub fn give_up(self) {
        self.next();
    }

    /// The number of a new question; none once the page is gone.
    fn next(self) -> Option<u32> {
        self.latest.try_update_value(|latest| {
            *latest = latest.wrapping_add(1);
            *latest
        })
    }
}

/// The answer, unless another question came during the pause or before the answer.
async fn unless_overtaken<A>(
    pause: impl Future<Output = ()>,
    ask: impl Future<Output = A>,
    is_latest: impl Fn() -> bool,
) -> Option<A> {
    pause.await;
    if !is_latest() {
        return None;
    }
    let answer = ask.await;
    is_latest().then_some(answer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::at_once::at_once;
    use std::cell::Cell;

    #[test]
    fn the_earlier_answer_stays_until_there_is_another() {
        let mut known = Latest::default();
        known.ask();
        assert_eq!(known, Latest::Working(None));
        known.answer(Ok(1));
        assert_eq!((known.ready(), known.shown()), (Some(&1), Some(&1)));
        known.ask();
        assert_eq!((known.ready(), known.shown(), known.is_working()), (None, Some(&1), true));
        known.answer(Err(ApiError::Offline));
        assert_eq!((known.ready(), known.shown(), known.error()), (None, Some(&1), Some(&ApiError::Offline)));
        known.ask();
        known.answer(Ok(2));
        assert_eq!(known, Latest::Ready(2));
    }

    /// The answer, and whether the server was asked, where another question comes at this point.
    fn overtaken(in_pause: bool, in_question: bool) -> (Option<&'static str>, bool) {
        let (is_latest, was_asked) = (Cell::new(true), Cell::new(false));
        let pause = async { is_latest.set(!in_pause) };
        let ask = async {
            was_asked.set(true);
            is_latest.set(!in_question);
            "answer"
        };
        let answer = at_once(unless_overtaken(pause, ask, || is_latest.get()));
        (answer, was_asked.get())
    }

    #[test]
    fn only_the_latest_question_is_asked_and_answered() {
        assert_eq!(overtaken(false, false), (Some("answer"), true));
        assert_eq!(overtaken(true, false), (None, false));
        assert_eq!(overtaken(false, true), (None, true));
    }

    #[test]
    fn each_question_has_a_number_of_its_own() {
        let owner = Owner::new();
        let (asker, one, other) = owner.with(|| {
            let asker = Asker::begin();
            (asker, asker.next(), asker.next())
        });
        assert_ne!(one, other);
        owner.cleanup();
        assert_eq!(asker.next(), None);
    }
}
