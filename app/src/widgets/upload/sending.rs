//! Saving an upload.

use super::draft;
use super::work::{Planned, Preview, Work};
use crate::api;
use crate::error::ApiError;
use crate::paths;
use crate::state::patience::until_answered;
use crate::text::{licenses, lifecycle, upload as words};
use crate::widgets::licenses::reason_field::TypedReason;
use crate::widgets::licenses::typed_count::confirms;
use domain::console::entries::{Entries, EntriesKind, EntriesRequest};
use domain::console::save::SaveReply;
use domain::ids::OperationId;
use domain::rules::entries::Asked;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::sync::Arc;

/// What came back from a save that was not saved.
#[derive(Debug, Clone)]
pub enum Answer {
    /// In words.
    Words(String),
    /// No answer.
    Error(ApiError),
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
        if ready == 0 {
            return Some(words::NOTHING_READY);
        }
        if wrong > 0 && !leaves_out {
            return Some(words::CORRECT_OR_LEAVE);
        }
        match work.preview.get() {
            Preview::Known(planned) if planned.summary.changed > 0 => None,
            Preview::Known(_) => Some(words::NOBODY_CHANGES),
            Preview::Working => Some(licenses::WORKING_OUT),
            Preview::Nothing | Preview::Failed(_) => Some(licenses::NOT_WORKED_OUT),
        }
    }

    /// Saves what the preview shows.
    pub fn save(self) {
        if self.busy.get_untracked() || untrack(|| self.why_not()).is_some() {
            return;
        }
        let Preview::Known(planned) = self.work.preview.get_untracked() else { return };
        if planned.summary.losing > 0 && !confirms(&self.typed.get_untracked(), planned.summary.losing) {
            self.wrong.set(true);
            return;
        }
        let Some(request) = self.request(&planned) else { return };
        self.busy.set(true);
        self.answer.set(None);
        spawn_local(async move {
            let ask = || api::entries::save_entries(self.work.customer, request.clone());
            let reply = until_answered(ask, |reply| *reply == SaveReply::InFlight).await;
            if self.busy.try_set(false).is_none() {
                self.settle(reply);
            }
        });
    }

    fn request(self, planned: &Arc<Planned>) -> Option<EntriesRequest> {
        let reason = self.reason.read().ok()?;
        let digest = planned.summary.digest.clone();
        let sent = self.work.draft.with_untracked(|draft| draft.as_ref()?.sending(digest.clone(), reason.clone()));
        let Some(sent) = sent else {
            self.answer.set(Some(Answer::Words(licenses::NO_IDS.into())));
            return None;
        };
        let key = sent.key;
        self.work.draft.update(|draft| {
            if let Some(draft) = draft {
                draft.sent = Some(sent);
            }
        });
        // Undoing an upload deletes its users, so users who were there before are never part of one.
        let adds_only = planned.entries.iter().all(|entry| matches!(entry.asked, Asked::Add(_)));
        let kind = if adds_only { EntriesKind::Upload } else { EntriesKind::Edit };
        Some(EntriesRequest { key, kind, entries: Entries::Each(planned.entries.clone()), digest, reason })
    }

    fn settle(self, reply: Result<SaveReply, ApiError>) {
        let answer = match reply {
            Ok(SaveReply::Saved(operation)) => {
                // The page goes before its effects would run.
                draft::keep(self.work.customer, None);
                self.work.start_over();
                self.show_result.run(operation);
                return;
            }
            Ok(SaveReply::ReasonMissing) => {
                self.reason.is_required();
                Answer::Words(crate::text::operations::REASON_REQUIRED.into())
            }
            Ok(SaveReply::InFlight) => Answer::Words(licenses::IN_FLIGHT.into()),
            Ok(SaveReply::TooMany(users)) => Answer::Words(lifecycle::too_many(users)),
            Ok(SaveReply::KeyReused) => {
                self.forget_sent();
                Answer::Words(licenses::KEY_REUSED.into())
            }
            Ok(SaveReply::NothingToDo | SaveReply::NobodySelected) => Answer::Words(words::NOBODY_CHANGES.into()),
            Ok(SaveReply::Stale(_) | SaveReply::SeatsShort(_) | SaveReply::StillRunning) => {
                self.forget_sent();
                self.work.look_up();
                Answer::Words(licenses::CHANGED_SINCE.into())
            }
            Err(error) => Answer::Error(error),
        };
        self.answer.set(Some(answer));
    }

    fn forget_sent(self) {
        self.work.draft.update(|draft| {
            if let Some(draft) = draft {
                draft.sent = None;
            }
        });
    }
}
