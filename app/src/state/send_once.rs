//! Sends a request that the server must carry out only once.
//!
//! A request without an answer may have been carried out. The browser therefore keeps it with its key until an answer comes.
//! Sending the same request again returns its result, because the server carries out each key once.

use super::retry_in_flight::{a_moment, until_answered};
use super::storage;
use crate::error::ApiError;
use domain::console::entries::EntriesRequest;
use domain::console::purchase::{BuyReply, BuyRequest};
use domain::console::save::{SaveReply, SaveRequest, UndoRequest};
use domain::ids::IdempotencyKey;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::Cell;
use std::sync::Arc;

/// A request that the server carries out once for its key.
pub trait Keyed: Clone + PartialEq + Send + Sync + 'static {
    /// The key.
    fn key(&self) -> IdempotencyKey;
}

/// A reply to a request with a key.
pub trait Reply: 'static {
    /// Whether the reply only says that the server is still working on the request.
    fn is_in_flight(&self) -> bool;
}

/// Stores a request, or removes the stored one.
type Keep<R> = Arc<dyn Fn(Option<R>) + Send + Sync>;

/// Sends requests of one kind, one at a time. All fields are handles, so copying it is cheap.
pub struct SendOnce<R: Keyed> {
    /// Whether a request is under way.
    pub busy: ReadSignal<bool>,
    /// The request that was sent and has no answer yet. It may date from before a reload.
    pub unanswered: Signal<Option<R>>,
    set_busy: WriteSignal<bool>,
    keep: StoredValue<Keep<R>>,
}

impl<R: Keyed> Clone for SendOnce<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Keyed> Copy for SendOnce<R> {}

impl<R: Keyed> SendOnce<R> {
    /// Stores the request in session storage under this name.
    pub fn kept_under(name: String) -> Self
    where
        R: Serialize + DeserializeOwned,
    {
        let unanswered = RwSignal::new(storage::load(&name));
        Self::kept_by(unanswered.into(), move |request| {
            match &request {
                Some(request) => storage::save(&name, request),
                None => storage::forget(&name),
            }
            unanswered.try_set(request);
        })
    }

    /// Stores the request as part of other stored state. `keep` may run after the page is gone.
    pub fn kept_by(unanswered: Signal<Option<R>>, keep: impl Fn(Option<R>) + Send + Sync + 'static) -> Self {
        let (busy, set_busy) = signal(false);
        let keep: Keep<R> = Arc::new(keep);
        Self { busy, unanswered, set_busy, keep: StoredValue::new(keep) }
    }

    /// The request to send. The unanswered request is reused if it asks the same. Otherwise the request gets a new key. `None`
    /// means that the browser can't make ids.
    pub fn request(self, make: impl Fn(IdempotencyKey) -> R) -> Option<R> {
        let fresh = || storage::fresh_id()?.parse().ok();
        self.unanswered.with_untracked(|sent| same_or_new(sent.as_ref(), make, fresh))
    }

    /// Sends a request, unless one is under way. `settle` gets the answer if the page is still there.
    pub fn send<A: Reply>(
        self,
        request: R,
        ask: impl AsyncFn(R) -> Result<A, ApiError> + 'static,
        settle: impl FnOnce(Result<A, ApiError>) + 'static,
    ) {
        self.send_to_the_end(request, ask, |answer, is_here| {
            if is_here {
                settle(answer);
            }
        });
    }

    /// Sends a request, unless one is under way. `settle` always gets the answer. Its second argument says whether the page is
    /// still there.
    pub fn send_to_the_end<A: Reply>(
        self,
        request: R,
        ask: impl AsyncFn(R) -> Result<A, ApiError> + 'static,
        settle: impl FnOnce(Result<A, ApiError>, bool) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.set_busy.set(true);
        let answer = self.answer(request, ask);
        spawn_local(async move {
            settle(answer.await, self.set_busy.try_set(false).is_none());
        });
    }

    /// Keeps a request at once, and then sends it until there is an answer. The caller sees to it that no other one is under way.
    pub fn answer<A: Reply>(
        self,
        request: R,
        ask: impl AsyncFn(R) -> Result<A, ApiError> + 'static,
    ) -> impl Future<Output = Result<A, ApiError>> {
        let may_be_done = self.unanswered.with_untracked(|sent| sent.as_ref() == Some(&request));
        let keep = self.keep.get_value();
        keep(Some(request.clone()));
        async move {
            let (answer, is_settled) = deliver(may_be_done, async || ask(request.clone()).await, a_moment).await;
            if is_settled {
                keep(None);
            }
            answer
        }
    }
}

/// The unanswered request if it asks the same as `make`, otherwise a request with a new key.
fn same_or_new<R: Keyed>(
    unanswered: Option<&R>,
    make: impl Fn(IdempotencyKey) -> R,
    fresh: impl FnOnce() -> Option<IdempotencyKey>,
) -> Option<R> {
    let same = unanswered.map(|sent| make(sent.key())).filter(|request| unanswered == Some(request));
    same.or_else(|| Some(make(fresh()?)))
}

