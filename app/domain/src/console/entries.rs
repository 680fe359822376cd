//! Adding, uploading and editing users: the request, the decision, the preview.

use super::accounts::{ACCOUNTS_MAX, Who};
use super::operation::OperationKind;
use super::reason::Reason;
use super::save::{Decision, SAVE_USERS_MAX, SaveReply, decide_on};
use super::selection::UPNS_MAX;
use crate::bounds::{self, USERS_MAX};
use crate::directory::customer::Customer;
use crate::directory::profile::TypedProfile;
use crate::directory::profile_field::ProfileField;
use crate::ids::{IdempotencyKey, OperationId, UserId};
use crate::rules::accounts::Accounts;
use crate::rules::change::Change;
use crate::rules::entries::{Asked, UserEntry, by_user, plan_entries, plan_undo_entries};
use crate::rules::failure::FailureCode;
use crate::rules::outcome::Outcome;
use crate::rules::plan::{Plan, PlanDigest};
use crate::rules::plans_off::PlansOff;
use crate::rules::snapshot::Snapshot;
use crate::rules::summary::PlanSummary;
use crate::rules::undo::Done;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most users who are added, uploaded or edited at once, each with something of its own.
pub const ENTRIES_MAX: usize = ACCOUNTS_MAX;

/// How the entries came to be: what their operation is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntriesKind {
    /// Typed in by `Add user`.
    Add,
    /// Read from a file by `Upload users`.
    Upload,
    /// Users were edited.
    Edit,
}

/// What is asked, of whom.
#[allow(clippy::large_enum_variant, reason = "there is one of it at a time; in the browser it is smaller")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entries {
    /// Of each something of its own, in this order.
    Each(#[serde(deserialize_with = "bounds::list::<USERS_MAX, _, _>")] Vec<UserEntry>),
    /// Of all of them the same.
    Same {
        /// Whom.
        who: Who,
        /// What of their profiles.
        profile: TypedProfile,
        /// What of their licenses; the location stands in the profile.
        licenses: Change,
    },
    /// What failed in an operation, once more. Users who were added, but without their licenses, are there: they are not
    /// asked for again.
    FailedIn(OperationId),
}

impl Entries {
    /// The most users of whom it may be asked. The same of many is said once, so they may be as many as those of a save of
    /// licenses; so may those who failed in that.
    pub fn at_most(&self) -> usize {
        match self {
            Self::Each(_) => ENTRIES_MAX,
            Self::Same { .. } | Self::FailedIn(_) => SAVE_USERS_MAX,
        }
    }
}

/// Adding, uploading or editing users as the browser asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntriesRequest {
    /// Sending the same key again gives the same operation.
    pub key: IdempotencyKey,
    /// How they came to be.
    pub kind: EntriesKind,
    /// What is asked, of whom.
    pub entries: Entries,
    /// The plan that the person saw.
    pub digest: PlanDigest,
    /// Why, if it was said.
    #[serde(default)]
    pub reason: Option<Reason>,
}

/// What adding, uploading or editing would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntriesPreview {
    /// In numbers, with the first users of each outcome.
    pub summary: PlanSummary,
    /// Every entry, in the order of the request; of more than [`ENTRIES_MAX`] none.
    pub lines: Vec<EntryLine>,
    /// Whose sign-in changes.
    pub sign_in: SignInChanges,
}

/// How many users may no longer sign in, or may again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SignInChanges {
    /// Users who are blocked; also new users who are added blocked.
    pub blocked: usize,
    /// Users who were blocked and are allowed.
    pub allowed: usize,
}

impl SignInChanges {
    /// Of a plan.
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

    /// Whether nobody's does.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }
}

/// What would become of one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryLine {
    /// The user.
    pub user: UserId,
    /// Display name.
    pub name: String,
    /// User principal name.
    pub upn: String,
    /// What happens, in words.
    pub words: String,
    /// All service plans that are switched off, where the words name only some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans_off: Vec<PlansOff>,
    /// How it ends.
    pub end: EntryEnd,
    /// Whether it is a new user who will have no license.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_unlicensed: bool,
}

