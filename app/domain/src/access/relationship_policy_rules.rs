//! The policy about admin relationships: the right to change it, and its effect on the partner's customers.

use super::Actor;
use super::people::People;
use super::relationship_policy::RelationshipPolicy;
use super::role::PartnerRole;
use serde::{Deserialize, Serialize};

/// The partner's customers, by how relationships with them stand at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RelationshipCounts {
    /// All customers.
    pub customers: i64,
    /// Those with which a relationship was in force at any time.
    pub recorded: i64,
    /// Those of them where one is in force that lets somebody of the partner see users.
    pub granted: i64,
}

/// Why the policy is not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum PolicyRefused {
    /// The actor is no Global admin.
    #[error("Only a Global admin can change where admin relationships are needed.")]
    OnlyGlobalAdmin,
    /// The actor does not manage all the people that it is about.
    #[error(
        "It is about people of other directories too. Only a Global admin who belongs to no directory manages all of them, and \
         can change it."
    )]
    OtherTenants,
}

impl RelationshipCounts {
    /// The number of customers where relationships would be needed.
    pub fn needed(self, policy: RelationshipPolicy) -> i64 {
        match policy {
            RelationshipPolicy::WhereRecorded => self.recorded,
            RelationshipPolicy::Advised => 0,
            RelationshipPolicy::Required => self.customers,
        }
    }

    /// The number of customers where they would be needed, and none lets anybody see users: nothing about users can be done there.
    pub fn refused(self, policy: RelationshipPolicy) -> i64 {
        (self.needed(policy) - self.granted).max(0)
    }
}

/// Whether the actor can change the policy. It applies to everybody, so the actor must manage everybody.
///
/// # Errors
/// The first reason why not.
pub fn check_policy(people: &People, actor: &Actor) -> Result<(), PolicyRefused> {
    if !actor.roles.contains(&PartnerRole::GlobalAdmin) {
        return Err(PolicyRefused::OnlyGlobalAdmin);
    }
    if people.are_all_reached_by(actor) { Ok(()) } else { Err(PolicyRefused::OtherTenants) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::authority::Authority;
    use crate::access::entra_roles::EntraRoles;
    use crate::access::fixtures::{acting, people, person};
    use crate::access::permission::Permission;
    use crate::access::person::Person;
    use crate::ids::CustomerId;
    use PartnerRole::{AccountAdmin, GlobalAdmin};
    use uuid::Uuid;

    #[test]
    fn what_is_counted_is_what_is_refused() {
        // Of five customers, two never had a relationship, one has none any more, and two have one now.
        let counts = RelationshipCounts { customers: 5, recorded: 3, granted: 2 };
        let at = [(false, false), (false, false), (true, false), (true, true), (true, true)];
        let reader = EntraRoles::from_iter([super::super::entra_role::EntraRole::DirectoryReaders]);
        for policy in RelationshipPolicy::ALL {
            let authority = |(in_force, has): (bool, bool)| {
                Authority::of(policy, in_force, if has { reader } else { EntraRoles::default() })
            };
            let count = |is: fn(&Authority) -> bool| at.into_iter().map(authority).filter(is).count();
            let needed = count(|one| matches!(one, Authority::Required(_)));
            let refused = count(|one| one.allows(Permission::SeeUsers).is_err());
            let counted = (counts.needed(policy), counts.refused(policy));
            assert_eq!(counted, (needed.try_into().unwrap(), refused.try_into().unwrap()), "{policy}");
        }
    }

    #[test]
    fn only_a_global_admin_who_manages_everybody_changes_it() {
        let tenant = Some(CustomerId::new(Uuid::from_u128(1)));
        let dora = Person { tenant, ..person(3, &[GlobalAdmin]) };
        let all = people(&[person(1, &[GlobalAdmin]), person(2, &[AccountAdmin]), dora]);
        let check = |at: usize| {
            let actor = acting(&all, &all.people[at]);
            check_policy(&all.clone().reached_by(&actor), &actor)
        };
        assert_eq!(check(0), Ok(()));
        assert_eq!(check(1), Err(PolicyRefused::OnlyGlobalAdmin));
        assert_eq!(check(2), Err(PolicyRefused::OtherTenants));
    }
}
