//! Restoring deleted users: the account in full, and licenses while seats are available.

use super::accounts::{Account, Accounts, failed};
use super::failure::Failure;
use super::give_back::{GivenBack, SeatsLeft};
use super::outcome::{Outcome, PlannedUser, Restored, Touched};
use super::plan::Plan;
use super::remembered::Remembered;
use super::snapshot::SnapshotUser;
use crate::access::user_decision::UserAction;
use crate::directory::license::License;
use crate::directory::upn::{Upn, UpnError};
use crate::ids::UserId;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// New user principal names, as typed, for users who are not restored under their old one.
pub type NewUpns = BTreeMap<UserId, String>;

/// The licenses that a restoration does not give back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Without {
    /// The licenses.
    #[serde(default)]
    pub licenses: bool,
    /// Sign-in, if the deletion or an offboarding blocked it.
    #[serde(default)]
    pub sign_in: bool,
}

/// Plans restoring deleted users. `upns` has new user principal names for some of them. A user stays deleted if the
/// name is taken by then, also by a user restored earlier in the order, or is at a domain that the customer no longer
/// has. Another name is a change of its own, and so is more than the user had when deleted (see [`Regained`]).
pub(super) fn plan(accounts: &Accounts, upns: &NewUpns, without: Without) -> Plan {
    let mut names = TakenUpns::of(accounts);
    let mut seats = SeatsLeft::of(&accounts.snapshot);
    let users = accounts.plan_each(&[UserAction::Restore], |id, user, account| {
        if !account.is_deleted {
            return PlannedUser::untouched(id, Outcome::Unchanged);
        }
        let renaming = match accounts.check(account, renaming(user, upns.get(&id))) {
            Ok(warning) => warning,
            Err(failure) => return failed(id, failure),
        };
        let upn = match names.take(user, upns.get(&id)) {
            Ok(upn) => upn,
            Err(failure) => return failed(id, failure),
        };
        // An undo takes back only the deletion, not the offboarding before it.
        let remembered = match accounts.undone.get(&id) {
            Some(done) => Cow::Owned(Remembered::of(&done.before, [])),
            None => Cow::Borrowed(&account.remembered),
        };
        let Regained { lost, allows, warnings } = Regained::of(accounts, account, &remembered, without);
        let back = seats.give(user, &lost, &remembered.moments());
        let mut planned = restored(id, user, account, back, allows, upn);
        planned.warnings.extend(renaming.into_iter().chain(warnings));
        planned
    });
    Plan::decided(users, seats.effects)
}

/// The actions of giving a restored user another name, besides restoring.
pub(super) fn renaming(user: &SnapshotUser, typed: Option<&String>) -> &'static [UserAction] {
    if typed.is_some_and(|typed| typed.trim() != user.upn) { &[UserAction::Rename] } else { &[] }
}

/// The licenses that a user gets back with the account. The licenses at the deletion belong to restoring. Licenses that
/// an offboarding revoked before, and blocked sign-in, need the permissions that giving them to a live user needs.
/// Without these they are left out, with a warning.
struct Regained {
    lost: Vec<License>,
    allows: bool,
    warnings: Vec<Failure>,
}

impl Regained {
    fn of(accounts: &Accounts, account: &Account, remembered: &Remembered, without: Without) -> Self {
        let mut warnings = Vec::new();
        let mut may = |action| match accounts.check(account, &[action]) {
            Ok(warning) => {
                warnings.extend(warning);
                true
            }
            Err(failure) => {
                warnings.push(failure);
                false
            }
        };
        let all: Vec<License> = remembered.licenses().cloned().collect();
        let is_more = all.len() > remembered.at_deletion.len();
        let lost = match without.licenses {
            true => Vec::new(),
            false if is_more && !may(UserAction::ChangeLicenses) => remembered.at_deletion.clone(),
            false => all,
        };
        let is_blocked = remembered.sign_in_allowed && !account.sign_in_allowed && !without.sign_in;
        let allows = is_blocked && may(UserAction::ChangeSignIn);
        Self { lost, allows, warnings }
    }
}