/// How an entry ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryEnd {
    /// All that was asked happens.
    Whole,
    /// The user is added or changed, but the licenses fail.
    WithoutLicenses(FailureCode),
    /// The licenses are changed, but not the profile.
    WithoutProfile(FailureCode),
    /// Nothing happens.
    Failed(FailureCode),
    /// All is already as asked.
    Unchanged,
}

/// User principal names, as typed, whose holders are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UpnList(#[serde(deserialize_with = "bounds::texts::<UPNS_MAX, _>")] pub Vec<String>);

/// Who has a user principal name, or, where nobody live has it, an address beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpnHolder {
    /// The address that was asked about, in lower case.
    pub upn_key: String,
    /// The user; of several deleted ones the one deleted last.
    pub user: UserId,
    /// Display name.
    pub name: String,
    /// When the user was deleted (UTC, epoch milliseconds); none of a live one.
    pub deleted: Option<i64>,
    /// What a live one has and nobody could type, such as an imported mail nickname with a space in it: a file that says
    /// the same asks for no change. Hardly anybody has such texts, so that replies about many users stay small.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub unacceptable: BTreeMap<ProfileField, String>,
    /// The user principal names of those who have the address beside their own; empty where it is the user's own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_address: Vec<String>,
}

impl UpnHolder {
    /// A live user who has this name as its own.
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

    /// Whether a live user has the name as its own, so that nobody else can.
    pub fn has_upn(&self) -> bool {
        self.deleted.is_none() && self.by_address.is_empty()
    }

    /// The user principal name of the one user who was found by another address.
    pub fn found_by_address(&self) -> Option<&str> {
        match self.by_address.as_slice() {
            [upn] => Some(upn),
            _ => None,
        }
    }
}

/// What the forms for new and changed users need to know of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserForm {
    /// The customer, with its domains and country.
    pub customer: Customer,
    /// Its products with their seats and plans, and the rules; no users.
    pub snapshot: Snapshot,
}

/// What failed in an operation, or was not reached by it: what was asked, and why it was not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedEntry {
    /// What was asked.
    pub entry: UserEntry,
    /// The user's UPN when it was saved.
    pub upn: String,
    /// Whether the user is there and only the licenses failed.
    pub only_licenses: bool,
    /// Why, in words.
    pub words: String,
}

impl FailedEntry {
    /// Whether it can be asked for again as it is.
    pub fn can_be_repeated(&self) -> bool {
        !self.only_licenses || matches!(self.entry.asked, Asked::Edit(_))
    }
}

impl From<EntriesKind> for OperationKind {
    fn from(kind: EntriesKind) -> Self {
        match kind {
            EntriesKind::Add => Self::Add,
            EntriesKind::Upload => Self::Upload,
            EntriesKind::Edit => Self::Edit,
        }
    }
}

/// Decides on adding, uploading or editing `at_most` so many: runs the rule on what is true now and compares with what the
/// person saw.
pub fn decide_entries(accounts: &Accounts, entries: &[UserEntry], at_most: usize, digest: &PlanDigest) -> Decision {
    match entries.len() {
        0 => Decision::Answer(SaveReply::NobodySelected),
        users if users > at_most => Decision::Answer(SaveReply::TooMany(users)),
        // A user has one outcome: who comes twice is shown, and nothing is written.
        users if by_user(entries).len() < users => {
            let plan = plan_entries(accounts, entries);
            Decision::Answer(SaveReply::Stale(Box::new(PlanSummary::of(&plan, &accounts.snapshot))))
        }
        _ => decide_on(plan_entries(accounts, entries), &accounts.snapshot, digest),
    }
}

/// Decides in the same way on undoing an operation that edited users.
pub fn decide_undo_entries(accounts: &Accounts, done: &[Done], digest: &PlanDigest) -> Decision {
    decide_on(plan_undo_entries(accounts, done), &accounts.snapshot, digest)
}

impl EntriesPreview {
    /// Of a plan.
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

    /// How many new users will have no license.
    pub fn unlicensed(&self) -> usize {
        self.lines.iter().filter(|line| line.is_unlicensed).count()
    }
}
