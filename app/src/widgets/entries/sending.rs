//! Sends added or edited users once, and shows the answer.

use crate::api::entries::save_entries;
use crate::error::ApiError;
use crate::state::send_once::SendOnce;
use crate::state::session::session_asker;
use crate::text::common;
use crate::text::licenses;
use crate::text::saving::{Saving, not_saved};
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::operations::differences::{Difference, Line, differing};
use domain::console::entries::{Entries, EntriesPreview, EntriesRequest};
use domain::console::operation_kind::EntriesKind;
use domain::console::reason::Reason;
use domain::console::save::SaveReply;
use domain::ids::{CustomerId, OperationId};
use leptos::prelude::*;

/// The most users in the list.
const SHOWN: usize = 20;

/// The answer to a save that was not saved.
#[derive(Debug, Clone, PartialEq)]
pub enum EntriesAnswered {
    /// The server gave no answer.
    Error(ApiError),
    /// The server refused, in words.
    Refused(String),
    /// The plan changed since the person saw these lines.
    Changed(String, Vec<Line>),
}

/// Saves users. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct EntriesSending {
    customer: CustomerId,
    /// Sends the request.
    pub once: SendOnce<EntriesRequest>,
    /// The answer to the last save, if it was not saved.
    pub answer: RwSignal<Option<EntriesAnswered>>,
    ask_session_again: Callback<()>,
}

/// A save and the preview that the person saw.
pub struct SeenSave {
    /// The kind of save.
    pub kind: EntriesKind,
    /// The entries to save.
    pub entries: Entries,
    /// The preview that the person saw.
    pub seen: EntriesPreview,
    /// The reason, if there is one.
    pub reason: Option<Reason>,
}

impl EntriesSending {
    /// A sender for a page of this customer.
    pub fn begin(customer: CustomerId) -> Self {
        let once = SendOnce::kept_under(format!("entries-request:{customer}"));
        Self { customer, once, answer: RwSignal::new(None), ask_session_again: session_asker() }
    }

    /// Saves, unless a save is under way.
    pub fn save(self, asking: SeenSave, on_saved: Callback<OperationId>, on_stale: Callback<()>) {
        let lines = lines_of(&asking.seen);
        let SeenSave { kind, entries, seen, reason } = asking;
        let digest = seen.summary.digest;
        let request = self.once.request(|key| {
            let (entries, digest, reason) = (entries.clone(), digest.clone(), reason.clone());
            EntriesRequest { key, kind, entries, digest, reason }
        });
        match request {
            Some(request) => self.post(request, lines, on_saved, on_stale),
            None => self.answer.set(Some(EntriesAnswered::Refused(common::NO_IDS.into()))),
        }
    }

    /// The unanswered request, if it is of this kind and asks for these entries.
    pub fn unanswered(self, kind: EntriesKind, entries: &Entries) -> Option<EntriesRequest> {
        self.once.unanswered.get().filter(|sent| sent.kind == kind && sent.entries == *entries)
    }

    /// Sends an unanswered request again, if there is one. True if nothing else is to be sent, because a request is under way.
    pub fn is_sent_again(
        self,
        unanswered: Option<EntriesRequest>,
        on_saved: Callback<OperationId>,
        on_stale: Callback<()>,
    ) -> bool {
        if self.once.busy.get_untracked() {
            return true;
        }
        let is_unanswered = unanswered.is_some();
        if let Some(sent) = unanswered {
            self.post(sent, Vec::new(), on_saved, on_stale);
        }
        is_unanswered
    }

    /// Sends this request unchanged.
    fn post(self, request: EntriesRequest, seen: Vec<Line>, on_saved: Callback<OperationId>, on_stale: Callback<()>) {
        if self.once.busy.get_untracked() {
            return;
        }
        self.answer.set(None);
        let (customer, at_most) = (self.customer, request.entries.at_most());
        let ask = move |request| save_entries(customer, request);
        self.once.send(request, ask, move |reply| {
            let reply = match reply {
                Ok(SaveReply::Saved(operation)) => return on_saved.run(operation),
                Ok(reply) => reply,
                Err(error) => return self.answer.set(Some(EntriesAnswered::Error(error))),
            };
            let why = not_saved(Saving::Entries, &reply, at_most).unwrap_or_default();
            self.answer.set(Some(match reply {
                SaveReply::Stale(_) | SaveReply::SeatsShort(_) => {
                    on_stale.run(());
                    EntriesAnswered::Changed(why, seen)
                }
                SaveReply::ReasonMissing => {
                    self.ask_session_again.run(());
                    EntriesAnswered::Refused(why)
                }
                _ => EntriesAnswered::Refused(why),
            }));
        });
    }
}

/// The preview as lines that can be compared.
fn lines_of(preview: &EntriesPreview) -> Vec<Line> {
    preview.lines.iter().map(|line| (line.user, line.name.clone(), line.words.clone())).collect()
}

/// The answer to the last save, with the differences to the preview now.
#[component]
pub fn SendingAnswer(
    sending: EntriesSending,
    /// The preview now, once it is known.
    #[prop(into)]
    now: Signal<Option<EntriesPreview>>,
    on_retry: Callback<()>,
) -> impl IntoView {
    move || match sending.answer.get() {
        None => ().into_any(),
        Some(EntriesAnswered::Error(error)) => view! { <ErrorView error on_retry/> }.into_any(),
        Some(EntriesAnswered::Refused(words)) => {
            view! { <Notice kind=NoticeKind::Warn><p role="alert">{words}</p></Notice> }.into_any()
        }
        Some(EntriesAnswered::Changed(words, before)) => {
            // A reload forgets the lines that the person saw.
            let found = now.get().filter(|_| !before.is_empty()).map(|now| differing(&before, &lines_of(&now)));
            view! {
                <Notice kind=NoticeKind::Warn>
                    <p role="alert">{words}</p>
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
