//! Adding and editing users with individual values: profiles are decided here, licenses by the license rule.

use super::accounts::{Account, Accounts, Admins, warned};
use super::change::{Change, LocationChange};
use super::failure::Failure;
use super::inverse::inverse;
use super::outcome::{Outcome, PlannedUser, Touched, TouchedLocation};
use super::plan::{Plan, PlanRequest, plan_each};
use super::shortage_policy::ShortagePolicy;
use super::snapshot::{Snapshot, SnapshotUser};
use super::undo::{Done, is_as};
use crate::access::user_decision::UserAction;
use crate::directory::country::CountryCode;
use crate::directory::profile::{ProfileValues, ReadProfile, TypedProfile};
use crate::directory::profile_field::{ProfileErrors, ProfileField};
use crate::directory::role::AdminRole;
use crate::directory::upn::Upn;
use crate::ids::UserId;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// A new or changed user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserEntry {
    /// The user. A new user gets a newly made id.
    pub user: UserId,
    /// The profile.
    pub asked: EntryAction,
    /// The licenses. The location is part of the profile.
    #[serde(default)]
    pub licenses: Change,
}

/// The requested profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryAction {
    /// The user is new.
    Add(TypedProfile),
    /// The user is changed.
    Edit(TypedProfile),
}

impl UserEntry {
    /// Whether it gives directory roles or takes them.
    pub fn changes_roles(&self) -> bool {
        match &self.asked {
            EntryAction::Add(typed) => typed.roles.as_ref().is_some_and(|roles| !roles.is_empty()),
            EntryAction::Edit(typed) => typed.roles.is_some(),
        }
    }
}

/// An entry after all checks except those of licenses.
struct Judged<'a> {
    is_new: bool,
    before: ProfileValues,
    after: ProfileValues,
    /// The location of a new user, set even if the licenses fail.
    location: Option<CountryCode>,
    licenses: Cow<'a, Change>,
    /// Why the profile stays as it is. The licenses are decided nevertheless.
    refused: Option<Failure>,
    /// The earlier licenses to give back, for an undo.
    had: Option<&'a Touched>,
    /// Warnings about the profile.
    warnings: Vec<Failure>,
}

/// Plans entries in their order. A user's profile and licenses succeed or fail separately, each as a whole: a user is
/// added or changed even if the licenses fail, and licenses are given even if a synced user's profile must stay. The
/// outcome says so. A new location succeeds or fails with the licenses, since their rules depend on it; only a new user
/// gets it in any case. Seats go to users in the order of the entries.
pub fn plan_entries(accounts: &Accounts, entries: &[UserEntry]) -> Plan {
    let mut so_far = EntriesSoFar::of(accounts);
    let judged: Vec<_> = entries.iter().map(|entry| so_far.judge(entry)).collect();
    settle(accounts, entries, judged)
}

/// The outcomes of entries that were not reached before saving was stopped: nothing changed.
pub fn not_reached(entries: &[UserEntry]) -> Vec<PlannedUser> {
    let untouched = |entry: &UserEntry| PlannedUser::untouched(entry.user, Outcome::Failed(Failure::NotReached));
    entries.iter().map(untouched).collect()
}

/// The entries that undo an operation that edited users.
pub fn undo_entries(done: &[Done]) -> Vec<UserEntry> {
    done.iter().map(way_back).collect()
}

/// Plans undoing an operation that edited users. Users changed again since are left alone.
pub fn plan_undo_entries(accounts: &Accounts, done: &[Done]) -> Plan {
    let entries = undo_entries(done);
    let mut so_far = EntriesSoFar::of(accounts);
    let judged = done.iter().zip(&entries).map(|(done, entry)| match () {
        () if done.before.deleted == Some(true) => Err(Failure::WasAdded),
        () if changed_since(accounts, done) => Err(Failure::ChangedSince),
        () => so_far.judge_back(done, entry).map(|judged| Judged { had: Some(&done.before), ..judged }),
    });
    settle(accounts, &entries, judged.collect())
}

fn way_back(done: &Done) -> UserEntry {
    let licenses = inverse(&done.before, &done.after);
    UserEntry { user: done.user, asked: EntryAction::Edit(done.before.profile.typed()), licenses }
}

fn changed_since(accounts: &Accounts, done: &Done) -> bool {
    let (Some(user), Some(account)) = (accounts.snapshot.users.get(&done.user), accounts.users.get(&done.user)) else {
        return false;
    };
    let is = |touched: &Touched| is_as(user, touched) && account.profile.is_as(&touched.profile);
    !is(&done.after) && !is(&done.before)
}

impl Accounts {
    /// Notes the names of the new users of these entries, for messages about them.
    pub fn expect(&mut self, entries: &[UserEntry]) {
        for entry in entries {
            if let EntryAction::Add(typed) = &entry.asked
                && !self.users.contains_key(&entry.user)
            {
                self.snapshot.users.insert(entry.user, expected(typed));
            }
        }
    }
}

