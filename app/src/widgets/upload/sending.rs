//! Saves an upload.

use super::draft::Sent;
use super::planned::UploadPreviewState;
use super::work::UploadWork;
use crate::api;
use crate::error::ApiError;
use crate::paths;
use crate::state::send_once::SendOnce;
use crate::text::common;
use crate::text::saving::{Saving, not_saved};
use crate::text::{licenses, upload as words};
use crate::widgets::operations::reason_field::TypedReason;
use crate::widgets::operations::typed_count::confirms;
use domain::console::entries::{ENTRIES_MAX, Entries, EntriesRequest, SignInChanges};
use domain::console::operation_kind::EntriesKind;
use domain::console::save::SaveReply;
use domain::ids::OperationId;
use domain::rules::entries::{EntryAction, UserEntry};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The answer to a save that was not saved.
#[derive(Debug, Clone)]
pub enum UploadAnswered {
    /// The server refused, in words.
    Words(String),
    /// The server gave no answer.
    Error(ApiError),
    /// The upload is saved, but the browser has no room for the rows that were left out.
    SavedNotKept(OperationId),
}

/// Saves an upload. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct UploadSending {
    work: UploadWork,
    /// Sends the save.
    once: SendOnce<Sent>,
    /// Whether a save is under way.
    pub busy: ReadSignal<bool>,
    /// The answer to the last save, if it was not saved.
    pub answer: RwSignal<Option<UploadAnswered>>,
    /// The reason.
    pub reason: TypedReason,
    /// The changes of sign-in that the person confirmed.
    pub sign_in: RwSignal<SignInChanges>,
    /// The typed count that confirms a large revocation.
    pub typed: RwSignal<String>,
    /// Whether the typed count was wrong.
    pub wrong: RwSignal<bool>,
    show_result: Callback<OperationId>,
}

impl UploadSending {
    /// A sender that has sent nothing yet.
    pub fn begin(work: UploadWork) -> Self {
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

    /// The reason why nothing can be saved now, if there is one.
    pub fn why_not(self) -> Option<&'static str> {
        let work = self.work;
        let (ready, wrong) = work.checked.with(|checked| (checked.places(true).len(), checked.places(false).len()));
        let leaves_out = work.draft.with(|draft| draft.as_ref().is_some_and(|draft| draft.leave_out));
        if work.looking.get() {
            return Some(words::CHECKING);
        }
        // An unanswered save is sent again unchanged, even if the preview has changed.
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
            UploadPreviewState::Ready(planned)
                if planned.sign_in != self.sign_in.get() && !planned.sign_in.is_none() =>
            {
                Some(words::CONFIRM_SIGN_IN)
            }
            UploadPreviewState::Ready(planned) if planned.summary.changed > 0 => None,
            UploadPreviewState::Ready(_) => Some(words::NOBODY_CHANGES),
            UploadPreviewState::Working(_) => Some(licenses::WORKING_OUT),
            UploadPreviewState::Nothing | UploadPreviewState::Failed(..) => Some(licenses::NOT_WORKED_OUT),
        }
    }

    /// Whether a save from before this page was loaded got no answer.
    pub fn is_unanswered(self) -> bool {
        self.once.unanswered.with(Option::is_some) && !self.busy.get() && self.answer.with(Option::is_none)
    }

    /// Sends the unanswered save, or saves the rows of the preview.
    pub fn save(self) {
        if self.busy.get_untracked() || untrack(|| self.why_not()).is_some() {
            return;
        }
        // An unanswered save may be done already. Then its users exist, and its preview fails.
        if let Some(sent) = self.once.unanswered.get_untracked() {
            let entries = self.work.entries(&sent.left_out);
            self.post(sent, entries);
            return;
        }
        let UploadPreviewState::Ready(planned) = self.work.preview.get_untracked() else { return };
        if planned.summary.losing > 0 && !confirms(&self.typed.get_untracked(), planned.summary.losing) {
            self.wrong.set(true);
            return;
        }
        let Ok(reason) = self.reason.read() else { return };
        let (digest, left_out) = (&planned.summary.digest, self.work.wrong());
        let sent = |key| Sent { key, digest: digest.clone(), reason: reason.clone(), left_out: left_out.clone() };
        match self.once.request(sent) {
            Some(sent) => self.post(sent, planned.entries.clone()),
            None => self.answer.set(Some(UploadAnswered::Words(common::NO_IDS.into()))),
        }
    }

    fn post(self, sent: Sent, entries: Vec<UserEntry>) {
        let Sent { key, digest, reason, left_out } = sent.clone();
        // Undoing an upload deletes its users. So an upload never contains users who existed before.
        let adds_only = entries.iter().all(|entry| matches!(entry.asked, EntryAction::Add(_)));
        let kind = if adds_only { EntriesKind::Upload } else { EntriesKind::Edit };
        let request = EntriesRequest { key, kind, entries: Entries::Each(entries), digest, reason };
        let (customer, file) = (self.work.customer, self.work.file_number.get_untracked());
        self.answer.set(None);
        let ask = move |_| api::entries::save_entries(customer, request.clone());
        self.once.send(sent, ask, move |reply| {
            // The person may have chosen another file meanwhile. This answer is not about that file.
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
                    self.answer.set(Some(UploadAnswered::SavedNotKept(operation)));
                }
                return;
            }
            Ok(reply) => reply,
            Err(error) => return self.answer.set(Some(UploadAnswered::Error(error))),
        };
        match &reply {
            SaveReply::ReasonMissing => self.reason.is_required(),
            SaveReply::Stale(_) | SaveReply::SeatsShort(_) | SaveReply::StillRunning => self.work.look_up(),
            _ => (),
        }
        self.answer.set(not_saved(Saving::Upload, &reply, ENTRIES_MAX).map(UploadAnswered::Words));
    }
}