/// The names that are taken while users are restored one after another.
pub(super) struct TakenUpns<'a> {
    taken: BTreeSet<String>,
    domains: &'a BTreeSet<String>,
}

impl<'a> TakenUpns<'a> {
    pub(super) fn of(accounts: &'a Accounts) -> Self {
        Self { taken: accounts.taken.clone(), domains: &accounts.domains }
    }

    /// Takes the typed name, or else the old one. Returns the new name if it differs.
    pub(super) fn take(&mut self, user: &SnapshotUser, typed: Option<&String>) -> Result<Option<Upn>, Failure> {
        let upn = match typed.filter(|typed| typed.trim() != user.upn) {
            Some(typed) => Some(typed.parse().map_err(|error: UpnError| Failure::InvalidUpn(error.to_string()))?),
            None => None,
        };
        let key = upn.as_ref().map_or_else(|| user.upn.to_lowercase(), Upn::key);
        match (key.rsplit('@').next(), &upn) {
            (Some(domain), _) if self.domains.contains(domain) => {}
            (domain, Some(_)) => {
                let domain = domain.unwrap_or_default();
                return Err(Failure::InvalidUpn(format!("{domain} is not a verified domain of this customer.")));
            }
            (domain, None) => {
                let domain = domain.unwrap_or_default();
                let why = format!("{domain} is not a domain of this customer any more. Choose another email.");
                return Err(Failure::InvalidUpn(why));
            }
        }
        if self.taken.insert(key) { Ok(upn) } else { Err(taken_failure(user, upn)) }
    }
}

fn taken_failure(user: &SnapshotUser, upn: Option<Upn>) -> Failure {
    match upn.map_or_else(|| user.upn.parse(), Ok) {
        Ok(upn) => Failure::UpnTaken(upn),
        Err(_) => Failure::InvalidUpn(format!("{} belongs to another user. Choose another email.", user.upn)),
    }
}

impl Accounts {
    /// Suggested names for a user who cannot be restored under the old name.
    pub fn upns_for(&self, user: &SnapshotUser) -> Vec<String> {
        let is_here = user.upn.rsplit('@').next().is_some_and(|domain| self.domains.contains(&domain.to_lowercase()));
        suggested_upns(&user.upn, self.primary_domain.as_deref().filter(|_| !is_here))
    }
}

/// Suggestions for a name that is not available: `adele2@fabrikam.com` to `adele9@…`. If the domain is gone, the
/// suggestions are at the other domain, starting with `adele@…`.
pub fn suggested_upns(upn: &str, instead_of_domain: Option<&str>) -> Vec<String> {
    let Some((local, domain)) = upn.split_once('@') else { return Vec::new() };
    let same = instead_of_domain.map(|domain| format!("{local}@{domain}"));
    let domain = instead_of_domain.unwrap_or(domain);
    same.into_iter().chain((2..=9).map(|number| format!("{local}{number}@{domain}"))).collect()
}

fn restored(
    id: UserId,
    user: &SnapshotUser,
    account: &Account,
    back: GivenBack,
    allows: bool,
    upn: Option<Upn>,
) -> PlannedUser {
    let (before, after) = back.touched(user);
    // If the restoration is undone, the values that it left out are offered again.
    let offboarded_by = account.offboarded_by.or(account.deleted_by);
    let mut before = Touched { deleted: Some(true), offboarded_by, ..before };
    let mut after = Touched { deleted: Some(false), ..after };
    if allows {
        (before.sign_in_allowed, after.sign_in_allowed) = (Some(false), Some(true));
    }
    come_to_the_cloud(account, &mut before, &mut after);
    let outcome = Outcome::Restored(Restored { upn, left: back.left });
    PlannedUser { before, after, ..PlannedUser::untouched(id, outcome) }
}

/// A restored synced account becomes managed in the cloud: its directory no longer has it, so nobody could change or
/// delete it otherwise.
pub(super) fn come_to_the_cloud(account: &Account, before: &mut Touched, after: &mut Touched) {
    if account.directory_synced {
        (before.directory_synced, after.directory_synced) = (Some(true), Some(false));
    }
}
