//! Changing accounts: the request, the decision and the preview.

use super::offboard::OffboardSteps;
use super::operation_kind::OperationKind;
use super::reason::Reason;
use super::save::{SaveDecision, SaveReply, decide_on};
use crate::access::permission::Permission;
use crate::bounds::{self, USERS_MAX};
use crate::ids::{IdempotencyKey, OperationId, SelectionId, SkuId, UserId};
use crate::rules::account_change::{AccountChange, plan_accounts};
use crate::rules::accounts::{Account, Accounts};
use crate::rules::failure::{Failure, FailureCode};
use crate::rules::outcome::Outcome;
use crate::rules::plan::{Plan, PlanDigest};
use crate::rules::snapshot::Snapshot;
use crate::rules::summary::PlanSummary;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most users in one change of accounts.
pub const ACCOUNTS_MAX: usize = 10_000;
/// The most users with a suggested new user principal name in a preview.
pub const UPN_OFFERS_MAX: usize = 20;

/// The users of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Who {
    /// The users of a selection.
    Selected(SelectionId),
    /// These users.
    Listed(#[serde(deserialize_with = "bounds::list::<USERS_MAX, _, _>")] Vec<UserId>),
    /// The users who failed in an operation.
    FailedIn(OperationId),
}

/// The browser's request to change accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountsRequest {
    /// The same key sent again gives the same operation.
    pub key: IdempotencyKey,
    /// The users.
    pub who: Who,
    /// The change.
    pub change: AccountChange,
    /// The digest of the plan that the person saw.
    pub digest: PlanDigest,
    /// The reason, if given.
    #[serde(default)]
    pub reason: Option<Reason>,
}

/// The preview of a change of accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountsPreview {
    /// The plan in numbers, with the first users of each outcome.
    pub summary: PlanSummary,
    /// The first users who can only be restored under a new user principal name.
    pub offers: Vec<UpnOffer>,
    /// The effects of an offboarding, step by step.
    pub steps: Option<OffboardSteps>,
    /// The licenses that a restoration gives back besides the accounts.
    pub given_back: GivenBackCounts,
    /// Seats that are missing for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lacking: Vec<Lacking>,
}

/// The numbers of restored users who could get something back besides the account, whether or not the person left it
/// out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct GivenBackCounts {
    /// Users who had licenses.
    pub licenses: usize,
    /// Users whose sign-in was blocked by the deletion or an offboarding.
    pub sign_in: usize,
    /// Synced users, who become managed in the cloud.
    pub from_sync: usize,
}

impl GivenBackCounts {
    fn of(accounts: &Accounts, plan: &Plan, change: &AccountChange) -> Self {
        if change.upns().is_none() {
            return Self::default();
        }
        let back = || plan.users.iter().filter(|planned| planned.after.deleted == Some(false));
        let had = |is: fn(&Account) -> bool| {
            let accounts = back().filter_map(|planned| accounts.users.get(&planned.user));
            accounts.filter(|account| is(account)).count()
        };
        Self {
            licenses: had(|account| account.remembered.licenses().next().is_some()),
            sign_in: match accounts.withheld.contains(Permission::BlockUsers) {
                true => 0,
                false => had(|account| account.remembered.sign_in_allowed && !account.sign_in_allowed),
            },
            from_sync: back().filter(|planned| planned.after.directory_synced == Some(false)).count(),
        }
    }
}

/// A product without enough seats to give back every license.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lacking {
    /// The product.
    pub sku: SkuId,
    /// Its name.
    pub product: String,
    /// The number of missing seats.
    pub seats: i64,
}

impl Lacking {
    fn of(plan: &Plan, snapshot: &Snapshot) -> Vec<Self> {
        let mut seats: BTreeMap<SkuId, i64> = BTreeMap::new();
        for planned in &plan.users {
            let (Outcome::Restored(back) | Outcome::Reinstated(back)) = &planned.outcome else { continue };
            for (sku, failure) in &back.left {
                *seats.entry(*sku).or_default() += i64::from(*failure == Failure::CountViolation(*sku));
            }
        }
        let missing = seats.into_iter().filter(|(_, seats)| *seats > 0);
        missing.map(|(sku, seats)| Self { sku, product: snapshot.product_name(sku), seats }).collect()
    }
}

/// A user who needs another user principal name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpnOffer {
    /// The user.
    pub user: UserId,
    /// Display name.
    pub name: String,
    /// The typed name, or else a suggestion: a free name.
    pub upn: String,
    /// Why the name cannot be used.
    pub why: String,
}

/// The number of users in a plan who fail because of their user principal name.
pub fn needing_another_email(summary: &PlanSummary) -> usize {
    let names = [FailureCode::UpnTaken, FailureCode::InvalidUpn];
    names.iter().filter_map(|code| summary.failures.get(code)).sum()
}

