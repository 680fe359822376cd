//! Saving an upload.

use super::draft::Sent;
use super::planned::{Planned, Preview};
use super::work::Work;
use crate::api;
use crate::error::ApiError;
use crate::paths;
use crate::state::patience::until_answered;
use crate::text::{licenses, lifecycle, upload as words};
use crate::widgets::licenses::reason_field::TypedReason;
use crate::widgets::licenses::typed_count::confirms;
use domain::console::entries::{Entries, EntriesKind, EntriesRequest, SignInChanges};
use domain::console::save::SaveReply;
use domain::ids::OperationId;
use domain::rules::entries::{Asked, UserEntry};
use leptos::prelude::*;
use leptos::task::spawn_local;
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
    /// Whether it is being saved.
    pub busy: RwSignal<bool>,
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
        Self {
            work,
            busy: RwSignal::new(false),
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
        if ready + wrong > 0 && self.is_sent() {
            return None;
        }
        if ready == 0 {
            return Some(words::NOTHING_READY);
        }
        if wrong > 0 && !leaves_out {
            return Some(words::CORRECT_OR_LEAVE);
        }
        match work.preview.get() {
            Preview::Known(planned) if planned.sign_in != self.sign_in.get() && !planned.sign_in.is_none() => {
                Some(words::CONFIRM_SIGN_IN)
            }
            Preview::Known(planned) if planned.summary.changed > 0 => None,
            Preview::Known(_) => Some(words::NOBODY_CHANGES),
            Preview::Working => Some(licenses::WORKING_OUT),
            Preview::Nothing | Preview::Failed(_) => Some(licenses::NOT_WORKED_OUT),
        }
    }

    /// Whether a save got no answer, from before this page was loaded.
    pub fn is_unanswered(self) -> bool {
        self.is_sent() && !self.busy.get() && self.answer.with(Option::is_none)
    }

    fn is_sent(self) -> bool {
        self.work.draft.with(|draft| draft.as_ref().is_some_and(|draft| draft.sent.is_some()))
    }

    /// Sends what got no answer, or else saves what the preview shows.
    pub fn save(self) {
        if self.busy.get_untracked() || untrack(|| self.why_not()).is_some() {
            return;
        }
        // It may be done by now: its users are there then, and a preview of it says that it can't be done.
        if let Some(sent) = self.work.draft.with_untracked(|draft| draft.as_ref()?.sent.clone()) {
            let entries = self.work.entries(&sent.left_out);
            self.post(sent, entries);
            return;
        }
        let Preview::Known(planned) = self.work.preview.get_untracked() else { return };
        if planned.summary.losing > 0 && !confirms(&self.typed.get_untracked(), planned.summary.losing) {
            self.wrong.set(true);
            return;
        }
        if let Some(sent) = self.begin_sending(&planned) {
            self.post(sent, planned.entries.clone());
        }
    }

    fn post(self, sent: Sent, entries: Vec<UserEntry>) {
        let Sent { key, digest, reason, left_out } = sent;
        // Undoing an upload deletes its users, so users who were there before are never part of one.
        let adds_only = entries.iter().all(|entry| matches!(entry.asked, Asked::Add(_)));
        let kind = if adds_only { EntriesKind::Upload } else { EntriesKind::Edit };
        let request = EntriesRequest { key, kind, entries: Entries::Each(entries), digest, reason };
        let file = self.work.file_number.get_untracked();
        self.busy.set(true);
        self.answer.set(None);
        spawn_local(async move {
            let ask = || api::entries::save_entries(self.work.customer, request.clone());
            let reply = until_answered(ask, |reply| *reply == SaveReply::InFlight).await;
            if self.busy.try_set(false).is_none() {
                // Another file may have been chosen meanwhile; nothing of that one was saved or left out.
                let left_out = (self.work.file_number.get_untracked() == file).then_some(left_out);
                self.settle(reply, left_out);
            }
        });
    }

    /// Notes in the draft what is sent, by which it is known again if no answer comes.
    fn begin_sending(self, planned: &Planned) -> Option<Sent> {
        let reason = self.reason.read().ok()?;
        let sent = Sent::fresh(planned.summary.digest.clone(), reason, self.work.wrong());
        if sent.is_none() {
            self.answer.set(Some(Answer::Words(licenses::NO_IDS.into())));
        }
        self.set_sent(sent.clone());
        sent
    }

    fn settle(self, reply: Result<SaveReply, ApiError>, left_out: Option<Vec<usize>>) {
        // Only without an answer it may be done; who is signed out was refused.
        let is_answered = matches!(reply, Ok(_) | Err(ApiError::SignedOut)) && reply != Ok(SaveReply::InFlight);
        if left_out.is_some() && is_answered {
            self.set_sent(None);
        }
        let answer = match reply {
            Ok(SaveReply::Saved(operation)) => {
                if left_out.is_none_or(|left_out| self.work.go_on(&left_out, operation)) {
                    self.show_result.run(operation);
                    return;
                }
                Answer::SavedNotKept(operation)
            }
            Ok(SaveReply::ReasonMissing) => {
                self.reason.is_required();
                Answer::Words(crate::text::operations::REASON_REQUIRED.into())
            }
            Ok(SaveReply::InFlight) => Answer::Words(licenses::IN_FLIGHT.into()),
            Ok(SaveReply::TooMany(users)) => Answer::Words(lifecycle::too_many(users)),
            Ok(SaveReply::KeyReused) => Answer::Words(licenses::KEY_REUSED.into()),
            Ok(SaveReply::NothingToDo | SaveReply::NobodySelected) => Answer::Words(words::NOBODY_CHANGES.into()),
            Ok(SaveReply::Stale(_) | SaveReply::SeatsShort(_) | SaveReply::StillRunning) => {
                self.work.look_up();
                Answer::Words(licenses::CHANGED_SINCE.into())
            }
            Err(error) => Answer::Error(error),
        };
        self.answer.set(Some(answer));
    }

    fn set_sent(self, sent: Option<Sent>) {
        self.work.draft.update(|draft| {
            if let Some(draft) = draft {
                draft.sent = sent;
            }
        });
    }
}
