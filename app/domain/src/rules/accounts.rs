//! The accounts that a change is about, with the checks that all changes of accounts share.

use super::failure::Failure;
use super::outcome::{Outcome, PlannedUser};
use super::remembered::Remembered;
use super::snapshot::{Snapshot, SnapshotUser};
use super::undo::{Done, is_as};
use crate::access::authority::Authority;
use crate::access::directory_managers::DirectoryManagers;
use crate::access::permission_set::PermissionSet;
use crate::access::user_decision::{TargetUser, UserAction, UserDenied, decide_for_user};
use crate::directory::day::Day;
use crate::directory::profile::ProfileValues;
use crate::directory::role::AdminRole;
use crate::ids::{OperationId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The rules' input about one account, besides its names and licenses.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Account {
    /// Whether the user may sign in.
    pub sign_in_allowed: bool,
    /// Whether the account is synced from the customer's own directory.
    pub directory_synced: bool,
    /// The template ids of the user's directory roles.
    pub roles: BTreeSet<Uuid>,
    /// The current profile with every field; loaded only for entries.
    pub profile: ProfileValues,
    /// Whether the user is deleted.
    pub is_deleted: bool,
    /// The day of the planned deletion, if there is one.
    pub deletion: Option<Day>,
    /// The operation that deleted the user; `None` if an import did.
    pub deleted_by: Option<OperationId>,
    /// The offboarding in force: it was not taken back, and the user was not restored since.
    pub offboarded_by: Option<OperationId>,
    /// The licenses that a deleted user had.
    pub remembered: Remembered,
}

impl Account {
    /// The user, as far as access depends on it.
    fn target(&self) -> TargetUser<'_> {
        TargetUser { roles: &self.roles, is_synced: self.directory_synced && !self.is_deleted }
    }

    /// Whether the user is a Global admin.
    pub fn is_global_admin(&self) -> bool {
        self.roles.contains(&AdminRole::Global.template_id())
    }
}

/// The accounts in question, and the customer's data that the rules need.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Accounts {
    /// The customer's products, and the users in question, live or deleted, with their licenses.
    pub snapshot: Snapshot,
    /// The users in question by display name, then UPN; users who no longer exist come last.
    pub order: Vec<UserId>,
    /// The accounts of these users.
    pub users: BTreeMap<UserId, Account>,
    /// The number of the customer's live Global admins.
    pub admins: i64,
    /// The number of these who may sign in.
    pub admins_allowed: i64,
    /// The partner's people who depend on these users, if it is an own organization.
    pub managers: DirectoryManagers,
    /// The customer's domains, in lower case.
    pub domains: BTreeSet<String>,
    /// The domain for suggested new names, if a user's own domain is gone.
    pub primary_domain: Option<String>,
    /// The user principal names in question that live users already have, in lower case.
    pub taken: BTreeSet<String>,
    /// Users changed again since the operation that is to be undone.
    pub changed_since: BTreeSet<UserId>,
    /// The effects of the operation that is to be undone, by changed user.
    pub undone: BTreeMap<UserId, Done>,
    /// Whether it is an own organization that is synchronized from on-premises: users are created there.
    pub created_on_premises: bool,
    /// The limits of the admin relationships of the person who makes the change.
    pub authority: Authority,
    /// The permissions that this person does not have at the customer at all.
    pub withheld: PermissionSet,
}

impl Accounts {
    /// Whether any of these users is deleted and would come back with directory roles.
    pub fn has_deleted_with_roles(&self) -> bool {
        self.users.values().any(|account| account.is_deleted && !account.roles.is_empty())
    }

    /// Notes the effects of an operation, and the users that were changed since: they are neither as it left them nor as before.
    pub fn note_changed_since(&mut self, operation: OperationId, done: &[Done]) {
        let changed = done.iter().filter(|done| self.is_changed_since(operation, done));
        self.changed_since = changed.map(|done| done.user).collect();
        self.undone = done.iter().map(|done| (done.user, done.clone())).collect();
    }

    fn is_changed_since(&self, operation: OperationId, done: &Done) -> bool {
        let (Some(account), Some(user)) = (self.users.get(&done.user), self.snapshot.users.get(&done.user)) else {
            return false;
        };
        match done.after.deleted {
            Some(true) => account.is_deleted && account.deleted_by != Some(operation),
            Some(false) => !account.is_deleted && !is_as(user, &done.after),
            // Blocking and allowing touch only sign-in, which is written anew either way.
            None => !account.is_deleted && !is_as(user, &done.after) && !is_as(user, &done.before),
        }
    }

