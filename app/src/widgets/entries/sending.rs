//! Sending what was asked, once, and what comes back.

use crate::api::entries::save_entries;
use crate::error::ApiError;
use crate::state::patience::until_answered;
use crate::state::session::session_asker;
use crate::state::storage;
use crate::text::{entries as words, licenses, lifecycle, operations};
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::licenses::differences::{Difference, differing};
use crate::widgets::licenses::preview::Line;
use domain::console::entries::{Entries, EntriesKind, EntriesPreview, EntriesRequest};
use domain::console::reason::Reason;
use domain::console::save::SaveReply;
use domain::ids::{CustomerId, OperationId};
use domain::rules::plan::PlanDigest;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How many users are listed at once.
const SHOWN: usize = 20;

/// What came back from something that was not saved.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// No answer at all.
    Error(ApiError),
    /// A refusal that words say whole.
    Refused(String),
    /// Something else would happen now than these lines say.
    Changed(Vec<Line>),
}

/// Saving. Everything in it is a handle, cheap to copy.
#[derive(Clone, Copy)]
pub struct Sending {
    customer: CustomerId,
    /// Whether a save is under way.
    pub busy: RwSignal<bool>,
    /// What became of the last one, if it was not saved.
    pub answer: RwSignal<Option<Answer>>,
    ask_session_again: Callback<()>,
}

/// What is asked, of the server and of what follows.
pub struct Asking {
    /// How it came to be.
    pub kind: EntriesKind,
    /// What is asked.
    pub entries: Entries,
    /// What was seen.
    pub seen: EntriesPreview,
    /// Why.
    pub reason: Option<Reason>,
}

impl Sending {
    /// For a page of this customer.
    pub fn begin(customer: CustomerId) -> Self {
        let (busy, answer) = (RwSignal::new(false), RwSignal::new(None));
        Self { customer, busy, answer, ask_session_again: session_asker() }
    }

    /// Saves; one save at a time.
    pub fn save(self, asking: Asking, on_saved: Callback<OperationId>, on_stale: Callback<()>) {
        if self.busy.get_untracked() {
            return;
        }
        let lines = lines_of(&asking.seen);
        match self.request(asking.kind, asking.entries, asking.seen.summary.digest, asking.reason) {
            Some(request) => self.post(request, lines, on_saved, on_stale),
            None => self.answer.set(Some(Answer::Refused(licenses::NO_IDS.into()))),
        }
    }

    /// What was sent last and got no answer, if there is such.
    pub fn sent(self) -> Option<EntriesRequest> {
        storage::load(&self.key())
    }

    /// The same, where it is of that kind and asks that.
    pub fn unanswered(self, kind: EntriesKind, entries: &Entries) -> Option<EntriesRequest> {
        self.sent().filter(|sent| sent.kind == kind && sent.entries == *entries)
    }

    /// Sends a request just as it is.
    pub fn post(
        self,
        request: EntriesRequest,
        seen: Vec<Line>,
        on_saved: Callback<OperationId>,
        on_stale: Callback<()>,
    ) {
        self.busy.set(true);
        self.answer.set(None);
        let at_most = request.entries.at_most();
        spawn_local(async move {
            let ask = || save_entries(self.customer, request.clone());
            let reply = until_answered(ask, |reply| *reply == SaveReply::InFlight).await;
            // Without an answer it may be done: the same request then finds that out.
            if matches!(reply, Ok(_) | Err(ApiError::SignedOut)) && reply != Ok(SaveReply::InFlight) {
                storage::forget(&self.key());
            }
            // The page may be gone by now.
            if self.busy.try_set(false).is_some() {
                return;
            }
            let answer = match reply {
                Ok(SaveReply::Saved(operation)) => {
                    on_saved.run(operation);
                    return;
                }
                Ok(SaveReply::Stale(_) | SaveReply::SeatsShort(_)) => {
                    on_stale.run(());
                    Answer::Changed(seen)
                }
                Ok(SaveReply::ReasonMissing) => {
                    self.ask_session_again.run(());
                    Answer::Refused(operations::REASON_REQUIRED.into())
                }
                Ok(SaveReply::NothingToDo) => Answer::Refused(lifecycle::NOBODY_CHANGES.into()),
                Ok(SaveReply::NobodySelected) => Answer::Refused(licenses::NO_SELECTION.into()),
                Ok(SaveReply::TooMany(users)) => Answer::Refused(words::too_many(users, at_most)),
                Ok(SaveReply::KeyReused) => Answer::Refused(licenses::KEY_REUSED.into()),
                Ok(SaveReply::InFlight) => Answer::Refused(licenses::IN_FLIGHT.into()),
                Ok(SaveReply::StillRunning) => Answer::Refused(operations::STILL_RUNNING.into()),
                Err(error) => Answer::Error(error),
            };
            self.answer.set(Some(answer));
        });
    }

    /// The request for this plan. One that got no answer is sent again as it was, so that it is done once.
    fn request(
        self,
        kind: EntriesKind,
        entries: Entries,
        digest: PlanDigest,
        reason: Option<Reason>,
    ) -> Option<EntriesRequest> {
        let sent = self.unanswered(kind, &entries).filter(|sent| sent.digest == digest && sent.reason == reason);
        if sent.is_some() {
            return sent;
        }
        let request = EntriesRequest { key: storage::fresh_id()?.parse().ok()?, kind, entries, digest, reason };
        storage::save(&self.key(), &request);
        Some(request)
    }

    fn key(self) -> String {
        format!("entries-request:{}", self.customer)
    }
}

/// What would become of each, for comparing.
fn lines_of(preview: &EntriesPreview) -> Vec<Line> {
    preview.lines.iter().map(|line| (line.user, line.name.clone(), line.words.clone())).collect()
}

/// What came back from the last save, beside what would happen now.
#[component]
pub fn SendingAnswer(
    sending: Sending,
    /// What would happen now, once that is known.
    #[prop(into)]
    now: Signal<Option<EntriesPreview>>,
    on_retry: Callback<()>,
) -> impl IntoView {
    move || match sending.answer.get() {
        None => ().into_any(),
        Some(Answer::Error(error)) => view! { <ErrorView error on_retry/> }.into_any(),
        Some(Answer::Refused(words)) => {
            view! { <Notice kind=NoticeKind::Warn><p role="alert">{words}</p></Notice> }.into_any()
        }
        Some(Answer::Changed(before)) => {
            // What was seen before the page was loaded anew is not known any more.
            let found = now.get().filter(|_| !before.is_empty()).map(|now| differing(&before, &lines_of(&now)));
            view! {
                <Notice kind=NoticeKind::Warn>
                    <p role="alert">{licenses::CHANGED_SINCE}</p>
                    {found
                        .map(|found| {
                            let more = found.len().saturating_sub(SHOWN);
                            let line = |one: &Difference| {
                                view! { <li>{format!("{}: was {} → now {}", one.name, one.was, one.now)}</li> }
                            };
                            view! {
                                <ul class="lines">
                                    {found.iter().take(SHOWN).map(line).collect_view()}
                                    {(more > 0).then(|| view! { <li class="muted">{licenses::and_more(more)}</li> })}
                                </ul>
                            }
                        })}
                    <p>{licenses::SAVE_AGAIN}</p>
                </Notice>
            }
            .into_any()
        }
    }
}