impl AccountChange {
    /// Whether the pages of a customer's portal offer exactly this change. Nothing else is open to people of a portal.
    pub fn is_offered_in_portal(&self) -> bool {
        *self == Self::restore()
    }
}

impl OperationKind {
    /// The operation kind of a change of accounts.
    pub fn of(change: &AccountChange) -> Self {
        match change {
            AccountChange::Block => Self::Block,
            AccountChange::Allow => Self::Allow,
            AccountChange::Delete => Self::Delete,
            AccountChange::Restore { .. } => Self::Restore,
            AccountChange::DeletePermanently => Self::DeletePermanently,
            AccountChange::Reset => Self::Reset,
            AccountChange::Offboard(_) => Self::Offboard,
            AccountChange::Reinstate { .. } => Self::Reinstate,
            AccountChange::CancelDeletion => Self::CancelDeletion,
        }
    }

    /// The change of accounts of this kind; restoring uses the old names. An offboarding gives `None`, since its
    /// operation stores the steps.
    pub fn change(self) -> Option<AccountChange> {
        match self {
            Self::Licenses | Self::Add | Self::Upload | Self::Edit | Self::Offboard => None,
            Self::Block => Some(AccountChange::Block),
            Self::Allow => Some(AccountChange::Allow),
            Self::Delete => Some(AccountChange::Delete),
            Self::Restore => Some(AccountChange::restore()),
            Self::DeletePermanently => Some(AccountChange::DeletePermanently),
            Self::Reset => Some(AccountChange::Reset),
            Self::Reinstate => Some(AccountChange::reinstate()),
            Self::CancelDeletion => Some(AccountChange::CancelDeletion),
        }
    }

    /// The change of accounts that undoes this kind, if there is one. Editing is undone with each user's own values.
    pub fn inverse(self) -> Option<AccountChange> {
        match self {
            Self::Licenses
            | Self::DeletePermanently
            | Self::Edit
            | Self::Reset
            | Self::Reinstate
            | Self::CancelDeletion => None,
            Self::Block => Some(AccountChange::Allow),
            Self::Allow => Some(AccountChange::Block),
            Self::Delete => Some(AccountChange::restore()),
            Self::Offboard => Some(AccountChange::reinstate()),
            Self::Restore | Self::Add | Self::Upload => Some(AccountChange::Delete),
        }
    }
}

/// Decides on a change of accounts: runs the rule on the current data and compares with the plan that the person saw.
pub fn decide_accounts(accounts: &Accounts, change: &AccountChange, digest: &PlanDigest) -> SaveDecision {
    match accounts.order.len() {
        0 => SaveDecision::Answer(SaveReply::NobodySelected),
        users if users > ACCOUNTS_MAX => SaveDecision::Answer(SaveReply::TooMany(users)),
        _ => decide_on(plan_accounts(accounts, change), &accounts.snapshot, digest),
    }
}

impl AccountsPreview {
    /// A preview of a plan that restores nobody and has no steps.
    pub fn with_summary(summary: PlanSummary) -> Self {
        Self { summary, offers: Vec::new(), steps: None, given_back: GivenBackCounts::default(), lacking: Vec::new() }
    }

    /// The same in words for a person of the customer.
    #[must_use]
    pub fn told_to_customer(self) -> Self {
        Self { summary: self.summary.told_to_customer(), ..self }
    }

    /// A preview of a plan. `change` has the typed names.
    pub fn of(accounts: &Accounts, plan: &Plan, change: &AccountChange) -> Self {
        let snapshot = &accounts.snapshot;
        let mut offered = accounts.taken.clone();
        let offers = plan.users.iter().filter_map(|planned| match &planned.outcome {
            Outcome::Failed(failure @ (Failure::UpnTaken(_) | Failure::InvalidUpn(_))) => {
                let user = snapshot.users.get(&planned.user)?;
                let typed = change.upns()?.get(&planned.user).cloned();
                let is_free = |upn: &String| offered.insert(upn.to_lowercase());
                let free = || accounts.upns_for(user).into_iter().find(is_free);
                let upn = typed.or_else(free).unwrap_or_else(|| user.upn.clone());
                let (name, why) = (user.name.clone(), failure.words(snapshot));
                Some(UpnOffer { user: planned.user, name, upn, why })
            }
            _ => None,
        });
        let offers = offers.take(UPN_OFFERS_MAX).collect();
        let given_back = GivenBackCounts::of(accounts, plan, change);
        let steps = match change {
            AccountChange::Offboard(asked) => Some(OffboardSteps::of(plan, asked, snapshot)),
            _ => None,
        };
        let lacking = Lacking::of(plan, snapshot);
        Self { summary: PlanSummary::of(plan, snapshot), offers, steps, given_back, lacking }
    }
}
