//! Adding, uploading and editing users: the request, the decision and the preview.

use super::accounts::{ACCOUNTS_MAX, Who};
use super::operation_kind::EntriesKind;
use super::reason::Reason;
use super::save::{SAVE_USERS_MAX, SaveDecision, SaveReply, decide_on};
use super::selection::UPNS_MAX;
use crate::bounds::{self, USERS_MAX};
use crate::directory::customer::Customer;
use crate::directory::profile::TypedProfile;
use crate::directory::profile_field::ProfileField;
use crate::ids::{IdempotencyKey, OperationId, UserId};
use crate::rules::accounts::Accounts;
use crate::rules::change::Change;
use crate::rules::entries::{EntryAction, UserEntry, by_user, plan_entries, plan_undo_entries};
use crate::rules::failure::FailureCode;
use crate::rules::outcome::Outcome;
use crate::rules::plan::{Plan, PlanDigest};
use crate::rules::plans_off::PlansOff;
use crate::rules::snapshot::Snapshot;
use crate::rules::summary::PlanSummary;
use crate::rules::undo::Done;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most users with individual values in one request.
pub const ENTRIES_MAX: usize = ACCOUNTS_MAX;

/// The users and the requested values.
#[allow(clippy::large_enum_variant, reason = "there is one of it at a time; in the browser it is smaller")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entries {
    /// Individual values for each user, in this order.
    Each(#[serde(deserialize_with = "bounds::list::<USERS_MAX, _, _>")] Vec<UserEntry>),
    /// The same values for all users.
    Same {
        /// The users.
        who: Who,
        /// The profile values.
        profile: TypedProfile,
        /// The licenses. The location is part of the profile.
        licenses: Change,
    },
    /// The failed entries of an operation, again. Users who were added without their licenses exist, so they are not
    /// included.
    FailedIn(OperationId),
}

impl Entries {
    /// The most users. Equal values are sent once, so they may be for as many users as a save of licenses; failed
    /// entries may come from such a request.
    pub fn at_most(&self) -> usize {
        match self {
            Self::Each(_) => ENTRIES_MAX,
            Self::Same { .. } | Self::FailedIn(_) => SAVE_USERS_MAX,
        }
    }

    /// Whether only directory roles of existing users are changed. That does not need the permission to edit users.
    pub fn are_roles_alone(&self) -> bool {
        let are_roles = |profile: &TypedProfile| {
            profile.roles.is_some() && TypedProfile { roles: None, ..profile.clone() } == TypedProfile::default()
        };
        match self {
            Self::Each(each) => {
                !each.is_empty()
                    && each.iter().all(|entry| match &entry.asked {
                        EntryAction::Edit(profile) => are_roles(profile) && entry.licenses == Change::default(),
                        EntryAction::Add(_) => false,
                    })
            }
            Self::Same { profile, licenses, .. } => are_roles(profile) && *licenses == Change::default(),
            Self::FailedIn(_) => false,
        }
    }
}

/// The browser's request to add, upload or edit users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntriesRequest {
    /// The same key sent again gives the same operation.
    pub key: IdempotencyKey,
    /// The origin of the entries.
    pub kind: EntriesKind,
    /// The users and the requested values.
    pub entries: Entries,
    /// The digest of the plan that the person saw.
    pub digest: PlanDigest,
    /// The reason, if given.
    #[serde(default)]
    pub reason: Option<Reason>,
}

/// The preview of adding, uploading or editing users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntriesPreview {
    /// The plan in numbers, with the first users of each outcome.
    pub summary: PlanSummary,
    /// Every entry in the order of the request; empty if there are more than [`ENTRIES_MAX`].
    pub lines: Vec<EntryLine>,
    /// The numbers of users whose sign-in changes.
    pub sign_in: SignInChanges,
}

/// The numbers of users whose sign-in is blocked or allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SignInChanges {
    /// Users who become blocked, including new users added as blocked.
    pub blocked: usize,
    /// Blocked users who become allowed.
    pub allowed: usize,
}

impl SignInChanges {
    /// Counts the users of a plan.
    fn of(plan: &Plan) -> Self {
        let mut changes = Self::default();
        for planned in plan.users.iter().filter(|planned| planned.outcome.changes()) {
            let before = planned.before.profile.sign_in_allowed;
            match planned.after.profile.sign_in_allowed {
                Some(false) => changes.blocked += 1,
                Some(true) => changes.allowed += usize::from(before == Some(false)),
                None => (),
            }
        }
        changes
    }

    /// Whether no user's sign-in changes.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }
}

/// The preview of one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryLine {
    /// The user.
    pub user: UserId,
    /// Display name.
    pub name: String,
    /// User principal name.
    pub upn: String,
    /// The outcome in words.
    pub words: String,
    /// All service plans that are switched off, if the words name only some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans_off: Vec<PlansOff>,
    /// The result.
    pub end: EntryEnd,
    /// Whether it is a new user without any license.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_unlicensed: bool,
}

/// The result of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryEnd {
    /// Everything is done.
    Whole,
    /// The user is added or changed, but the licenses fail.
    WithoutLicenses(FailureCode),
    /// The licenses are changed, but not the profile.
    WithoutProfile(FailureCode),
    /// Nothing is done.
    Failed(FailureCode),
    /// Everything already is as asked.
    Unchanged,
}

