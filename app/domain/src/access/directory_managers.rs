//! The people managers of the partner that depend on the users of an own organization. A person whose user is blocked
//! or deleted there can't sign in any more. So the rules about users check this too, or the last people manager could
//! lose access in the directory.

use super::people::People;
use super::people_rules::{can_sign_in, rank};
use super::person_refused::PersonRefused;
use crate::ids::{CustomerId, PartnerUserId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The role that nobody would have after a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LastOf {
    /// Nobody would be Global admin.
    GlobalAdmins,
    /// Nobody would manage people.
    Managers,
}

/// People who manage people and can sign in, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
struct Managers {
    all: usize,
    global_admins: usize,
}

/// Those who manage people, while a change takes access from users of a directory one by one. Empty for a customer, whose users are
/// no people here.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DirectoryManagers {
    /// All remaining managers, of any organization tenant or none.
    left: Managers,
    /// The managers among the users of the directory.
    users: BTreeMap<UserId, Managers>,
    /// The user of the actor, if the actor belongs to this directory. Nobody can remove their own access.
    yourself: Option<UserId>,
}

/// Why a user of a directory keeps access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeepsAccess {
    /// The user is the actor.
    Yourself,
    /// The user is the last person with the role.
    Last(LastOf),
}

impl People {
    /// Those who manage people, and which of them are users of a tenant's directory, for a change that an actor asks for.
    pub fn managers_in(&self, tenant: CustomerId, actor: PartnerUserId) -> DirectoryManagers {
        let actor = self.person(actor).filter(|actor| actor.tenant == Some(tenant));
        let yourself = actor.and_then(|actor| actor.directory_user);
        let mut managers = DirectoryManagers { yourself, ..DirectoryManagers::default() };
        for person in self.people.iter().filter(|person| can_sign_in(self, person.has_identity)) {
            let (manages, is_global_admin) = rank(self, person);
            let one = Managers { all: usize::from(manages), global_admins: usize::from(is_global_admin) };
            managers.left.add(one);
            if let Some(user) = person.directory_user.filter(|_| manages && person.tenant == Some(tenant)) {
                managers.users.entry(user).or_default().add(one);
            }
        }
        managers
    }
}

impl DirectoryManagers {
    /// Whether a user can lose access. The user must not be the actor, and at least one people manager and one Global
    /// admin must remain.
    ///
    /// # Errors
    /// The reason why not.
    pub fn check(&self, user: UserId) -> Result<(), KeepsAccess> {
        if self.yourself == Some(user) {
            return Err(KeepsAccess::Yourself);
        }
        self.check_left(user).map_err(KeepsAccess::Last)
    }

    fn check_left(&self, user: UserId) -> Result<(), LastOf> {
        let Some(lost) = self.users.get(&user) else { return Ok(()) };
        let after = self.left.without(*lost);
        if after.all == 0 {
            return Err(LastOf::Managers);
        }
        if self.left.global_admins > 0 && after.global_admins == 0 { Err(LastOf::GlobalAdmins) } else { Ok(()) }
    }

    /// Goes on without a user, who has lost access.
    pub fn lose(&mut self, user: UserId) {
        if let Some(lost) = self.users.remove(&user) {
            self.left = self.left.without(lost);
        }
    }
}

impl Managers {
    fn add(&mut self, more: Self) {
        self.all += more.all;
        self.global_admins += more.global_admins;
    }

    fn without(self, less: Self) -> Self {
        Self {
            all: self.all.saturating_sub(less.all),
            global_admins: self.global_admins.saturating_sub(less.global_admins),
        }
    }
}

impl From<LastOf> for PersonRefused {
    fn from(last: LastOf) -> Self {
        match last {
            LastOf::GlobalAdmins => Self::LastGlobalAdmin,
            LastOf::Managers => Self::LastManager,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::fixtures::{people, person};
    use crate::access::person::Person;
    use crate::access::role::PartnerRole::{self, AccountAdmin, GlobalAdmin, HelpdeskAgent};
    use uuid::Uuid;

    fn tenant(number: u128) -> CustomerId {
        CustomerId::new(Uuid::from_u128(number))
    }

    fn user(number: u128) -> UserId {
        UserId::new(Uuid::from_u128(number))
    }

    fn who(number: u128) -> PartnerUserId {
        PartnerUserId::new(Uuid::from_u128(number))
    }

    fn last(of: LastOf) -> Result<(), KeepsAccess> {
        Err(KeepsAccess::Last(of))
    }

    /// A user of the directory with this number, who is a person.
    fn of(number: u128, who: u128, roles: &[PartnerRole]) -> Person {
        Person { tenant: Some(tenant(number)), directory_user: Some(user(who)), ..person(who, roles) }
    }

    #[test]
    fn the_last_who_manages_people_keeps_access_in_the_directory() {
        let all = people(&[of(1, 1, &[GlobalAdmin]), of(1, 2, &[AccountAdmin]), of(1, 3, &[HelpdeskAgent])]);
        let mut managers = all.managers_in(tenant(1), who(9));
        assert_eq!(managers.check(user(1)), last(LastOf::GlobalAdmins));
        assert_eq!((managers.check(user(2)), managers.check(user(3))), (Ok(()), Ok(())));
        managers.lose(user(2));
        managers.lose(user(2));
        assert_eq!(managers.check(user(1)), last(LastOf::Managers));
        assert_eq!(all.managers_in(tenant(2), who(9)).check(user(1)), Ok(()), "the same user in another directory");
    }

    #[test]
    fn others_count_while_they_can_sign_in() {
        let dora = of(1, 1, &[GlobalAdmin]);
        let checked = |other: Person, passwords_off| {
            let all = People { passwords_off, ..people(&[Person { has_identity: true, ..dora.clone() }, other]) };
            all.managers_in(tenant(1), who(9)).check(user(1))
        };
        let anna = person(9, &[GlobalAdmin]);
        assert_eq!(checked(anna.clone(), false), Ok(()));
        assert_eq!(checked(of(2, 9, &[GlobalAdmin]), false), Ok(()), "of another directory");
        assert_eq!(checked(anna.clone(), true), last(LastOf::Managers), "without a linked account");
        for away in [Person { blocked: true, ..anna.clone() }, Person { is_cut_off: true, ..anna }] {
            assert_eq!(checked(away, false), last(LastOf::Managers));
        }
    }

    #[test]
    fn somebody_who_has_no_access_loses_none() {
        let all = people(&[Person { is_cut_off: true, ..of(1, 1, &[GlobalAdmin]) }]);
        assert_eq!(all.managers_in(tenant(1), who(9)).check(user(1)), Ok(()));
    }

    #[test]
    fn nobody_takes_their_own_access() {
        let all = people(&[of(1, 1, &[GlobalAdmin]), of(1, 2, &[GlobalAdmin]), of(1, 3, &[HelpdeskAgent])]);
        for own in [1, 2, 3] {
            let managers = all.managers_in(tenant(1), who(own));
            for other in [1, 2, 3] {
                let asked = if other == own { Err(KeepsAccess::Yourself) } else { Ok(()) };
                assert_eq!(managers.check(user(other)), asked, "{other} by {own}");
            }
        }
        assert_eq!(all.managers_in(tenant(2), who(1)).check(user(1)), Ok(()), "the same user in another directory");
    }
}
