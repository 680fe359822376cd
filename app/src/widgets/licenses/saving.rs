//! Saving licenses: whether a save is possible, the question before revoking, sending, and the answer.

use crate::api;
use crate::error::ApiError;
use crate::state::choices::{self, Choices};
use crate::text::common;
use crate::text::licenses as words;
use crate::text::saving::{Saving, not_saved};
use crate::widgets::licenses::answered::{Looked, SaveAnswered};
use crate::widgets::licenses::preview::{LicensesPreviewState, lines};
use crate::widgets::licenses::work::ManageWork;
use domain::console::reason::{Reason, ReasonError};
use domain::console::save::{SAVE_USERS_MAX, SaveReply, SaveRequest};
use domain::rules::change::Change;
use domain::rules::shortage_policy::ShortagePolicy;
use domain::rules::summary::PlanSummary;
use leptos::prelude::*;
use std::sync::Arc;

/// The reason why Save can do nothing just now, if there is one.
pub fn refusal(
    users: usize,
    change: &Change,
    preview: &LicensesPreviewState,
    policy: ShortagePolicy,
    reason: Result<Option<Reason>, ReasonError>,
) -> Option<String> {
    if users == 0 {
        return Some(words::NO_SELECTION.into());
    }
    if users > SAVE_USERS_MAX {
        return Some(words::too_many(users));
    }
    if change.is_empty() {
        return Some(words::NOTHING_TO_SAVE.into());
    }
    if preview.error().is_some() {
        return Some(words::NOT_WORKED_OUT.into());
    }
    let Some(summary) = preview.ready() else {
        return Some(words::WORKING_OUT.into());
    };
    if summary.refused_for_seats && policy == ShortagePolicy::EverybodyOrNobody {
        let short = summary.seats.values().map(|seats| seats.short).sum();
        return Some(words::save_short(short));
    }
    match (summary.does_something(), summary.failed) {
        (true, _) => reason.err().map(|error| error.to_string()),
        (false, 0) if summary.left_out == 0 => Some(words::NOTHING_TO_DO.into()),
        (false, _) => Some(words::NOBODY_CHANGES.into()),
    }
}

impl ManageWork {
    /// The reason why Save can do nothing just now, if there is one.
    pub fn save_refusal(self) -> Option<String> {
        let users = self.view.with(|view| view.users);
        self.preview.with(|preview| {
            let policy = preview.shown().map(|summary| self.policy(summary)).unwrap_or_default();
            self.change.with(|change| refusal(users, change, preview, policy, self.reason()))
        })
    }

    /// The reason that was typed.
    fn reason(self) -> Result<Option<Reason>, ReasonError> {
        self.choices.with(|choices| self.reason_policy.get().read(&choices.reason))
    }

    /// Saves. If somebody loses licenses, it asks first.
    pub fn save(self) {
        let (refused, losing) = untrack(|| (self.save_refusal(), self.summary().map_or(0, |summary| summary.losing)));
        if refused.is_some() || self.sending.busy.get_untracked() {
            return;
        }
        if losing > 0 {
            self.confirming.set(true);
        } else {
            self.send();
        }
    }

    /// Sends the save for the current choices.
    pub fn send(self) {
        let Some(summary) = untrack(|| self.summary()) else { return };
        let policy = untrack(|| self.policy(&summary));
        let Ok(reason) = untrack(|| self.reason()) else { return };
        let digest = summary.digest.clone();
        let change = self.change.get_untracked();
        let request = self.sending.request(|key| {
            let (change, digest, reason) = (change.clone(), digest.clone(), reason.clone());
            SaveRequest { key, selection: self.selection, change, policy, digest, reason }
        });
        match request {
            Some(request) => self.post(request),
            None => self.answer.set(Some(SaveAnswered::Refused(common::NO_IDS.into()))),
        }
    }

    /// Sends this save unchanged.
    pub fn post(self, request: SaveRequest) {
        if self.sending.busy.get_untracked() {
            return;
        }
        self.answer.set(None);
        let (customer, selection) = (self.customer, self.selection);
        let ask = move |request| api::licenses::save_licenses(customer, request);
        self.sending.send_to_the_end(request, ask, move |reply, is_here| {
            if let Ok(SaveReply::Saved(_)) = reply {
                choices::forget(selection);
            }
            if is_here {
                self.settle(reply);
            }
        });
    }

    fn settle(self, reply: Result<SaveReply, ApiError>) {
        let reply = match reply {
            Ok(SaveReply::Saved(operation)) => {
                self.choices.set(Choices::default());
                self.show_result.run(operation);
                return;
            }
            Ok(reply) => reply,
            Err(error) => return self.answer.set(Some(SaveAnswered::Error(error))),
        };
        let why = not_saved(Saving::Licenses, &reply, SAVE_USERS_MAX).unwrap_or_default();
        match &reply {
            SaveReply::NothingToDo | SaveReply::NobodySelected => self.reload.run(()),
            SaveReply::ReasonMissing => self.ask_session_again.run(()),
            _ => (),
        }
        let answer = match reply {
            SaveReply::Stale(now) | SaveReply::SeatsShort(now) => self.changed(why, now),
            _ => SaveAnswered::Refused(why),
        };
        self.answer.set(Some(answer));
    }

    fn changed(self, title: String, now: Box<PlanSummary>) -> SaveAnswered {
        let Choices { change, in_order, .. } = self.choices.get_untracked();
        let lines = self.view.with_untracked(|view| lines(view, &change, &in_order));
        let before = self.preview.with_untracked(|preview| preview.shown().cloned());
        let before = before.unwrap_or_else(|| Arc::new((*now).clone()));
        self.reload.run(());
        self.preview_again.run(());
        SaveAnswered::Changed(Box::new(Looked { title, lines, before, now }))
    }
}