    /// Whether the person may do these things to a user, with the warnings. One thing that is asked may consist of several, and
    /// custom permissions may allow only some of them. Of several missing roles, the warning names those for the first.
    ///
    /// # Errors
    /// The failure of the first that is refused.
    pub(super) fn check(&self, account: &Account, actions: &[UserAction]) -> Result<Vec<Failure>, Failure> {
        let (mut role, mut synced) = (None, None);
        for action in actions {
            for warning in decide_for_user(self.authority, self.withheld, *action, account.target())? {
                let kept = if warning == UserDenied::SignInSynced { &mut synced } else { &mut role };
                kept.get_or_insert(warning);
            }
        }
        Ok(role.into_iter().chain(synced).map(Failure::from).collect())
    }

    /// Plans each user in order. Users are left alone if they changed since, or if the person may not do all
    /// `actions` of the change to them.
    pub(super) fn plan_each(
        &self,
        actions: &[UserAction],
        mut plan: impl FnMut(UserId, &SnapshotUser, &Account) -> PlannedUser,
    ) -> Vec<PlannedUser> {
        let each = |user: &UserId| match (self.snapshot.users.get(user), self.users.get(user)) {
            _ if self.changed_since.contains(user) => failed(*user, Failure::ChangedSince),
            (Some(known), Some(account)) => match self.check(account, actions) {
                Ok(warnings) => {
                    let planned = plan(*user, known, account);
                    // Only a changed value is overwritten.
                    let changes_sign_in = planned.after.sign_in_allowed.is_some();
                    let holds = |warning: &Failure| changes_sign_in || *warning != Failure::SignInSynced;
                    warned(planned, warnings.into_iter().filter(holds))
                }
                Err(failure) => failed(*user, failure),
            },
            _ => failed(*user, Failure::NotFound),
        };
        self.order.iter().map(each).collect()
    }
}

/// Adds warnings, if the user is changed.
pub(super) fn warned(mut planned: PlannedUser, warnings: impl IntoIterator<Item = Failure>) -> PlannedUser {
    if planned.outcome.changes() {
        planned.warnings.extend(warnings);
    }
    planned
}

pub(super) fn failed(user: UserId, failure: Failure) -> PlannedUser {
    PlannedUser::untouched(user, Outcome::Failed(failure))
}

/// The customer's remaining Global admins while a change takes users one by one. At an own organization also those who
/// manage people here.
pub(super) struct Admins {
    live: i64,
    allowed: i64,
    managers: DirectoryManagers,
}

impl Admins {
    pub(super) fn of(accounts: &Accounts) -> Self {
        Self { live: accounts.admins, allowed: accounts.admins_allowed, managers: accounts.managers.clone() }
    }

    /// Takes sign-in from a user, unless nobody would be left. A user who lost it no longer counts.
    pub(super) fn block(&mut self, user: UserId, account: &Account) -> Result<(), Failure> {
        self.managers.check(user)?;
        self.lose_allowed(account)?;
        self.managers.lose(user);
        Ok(())
    }

    /// Takes a user away, unless nobody would be left.
    pub(super) fn delete(&mut self, user: UserId, account: &Account) -> Result<(), Failure> {
        self.managers.check(user)?;
        self.lose_role(account)?;
        self.managers.lose(user);
        Ok(())
    }

    /// Takes the directory role from a user, unless no Global admin would be left. The user keeps access here.
    pub(super) fn lose_role(&mut self, account: &Account) -> Result<(), Failure> {
        let is_last = account.is_global_admin() && self.live <= 1;
        if is_last {
            return Err(Failure::LastGlobalAdmin);
        }
        self.lose_allowed(account)?;
        self.live -= i64::from(account.is_global_admin());
        Ok(())
    }

    fn lose_allowed(&mut self, account: &Account) -> Result<(), Failure> {
        let counts = account.is_global_admin() && account.sign_in_allowed;
        if counts && self.allowed <= 1 {
            return Err(Failure::LastGlobalAdmin);
        }
        self.allowed -= i64::from(counts);
        Ok(())
    }
}
