//! Adding, uploading and editing users: the request, the decision, the preview.

use super::accounts::{ACCOUNTS_MAX, Who};
use super::operation::OperationKind;
use super::reason::Reason;
use super::save::{Decision, SaveReply, decide_on};
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

/// The most users who are added, uploaded or edited at once.
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
    Each(Vec<UserEntry>),
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
    /// Every entry, in the order of the request.
    pub lines: Vec<EntryLine>,
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

/// Who has a user principal name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpnHolder {
    /// In lower case.
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

/// Decides on adding, uploading or editing: runs the rule on what is true now and compares with what the person saw.
pub fn decide_entries(accounts: &Accounts, entries: &[UserEntry], digest: &PlanDigest) -> Decision {
    match entries.len() {
        0 => Decision::Answer(SaveReply::NobodySelected),
        users if users > ENTRIES_MAX => Decision::Answer(SaveReply::TooMany(users)),
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
        let lines = plan.users.iter().map(|planned| {
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
                words: planned.words(snapshot),
                plans_off: planned.shortened_plans_off(snapshot),
                end,
            }
        });
        Self { lines: lines.collect(), summary: PlanSummary::of(plan, snapshot) }
    }
}