/// User principal names, as typed, to look up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UpnList(#[serde(deserialize_with = "bounds::texts::<UPNS_MAX, _>")] pub Vec<String>);

/// The user who has a looked-up address: as UPN, or as another address if it is no live user's UPN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpnHolder {
    /// The looked-up address, in lower case.
    pub upn_key: String,
    /// The user. Of several deleted users, the one deleted last.
    pub user: UserId,
    /// Display name.
    pub name: String,
    /// When the user was deleted (UTC, epoch milliseconds); `None` for a live user.
    pub deleted: Option<i64>,
    /// A live user's values that could not be typed, such as an imported mail nickname with a space. A file with the
    /// same value asks for no change. Few users have such values, so replies about many users stay small.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub unacceptable: BTreeMap<ProfileField, String>,
    /// The UPNs of the users who have the address besides their UPN; empty if it is the user's own UPN.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_address: Vec<String>,
}

impl UpnHolder {
    /// A live user with this UPN.
    pub fn live(upn_key: &str, user: UserId) -> Self {
        Self {
            upn_key: upn_key.to_owned(),
            user,
            name: String::new(),
            deleted: None,
            unacceptable: BTreeMap::new(),
            by_address: Vec::new(),
        }
    }

    /// Whether a live user has it as UPN, so no other user can.
    pub fn has_upn(&self) -> bool {
        self.deleted.is_none() && self.by_address.is_empty()
    }

    /// The UPN of the user found by another address, if it is exactly one.
    pub fn found_by_address(&self) -> Option<&str> {
        match self.by_address.as_slice() {
            [upn] => Some(upn),
            _ => None,
        }
    }
}

/// The data for the forms of new and changed users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserForm {
    /// The customer, with its domains and country.
    pub customer: Customer,
    /// The customer's products with seats and plans, and the rules; no users.
    pub snapshot: Snapshot,
}

/// An entry that failed in an operation or was not reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedEntry {
    /// The requested values.
    pub entry: UserEntry,
    /// The user's UPN when it was saved.
    pub upn: String,
    /// Whether the profile was saved and only the licenses failed.
    pub only_licenses: bool,
    /// The reason in words.
    pub words: String,
}

impl FailedEntry {
    /// Whether the entry can be sent again as it is.
    pub fn can_be_repeated(&self) -> bool {
        !self.only_licenses || matches!(self.entry.asked, EntryAction::Edit(_))
    }
}

/// Decides on adding, uploading or editing at most `at_most` users: runs the rule on the current data and compares with
/// the plan that the person saw.
pub fn decide_entries(accounts: &Accounts, entries: &[UserEntry], at_most: usize, digest: &PlanDigest) -> SaveDecision {
    match entries.len() {
        0 => SaveDecision::Answer(SaveReply::NobodySelected),
        users if users > at_most => SaveDecision::Answer(SaveReply::TooMany(users)),
        // A user can have only one outcome. If a user is listed twice, the plan shows it and nothing is saved.
        users if by_user(entries).len() < users => {
            let plan = plan_entries(accounts, entries);
            SaveDecision::Answer(SaveReply::Stale(Box::new(PlanSummary::of(&plan, &accounts.snapshot))))
        }
        _ => decide_on(plan_entries(accounts, entries), &accounts.snapshot, digest),
    }
}

/// Decides on undoing an operation that edited users, in the same way.
pub fn decide_undo_entries(accounts: &Accounts, done: &[Done], digest: &PlanDigest) -> SaveDecision {
    decide_on(plan_undo_entries(accounts, done), &accounts.snapshot, digest)
}

impl EntriesPreview {
    /// A preview of a plan.
    pub fn of(accounts: &Accounts, plan: &Plan) -> Self {
        let snapshot = &accounts.snapshot;
        let listed = if plan.users.len() > ENTRIES_MAX { &[] } else { plan.users.as_slice() };
        let lines = listed.iter().map(|planned| {
            let user = snapshot.users.get(&planned.user);
            let end = match (&planned.outcome, planned.outcome.failure_of_part()) {
                (Outcome::Failed(failure), _) => EntryEnd::Failed(failure.code()),
                (Outcome::Licensed { refused }, _) => EntryEnd::WithoutProfile(refused.code()),
                (_, Some(failure)) => EntryEnd::WithoutLicenses(failure.code()),
                (outcome, None) if outcome.changes() => EntryEnd::Whole,
                _ => EntryEnd::Unchanged,
            };
            EntryLine {
                user: planned.user,
                name: user.map(|user| user.name.clone()).unwrap_or_default(),
                upn: user.map(|user| user.upn.clone()).unwrap_or_default(),
                words: planned.words_before(snapshot),
                plans_off: planned.shortened_plans_off(snapshot),
                end,
                is_unlicensed: planned.is_added_unlicensed(),
            }
        });
        Self { lines: lines.collect(), summary: PlanSummary::of(plan, snapshot), sign_in: SignInChanges::of(plan) }
    }

    /// The number of new users without any license.
    pub fn unlicensed(&self) -> usize {
        self.lines.iter().filter(|line| line.is_unlicensed).count()
    }
}
