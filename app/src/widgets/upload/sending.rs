//! Saving an upload.

use super::draft::Sent;
use super::planned::Preview;
use super::work::Work;
use crate::api;
use crate::error::ApiError;
use crate::paths;
use crate::state::send_once::SendOnce;
use crate::text::saving::{Saving, not_saved};
use crate::text::{licenses, upload as words};
use crate::widgets::licenses::reason_field::TypedReason;
use crate::widgets::licenses::typed_count::confirms;
use domain::console::entries::{ENTRIES_MAX, Entries, EntriesKind, EntriesRequest, SignInChanges};
use domain::console::save::SaveReply;
use domain::ids::OperationId;
use domain::rules::entries::{Asked, UserEntry};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// What came back from a save that was not saved.
#[derive(Debug, Clone)]
pub enum Answer {
    /// In words.
    Words(String),
    /// No answer.
    Error(ApiError),
    /// It is saved, but the browser can't keep the rows that were left out.
    SavedNotKept(OperationId),
}

/// What saves.
#[derive(Clone, Copy)]
pub struct Sending {
    work: Work,
    /// Sends it.
    once: SendOnce<Sent>,
    /// Whether it is being saved.
    pub busy: ReadSignal<bool>,
    /// What came back.
    pub answer: RwSignal<Option<Answer>>,
    /// Why.
    pub reason: TypedReason,
    /// The changes of sign-in that were confirmed.
    pub sign_in: RwSignal<SignInChanges>,
    /// The count typed where many lose licenses.
    pub typed: RwSignal<String>,
    /// Whether that was wrong.
    pub wrong: RwSignal<bool>,
    show_result: Callback<OperationId>,
}

impl Sending {
    /// Nothing sent yet.
    pub fn begin(work: Work) -> Self {
        let navigate = use_navigate();
        let show_result = Callback::new(move |operation: OperationId| {
            navigate(&paths::operation(work.customer, operation), NavigateOptions::default());
        });
        let sent = Signal::derive(move || work.draft.with(|draft| draft.as_ref()?.sent.clone()));
        let keep = move |sent| {
            work.draft.try_update(|draft| {
                if let Some(draft) = draft {
                    draft.sent = sent;
                }
            });
        };
        let once = SendOnce::kept_by(sent, keep);
        Self {
            work,
            once,
            busy: once.busy,
            answer: RwSignal::new(None),
            reason: TypedReason::begin(),
            sign_in: RwSignal::new(SignInChanges::default()),
            typed: RwSignal::new(String::new()),
            wrong: RwSignal::new(false),
            show_result,
        }
    }

    /// Why nothing can be saved now, if so.
    pub fn why_not(self) -> Option<&'static str> {
        let work = self.work;
        let (ready, wrong) = work.checked.with(|checked| (checked.places(true).len(), checked.places(false).len()));
        let leaves_out = work.draft.with(|draft| draft.as_ref().is_some_and(|draft| draft.leave_out));
        if work.looking.get() {
            return Some(words::CHECKING);
        }
        // What got no answer is sent again as it was, whatever would happen now.
        if ready + wrong > 0 && self.once.unanswered.with(Option::is_some) {
            return None;
        }
        if ready == 0 {
            return Some(words::NOTHING_READY);
        }
        if wrong > 0 && !leaves_out {
            return Some(words::CORRECT_OR_LEAVE);
        }
        match work.preview.get() {
            Preview::Ready(planned) if planned.sign_in != self.sign_in.get() && !planned.sign_in.is_none() => {
                Some(words::CONFIRM_SIGN_IN)
            }
            Preview::Ready(planned) if planned.summary.changed > 0 => None,
            Preview::Ready(_) => Some(words::NOBODY_CHANGES),
            Preview::Working(_) => Some(licenses::WORKING_OUT),
            Preview::Nothing | Preview::Failed(..) => Some(licenses::NOT_WORKED_OUT),
        }
    }

    /// Whether a save got no answer, from before this page was loaded.
    pub fn is_unanswered(self) -> bool {
        self.once.unanswered.with(Option::is_some) && !self.busy.get() && self.answer.with(Option::is_none)
    }

    /// Sends what got no answer, or else saves what the preview shows.
    pub fn save(self) {
        if self.busy.get_untracked() || untrack(|| self.why_not()).is_some() {
            return;
        }
        // It may be done by now: its users are there then, and a preview of it says that it can't be done.
        if let Some(sent) = self.once.unanswered.get_untracked() {
            let entries = self.work.entries(&sent.left_out);
            self.post(sent, entries);
            return;
        }
        let Preview::Ready(planned) = self.work.preview.get_untracked() else { return };
        if planned.summary.losing > 0 && !confirms(&self.typed.get_untracked(), planned.summary.losing) {
            self.wrong.set(true);
            return;
        }
        let Ok(reason) = self.reason.read() else { return };
        let (digest, left_out) = (&planned.summary.digest, self.work.wrong());
        let sent = |key| Sent { key, digest: digest.clone(), reason: reason.clone(), left_out: left_out.clone() };
        match self.once.request(sent) {
            Some(sent) => self.post(sent, planned.entries.clone()),
            None => self.answer.set(Some(Answer::Words(licenses::NO_IDS.into()))),
        }
    }

    fn post(self, sent: Sent, entries: Vec<UserEntry>) {
        let Sent { key, digest, reason, left_out } = sent.clone();
        // Undoing an upload deletes its users, so users who were there before are never part of one.
        let adds_only = entries.iter().all(|entry| matches!(entry.asked, Asked::Add(_)));
        let kind = if adds_only { EntriesKind::Upload } else { EntriesKind::Edit };
        let request = EntriesRequest { key, kind, entries: Entries::Each(entries), digest, reason };
        let (customer, file) = (self.work.customer, self.work.file_number.get_untracked());
        self.answer.set(None);
        let ask = move |_| api::entries::save_entries(customer, request.clone());
        self.once.send(sent, ask, move |reply| {
            // Another file may have been chosen meanwhile; nothing of that one was saved or left out.
            let left_out = (self.work.file_number.get_untracked() == file).then_some(left_out);
            self.settle(reply, left_out);
        });
    }

    fn settle(self, reply: Result<SaveReply, ApiError>, left_out: Option<Vec<usize>>) {
        let reply = match reply {
            Ok(SaveReply::Saved(operation)) => {
                if left_out.is_none_or(|left_out| self.work.go_on(&left_out, operation)) {
                    self.show_result.run(operation);
                } else {
                    self.answer.set(Some(Answer::SavedNotKept(operation)));
                }
                return;
            }
            Ok(reply) => reply,
            Err(error) => return self.answer.set(Some(Answer::Error(error))),
        };
        match &reply {
            SaveReply::ReasonMissing => self.reason.is_required(),
            SaveReply::Stale(_) | SaveReply::SeatsShort(_) | SaveReply::StillRunning => self.work.look_up(),
            _ => (),
        }
        self.answer.set(not_saved(Saving::Upload, &reply, ENTRIES_MAX).map(Answer::Words));
    }
}