fn expected(typed: &TypedProfile) -> SnapshotUser {
    let text = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
    SnapshotUser { name: text(&typed.display_name), upn: text(&typed.email), ..SnapshotUser::default() }
}

/// Checks entries one after another. Each sees the names and Global admins that the earlier ones left.
struct EntriesSoFar<'a> {
    accounts: &'a Accounts,
    taken: BTreeSet<String>,
    seen: BTreeSet<UserId>,
    admins: Admins,
}

impl<'a> EntriesSoFar<'a> {
    fn of(accounts: &'a Accounts) -> Self {
        Self { accounts, taken: accounts.taken.clone(), seen: BTreeSet::new(), admins: Admins::of(accounts) }
    }

    fn judge<'e>(&mut self, entry: &'e UserEntry) -> Result<Judged<'e>, Failure> {
        if !self.seen.insert(entry.user) {
            return Err(Failure::Repeated);
        }
        match (&entry.asked, self.accounts.users.get(&entry.user)) {
            (EntryAction::Add(_), Some(_)) => Err(Failure::Repeated),
            (EntryAction::Add(typed), None) => self.judge_new(typed, &entry.licenses),
            (EntryAction::Edit(typed), Some(account)) if !account.is_deleted => self.judge_edit(typed, account, entry),
            (EntryAction::Edit(_), _) => Err(Failure::NotFound),
        }
    }

    /// Checks an undo. Old values may break the rules for typed values, since an import may have brought them. An old
    /// UPN is given back only at a domain that the customer still has.
    fn judge_back<'e>(&mut self, done: &Done, entry: &'e UserEntry) -> Result<Judged<'e>, Failure> {
        let account = self.accounts.users.get(&done.user).filter(|account| !account.is_deleted);
        let account = account.ok_or(Failure::NotFound)?;
        let values = done.before.profile.clone();
        let name = TypedProfile { email: values.upn.clone(), ..TypedProfile::default() };
        name.read(&self.accounts.domains).map_err(invalid)?;
        self.judge_values(ReadProfile { values, location: None }, account, entry)
    }

    fn judge_new<'e>(&mut self, typed: &TypedProfile, licenses: &'e Change) -> Result<Judged<'e>, Failure> {
        if self.accounts.created_on_premises {
            return Err(Failure::OnPremises);
        }
        let ReadProfile { values, location } = typed.read_new(&self.accounts.domains).map_err(invalid)?;
        self.take_name(values.upn.as_deref())?;
        let licenses = Cow::Borrowed(licenses);
        let before = ProfileValues::default();
        let warnings = self.accounts.check(&Account::default(), &actions(&Account::default(), &values))?;
        Ok(Judged { is_new: true, before, after: values, location, licenses, refused: None, had: None, warnings })
    }

    fn judge_edit<'e>(
        &mut self,
        typed: &TypedProfile,
        account: &Account,
        entry: &'e UserEntry,
    ) -> Result<Judged<'e>, Failure> {
        let same = |email: &String| account.profile.upn.as_deref() == Some(email.trim());
        // An imported UPN may break our rules. It may stay.
        let typed = TypedProfile { email: typed.email.clone().filter(|email| !same(email)), ..typed.clone() };
        let read = typed.read(&self.accounts.domains).map_err(invalid)?;
        self.judge_values(read, account, entry)
    }

    fn judge_values<'e>(
        &mut self,
        ReadProfile { values, location }: ReadProfile,
        account: &Account,
        entry: &'e UserEntry,
    ) -> Result<Judged<'e>, Failure> {
        let licenses = match location {
            Some(country) => {
                Cow::Owned(Change { location: Some(LocationChange::All(country)), ..entry.licenses.clone() })
            }
            None => Cow::Borrowed(&entry.licenses),
        };
        let (before, after) = account.profile.differing(&values);
        let stays = |licenses, refused| {
            let (before, after, refused) = (ProfileValues::default(), ProfileValues::default(), Some(refused));
            Judged { is_new: false, before, after, location: None, licenses, refused, had: None, warnings: Vec::new() }
        };
        let warnings = match self.accounts.check(account, &actions(account, &after)) {
            Ok(warnings) => warnings,
            Err(failure) => return Ok(stays(licenses, failure)),
        };
        self.check_admin(entry.user, account, &after)?;
        let old = account.profile.upn.as_deref().map(str::to_lowercase);
        if after.upn.as_deref().map(str::to_lowercase) != old {
            self.take_name(after.upn.as_deref())?;
        }
        Ok(Judged { is_new: false, before, after, location: None, licenses, refused: None, had: None, warnings })
    }

    fn take_name(&mut self, upn: Option<&str>) -> Result<(), Failure> {
        let Some(upn) = upn.and_then(|upn| upn.parse::<Upn>().ok()) else { return Ok(()) };
        if self.taken.insert(upn.key()) { Ok(()) } else { Err(Failure::UpnTaken(upn)) }
    }

    /// Keeps at least one Global admin who can sign in, and the last person who manages people here.
    fn check_admin(&mut self, user: UserId, account: &Account, after: &ProfileValues) -> Result<(), Failure> {
        let stays = after.roles.as_ref().is_none_or(|roles| roles.contains(&AdminRole::Global));
        match (stays, after.sign_in_allowed == Some(false)) {
            (true, false) => Ok(()),
            (true, true) => self.admins.block(user, account),
            (false, false) => self.admins.lose_role(account),
            (false, true) => self.admins.delete(user, account),
        }
    }
}