/// Sends until there is an answer, and returns whether the answer settles the request. `may_be_done` says that the request was
/// sent before.
async fn deliver<A: Reply>(
    may_be_done: bool,
    ask: impl AsyncFn() -> Result<A, ApiError>,
    pause: impl AsyncFn(),
) -> (Result<A, ApiError>, bool) {
    let may_be_done = Cell::new(may_be_done);
    let is_in_flight = |reply: &A| {
        may_be_done.set(may_be_done.get() || reply.is_in_flight());
        reply.is_in_flight()
    };
    let answer = until_answered(ask, is_in_flight, pause).await;
    let is_settled = settles(&answer, may_be_done.get());
    (answer, is_settled)
}

/// Whether an answer settles the outcome of a request. A refusal only shows that this sending did nothing. An earlier sending
/// may have succeeded.
fn settles<A: Reply>(answer: &Result<A, ApiError>, may_be_done: bool) -> bool {
    match answer {
        Ok(reply) => !reply.is_in_flight(),
        Err(error) => error.is_refusal() && !may_be_done,
    }
}

impl Keyed for SaveRequest {
    fn key(&self) -> IdempotencyKey {
        self.key
    }
}

impl Keyed for EntriesRequest {
    fn key(&self) -> IdempotencyKey {
        self.key
    }
}

impl Keyed for UndoRequest {
    fn key(&self) -> IdempotencyKey {
        self.key
    }
}

impl Keyed for BuyRequest {
    fn key(&self) -> IdempotencyKey {
        self.key
    }
}

impl Reply for SaveReply {
    fn is_in_flight(&self) -> bool {
        *self == Self::InFlight
    }
}

impl Reply for BuyReply {
    fn is_in_flight(&self) -> bool {
        *self == Self::InFlight
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::at_once::at_once;
    use domain::directory::seats::SeatQuantity;

    fn key(last: u8) -> IdempotencyKey {
        format!("6fd2c87f-b296-42f0-b197-1e91e994b9{last:02}").parse().unwrap()
    }

    fn seats(quantity: &str, key: IdempotencyKey) -> BuyRequest {
        let quantity: SeatQuantity = quantity.parse().unwrap();
        let sku_id = "00000000-0000-4000-8000-000000000001".parse().unwrap();
        BuyRequest { key, sku_id, quantity, reason: "INC-1".parse().ok() }
    }

    #[test]
    fn what_got_no_answer_keeps_its_key_and_what_asks_something_else_gets_another() {
        let sent = seats("3", key(1));
        let next = |sent: Option<&BuyRequest>, quantity| {
            same_or_new(sent, |key| seats(quantity, key), || Some(key(2))).map(|request| request.key)
        };
        assert_eq!(next(Some(&sent), "3"), Some(key(1)));
        assert_eq!(next(Some(&sent), "4"), Some(key(2)));
        assert_eq!(next(None, "3"), Some(key(2)));
        assert_eq!(same_or_new(Some(&sent), |key| seats("4", key), || None), None);
        assert_eq!(same_or_new(Some(&sent), |key| seats("3", key), || None), Some(sent.clone()));
    }

    /// Whether the last of these answers settles a request. The answers before it say that the server is working on it.
    fn is_settled(was_sent: bool, answers: &[Result<SaveReply, ApiError>]) -> bool {
        let next = Cell::new(0);
        let ask = async || {
            let answer = answers[next.get().min(answers.len() - 1)].clone();
            next.set(next.get() + 1);
            answer
        };
        let (answer, is_settled) = at_once(deliver(was_sent, ask, async || ()));
        assert_eq!(Some(&answer), answers.last());
        is_settled
    }

    #[test]
    fn a_reply_settles_a_request_unless_it_is_still_worked_on() {
        for was_sent in [false, true] {
            assert!(is_settled(was_sent, &[Ok(SaveReply::NothingToDo)]));
            assert!(is_settled(was_sent, &[Ok(SaveReply::InFlight), Ok(SaveReply::KeyReused)]));
            assert!(!is_settled(was_sent, &[Ok(SaveReply::InFlight)]));
        }
    }

    #[test]
    fn no_answer_settles_nothing() {
        for error in [ApiError::Offline, ApiError::Unavailable, ApiError::TooLong, ApiError::Full, ApiError::ReadOnly] {
            assert!(!is_settled(false, &[Err(error.clone())]), "{error:?}");
            assert!(!is_settled(false, &[Ok(SaveReply::InFlight), Err(error)]));
        }
    }

    #[test]
    fn a_refusal_settles_only_what_was_not_sent_before() {
        for error in [ApiError::SignedOut, ApiError::Missing, ApiError::Invalid("it".into())] {
            assert!(is_settled(false, &[Err(error.clone())]), "{error:?}");
            assert!(!is_settled(true, &[Err(error.clone())]), "{error:?}");
            assert!(!is_settled(false, &[Ok(SaveReply::InFlight), Err(error)]));
        }
    }
}
