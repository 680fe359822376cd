//! Asks the server after a pause. Only the answer to the latest question counts.

use crate::error::ApiError;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The state of the latest question.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Latest<T> {
    /// There is no question.
    #[default]
    Nothing,
    /// The answer is not there yet. The previous answer may be shown.
    Working(Option<T>),
    /// The answer.
    Ready(T),
    /// The question failed. The previous answer may be shown.
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

    /// The answer, or the previous one while there is none.
    pub fn shown(&self) -> Option<&T> {
        match self {
            Self::Ready(answer) => Some(answer),
            Self::Working(before) | Self::Failed(_, before) => before.as_ref(),
            Self::Nothing => None,
        }
    }

    /// Whether the answer is still to come.
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

    /// Notes a new question.
    fn ask(&mut self) {
        *self = Self::Working(self.take_shown());
    }

    /// Notes the answer.
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
    /// The answer to the latest question, if it is `Ok`.
    pub fn good(&self) -> Option<&T> {
        self.ready()?.as_ref().ok()
    }
}

/// Asks one question after the other. All fields are handles, so copying it is cheap.
#[derive(Debug, Clone, Copy)]
pub struct Asker {
    /// The number of the latest question.
    latest: StoredValue<u32>,
}

impl Asker {
    /// An asker without a question.
    pub fn begin() -> Self {
        Self { latest: StoredValue::new(0) }
    }

    /// Asks after a pause in milliseconds. A newer question cancels this one, also while its answer is awaited.
    pub fn ask<A: 'static>(
        self,
        pause_ms: u32,
        ask: impl Future<Output = A> + 'static,
        take: impl FnOnce(A) + 'static,
    ) {
        let Some(number) = self.next() else { return };
        let is_latest = move || self.latest.try_get_value() == Some(number);
        spawn_local(async move {
            if let Some(answer) = unless_overtaken(wait(pause_ms), ask, is_latest).await {
                take(answer);
            }
        });
    }

    /// Runs something after a pause in milliseconds, unless a newer question comes first.
    pub fn after(self, pause_ms: u32, run: impl FnOnce() + 'static) {
        self.ask(pause_ms, std::future::ready(()), |()| run());
    }

    /// Asks after the first pause in milliseconds. While `take` says that something is still running, it asks again after the
    /// other pause.
    pub fn ask_while_running<A: 'static, F: Future<Output = A> + 'static>(
        self,
        (first_ms, pause_ms): (u32, u32),
        ask: impl Fn() -> F + 'static,
        take: impl Fn(A) -> bool + 'static,
    ) {
        let Some(number) = self.next() else { return };
        let is_latest = move || self.latest.try_get_value() == Some(number);
        let pause = move |is_first| wait(if is_first { first_ms } else { pause_ms });
        spawn_local(until_ended(pause, ask, take, is_latest));
    }

    /// Asks like [`Asker::ask`] and keeps `known` up to date.
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

    /// Ignores the answers that are still to come.
    pub fn give_up(self) {
        self.next();
    }

    /// The number of a new question. `None` means that the page is gone.
    fn next(self) -> Option<u32> {
        self.latest.try_update_value(|latest| {
            *latest = latest.wrapping_add(1);
            *latest
        })
    }
}

/// Waits for a pause in milliseconds. Zero is no pause.
async fn wait(pause_ms: u32) {
    if pause_ms > 0 {
        TimeoutFuture::new(pause_ms).await;
    }
}

/// Asks after each pause until `take` says that nothing is running any more, or a newer question comes. `pause` gets whether it is
/// the first one.
async fn until_ended<A, P: Future<Output = ()>, F: Future<Output = A>>(
    pause: impl Fn(bool) -> P,
    ask: impl Fn() -> F,
    take: impl Fn(A) -> bool,
    is_latest: impl Fn() -> bool,
) {
    let mut is_first = true;
    while let Some(answer) = unless_overtaken(pause(is_first), ask(), &is_latest).await {
        if !take(answer) {
            return;
        }
        is_first = false;
    }
}

/// The answer, unless a newer question comes during the pause or before the answer.
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
    use std::cell::{Cell, RefCell};

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

    /// The answer and whether the server was asked, if a newer question comes at this point.
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
    fn it_asks_again_while_something_is_running() {
        let (pauses, asked, taken) = (RefCell::new(Vec::new()), Cell::new(0), Cell::new(0));
        let pause = |is_first| {
            pauses.borrow_mut().push(is_first);
            std::future::ready(())
        };
        let ask = || {
            asked.set(asked.get() + 1);
            std::future::ready(asked.get())
        };
        let take = |answer: i32| {
            taken.set(answer);
            answer < 3
        };
        at_once(until_ended(pause, ask, take, || true));
        assert_eq!((asked.get(), taken.get()), (3, 3));
        assert_eq!(*pauses.borrow(), [true, false, false]);
        at_once(until_ended(pause, ask, |_| true, || asked.get() < 6));
        assert_eq!((asked.get(), taken.get()), (6, 3), "a newer question ends it, and the late answer is dropped");
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