/// The actions of giving an account these values, besides adding a user. A new account has no roles yet.
fn actions(account: &Account, after: &ProfileValues) -> Vec<UserAction> {
    let signs_in_otherwise = after.sign_in_allowed.is_some_and(|allowed| allowed != account.sign_in_allowed);
    let is_new = account.profile.upn.is_none();
    let values = ProfileValues { roles: None, sign_in_allowed: None, ..after.clone() };
    let all = [
        (values != ProfileValues::default() && !is_new, UserAction::EditProfile),
        (after.upn.is_some() && !is_new, UserAction::Rename),
        (signs_in_otherwise && !is_new, UserAction::ChangeSignIn),
        (after.roles.as_ref().is_some_and(|roles| !is_new || !roles.is_empty()), UserAction::ChangeAdminRoles),
    ];
    all.into_iter().filter_map(|(is_done, action)| is_done.then_some(action)).collect()
}

fn invalid(errors: ProfileErrors) -> Failure {
    let words: Vec<String> = errors.values().map(ToString::to_string).collect();
    match errors.keys().next() {
        Some(ProfileField::Email) if errors.len() == 1 => Failure::InvalidUpn(words.join(" ")),
        _ => Failure::InvalidProfile(words.join(" ")),
    }
}

/// Lets the license rule decide about the licenses, and joins both results.
fn settle(accounts: &Accounts, entries: &[UserEntry], judged: Vec<Result<Judged, Failure>>) -> Plan {
    let mut with_new = Cow::Borrowed(&accounts.snapshot);
    if judged.iter().flatten().any(|judged| judged.is_new) {
        add_new(with_new.to_mut(), entries, &judged);
    }
    let asked: Vec<_> = entries.iter().zip(&judged).map(|(entry, judged)| (entry.user, of_licenses(judged))).collect();
    let Plan { users, seats, .. } = plan_each(&with_new, &asked, ShortagePolicy::InOrder);
    let users = users.into_iter().zip(judged).map(|(planned, judged)| match judged {
        Err(failure) => PlannedUser::untouched(planned.user, Outcome::Failed(failure)),
        Ok(judged) => together(planned, judged),
    });
    Plan::decided(users.collect(), seats)
}

fn add_new(snapshot: &mut Snapshot, entries: &[UserEntry], judged: &[Result<Judged, Failure>]) {
    for (entry, judged) in entries.iter().zip(judged) {
        if let Ok(Judged { is_new: true, after, location, .. }) = judged {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            let (name, upn) = (text(&after.display_name), text(&after.upn));
            snapshot.users.insert(entry.user, SnapshotUser { name, upn, location: *location, licenses: Vec::new() });
        }
    }
}

fn of_licenses<'a>(judged: &'a Result<Judged, Failure>) -> PlanRequest<'a> {
    match judged {
        Ok(Judged { licenses, had: Some(had), .. }) => PlanRequest::WayBack(Cow::Borrowed(&**licenses), had),
        Ok(judged) => PlanRequest::Change(Cow::Borrowed(&*judged.licenses)),
        Err(failure) => PlanRequest::Refused(failure.clone()),
    }
}

fn together(planned: PlannedUser, judged: Judged) -> PlannedUser {
    let Judged { is_new, before, after, location, refused, warnings, .. } = judged;
    if let Some(refused) = refused {
        return if planned.outcome.changes() {
            PlannedUser { outcome: Outcome::Licensed { refused }, ..planned }
        } else {
            PlannedUser::untouched(planned.user, Outcome::Failed(refused))
        };
    }
    let left = planned.outcome.failure().cloned();
    let outcome = match (is_new, after.is_empty(), &planned.outcome) {
        (true, ..) => Outcome::Added { left },
        (false, true, Outcome::Failed(_) | Outcome::Unchanged) => planned.outcome.clone(),
        (false, ..) => Outcome::Edited { left },
    };
    let mut planned = PlannedUser { outcome, ..planned };
    if is_new {
        // The user counts as deleted before, so undoing deletes it.
        (planned.before.deleted, planned.after.deleted) = (Some(true), Some(false));
        if let Some(country) = location {
            planned.before.location = Some(TouchedLocation { country: None });
            planned.after.location = Some(TouchedLocation { country: Some(country) });
        }
    }
    planned.before.profile = before;
    planned.after.profile = after;
    warned(planned, warnings)
}

/// The entries of users, by user.
pub fn by_user(entries: &[UserEntry]) -> BTreeMap<UserId, &UserEntry> {
    entries.iter().map(|entry| (entry.user, entry)).collect()
}
