//! Commands that need a recent proof of identity. The protocol of their server functions asks for it and sends the
//! same request again, so no page knows of it: to a page the request just takes longer.

use crate::error::ApiError;
use crate::json::JsonHttp;
use domain::access::proof::ProofKind;
use http::Method;
use leptos::prelude::*;
use server_fn::Protocol;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Poll, Waker};

/// The protocol: JSON both ways, and the question in between where the server asks for a proof.
pub struct Proving;

impl<Input, Output, Client, Server> Protocol<Input, Output, Client, Server, ApiError> for Proving
where
    JsonHttp: Protocol<Input, Output, Client, Server, ApiError>,
    Input: Clone + Send,
    Output: Send,
    Client: server_fn::client::Client<ApiError>,
    Server: server_fn::server::Server<ApiError>,
{
    const METHOD: Method = <JsonHttp as Protocol<Input, Output, Client, Server, ApiError>>::METHOD;

    fn run_server<F, Fut>(
        request: Server::Request,
        server_fn: F,
    ) -> impl Future<Output = Result<Server::Response, ApiError>> + Send
    where
        F: Fn(Input) -> Fut + Send,
        Fut: Future<Output = Result<Output, ApiError>> + Send,
    {
        <JsonHttp as Protocol<Input, Output, Client, Server, ApiError>>::run_server(request, server_fn)
    }

    async fn run_client(path: &str, input: Input) -> Result<Output, ApiError> {
        // No async closure: the compiler does not see that its future may change threads.
        let send =
            move || <JsonHttp as Protocol<Input, Output, Client, Server, ApiError>>::run_client(path, input.clone());
        until_proven(send, ask).await
    }
}

/// Sends a request, and sends it again as often as a proof is asked for and given.
async fn until_proven<T, Sending, Proof>(
    send: impl Fn() -> Sending,
    prove: impl Fn(ProofKind) -> Proof,
) -> Result<T, ApiError>
where
    Sending: Future<Output = Result<T, ApiError>>,
    Proof: Future<Output = bool>,
{
    loop {
        let kind = match send().await {
            Err(ApiError::ProofNeeded(kind)) => kind,
            answer => return answer,
        };
        if !prove(kind).await {
            return Err(ApiError::ProofNeeded(kind));
        }
    }
}

/// A question for a proof of identity. Clones are the same question.
#[derive(Debug, Clone)]
pub struct ProofQuestion {
    /// The means of the proof.
    pub kind: ProofKind,
    waiting: Arc<Mutex<Waiting>>,
}

/// The request that waits for the answer, until there is one.
#[derive(Debug, Default)]
struct Waiting {
    answer: Option<bool>,
    wakers: Vec<Waker>,
}

impl ProofQuestion {
    fn new(kind: ProofKind) -> Self {
        Self { kind, waiting: Arc::default() }
    }

    /// Answers it: whether the person gave the proof. Only the first answer counts.
    pub fn answer(&self, is_proven: bool) {
        let wakers = {
            let mut waiting = self.waiting();
            waiting.answer.get_or_insert(is_proven);
            std::mem::take(&mut waiting.wakers)
        };
        wakers.into_iter().for_each(Waker::wake);
    }

    fn is_open(&self) -> bool {
        self.waiting().answer.is_none()
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the answer.
    async fn answered(self) -> bool {
        poll_fn(|context| {
            let mut waiting = self.waiting();
            match waiting.answer {
                Some(answer) => Poll::Ready(answer),
                None => {
                    waiting.wakers.push(context.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await
    }
}

/// The question that is shown. Commands that need a proof at the same time wait for one answer.
#[derive(Debug, Clone, Copy)]
pub struct ShownQuestion(pub RwSignal<Option<ProofQuestion>>);

/// The question of this browser. On the server nobody is asked.
static SHOWN: OnceLock<RwSignal<Option<ProofQuestion>>> = OnceLock::new();

/// Provides [`ShownQuestion`]; called once, by the app.
pub fn provide_question() -> RwSignal<Option<ProofQuestion>> {
    let shown = RwSignal::new(None);
    provide_context(ShownQuestion(shown));
    // An effect runs in the browser only.
    Effect::new(move |_| {
        let _ = SHOWN.set(shown);
    });
    shown
}

/// Asks the person. False if there is nobody to ask, or the person did not prove it.
async fn ask(kind: ProofKind) -> bool {
    let Some(shown) = SHOWN.get() else { return false };
    let question = match shown.get_untracked().filter(ProofQuestion::is_open) {
        Some(open) => open,
        None => {
            let question = ProofQuestion::new(kind);
            shown.set(Some(question.clone()));
            question
        }
    };
    question.answered().await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::at_once::at_once;
    use std::cell::Cell;

    const NEEDED: ApiError = ApiError::ProofNeeded(ProofKind::Password);

    /// The answer where so many proofs are needed and so many given, and how often the request was sent.
    fn sent(needed: usize, given: usize) -> (Result<&'static str, ApiError>, usize) {
        let (times, proofs) = (Cell::new(0), Cell::new(0));
        let send = || async {
            times.set(times.get() + 1);
            if proofs.get() < needed { Err(NEEDED) } else { Ok("done") }
        };
        let prove = |_| async {
            proofs.set(proofs.get() + 1);
            proofs.get() <= given
        };
        let answer = at_once(until_proven(send, prove));
        (answer, times.get())
    }

    #[test]
    fn the_request_is_sent_again_after_a_proof_and_not_without() {
        assert_eq!(sent(0, 0), (Ok("done"), 1));
        assert_eq!(sent(1, 1), (Ok("done"), 2));
        assert_eq!(sent(2, 2), (Ok("done"), 3));
        assert_eq!(sent(1, 0), (Err(NEEDED), 1));
    }

    #[test]
    fn another_error_asks_nobody() {
        let send = || async { Err::<(), _>(ApiError::Offline) };
        let prove = |_| async { panic!("asked") };
        assert_eq!(at_once(until_proven(send, prove)), Err(ApiError::Offline));
    }

    #[test]
    fn everybody_who_waits_gets_the_first_answer() {
        let question = ProofQuestion::new(ProofKind::Password);
        assert!(question.is_open());
        question.answer(true);
        question.answer(false);
        assert!(!question.is_open());
        assert!(at_once(question.clone().answered()) && at_once(question.answered()));
    }
}
