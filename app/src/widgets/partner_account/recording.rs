//! Recording a change of the partner's account.

use crate::api::partner_account::change_partner_account;
use crate::error::ApiError;
use crate::text::partner_account as words;
use crate::ui::command_result::CommandResult;
use crate::widgets::frame::error_view::ErrorView;
use domain::access::partner_account::{PartnerAccount, PartnerAccountChange};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A section's requests, and the recorded values. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct Recording {
    /// The record, as the latest reply says.
    pub account: RwSignal<PartnerAccount>,
    /// Whether a request is under way.
    pub busy: RwSignal<bool>,
    /// The outcome of the latest request.
    pub said: CommandResult,
    latest: RwSignal<Option<PartnerAccountChange>>,
    failed: RwSignal<Option<ApiError>>,
}

impl Recording {
    /// Nothing is under way.
    pub fn begin(account: RwSignal<PartnerAccount>) -> Self {
        let (busy, latest, failed) = (RwSignal::new(false), RwSignal::new(None), RwSignal::new(None));
        Self { account, busy, said: CommandResult::begin(), latest, failed }
    }

    /// Records a change, unless a request is under way.
    pub fn record(self, change: PartnerAccountChange) {
        if self.busy.get_untracked() {
            return;
        }
        self.failed.set(None);
        self.latest.set(Some(change));
        self.busy.set(true);
        spawn_local(async move {
            let answer = change_partner_account(change).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(account) => {
                    self.account.set(account);
                    self.said.say(done(change).to_owned());
                }
                Err(error) => self.failed.set(Some(error)),
            }
        });
    }

    /// Why the latest request failed, with a button that sends it again.
    pub fn failure(self) -> impl IntoView {
        let on_retry = Callback::new(move |()| {
            if let Some(change) = self.latest.get_untracked() {
                self.record(change);
            }
        });
        move || self.failed.get().map(|error| view! { <ErrorView error on_retry/> })
    }
}

fn done(change: PartnerAccountChange) -> &'static str {
    match change {
        PartnerAccountChange::Verification(_) => words::VERIFICATION_SAVED,
        PartnerAccountChange::AcceptAgreement => words::AGREEMENT_ACCEPTED,
        PartnerAccountChange::WithdrawAgreement => words::AGREEMENT_WITHDRAWN,
    }
}
