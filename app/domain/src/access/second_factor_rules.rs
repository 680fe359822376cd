//! The right to change the roles that need a second factor.

use super::Actor;
use super::people::People;
use super::role::PartnerRole;
use super::second_factor::RequiredRoles;

/// Why the roles that need a second factor are not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RequiredRolesRefused {
    /// The actor has no such rank.
    #[error("Only a Global admin can change whether Global admins need a second factor.")]
    OnlyGlobalAdmin,
    /// The actor does not manage all the people that it is about.
    #[error(
        "It is about people of other directories too. Only a Global admin who belongs to no directory manages all of them, and \
         can change it."
    )]
    OtherTenants,
}

/// Whether the actor can change the roles that need a second factor. The setting applies to everybody, so the actor
/// must manage everybody.
///
/// # Errors
/// The first reason why not.
pub fn check_required_roles(
    people: &People,
    actor: &Actor,
    before: &RequiredRoles,
    after: &RequiredRoles,
) -> Result<(), RequiredRolesRefused> {
    let is_asked = |roles: &RequiredRoles| roles.0.contains(&PartnerRole::GlobalAdmin);
    if is_asked(before) != is_asked(after) && !actor.roles.contains(&PartnerRole::GlobalAdmin) {
        return Err(RequiredRolesRefused::OnlyGlobalAdmin);
    }
    if people.are_all_reached_by(actor) { Ok(()) } else { Err(RequiredRolesRefused::OtherTenants) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::fixtures::{acting, people, person};
    use crate::access::person::Person;
    use crate::ids::CustomerId;
    use PartnerRole::{AccountAdmin, GlobalAdmin, HelpdeskAgent};
    use uuid::Uuid;

    fn roles(roles: &[PartnerRole]) -> RequiredRoles {
        RequiredRoles(roles.iter().copied().collect())
    }

    #[test]
    fn only_a_global_admin_changes_it_for_global_admins() {
        let all = people(&[person(1, &[GlobalAdmin]), person(2, &[AccountAdmin])]);
        let check = |at: usize, before: &[PartnerRole], after: &[PartnerRole]| {
            check_required_roles(&all, &acting(&all, &all.people[at]), &roles(before), &roles(after))
        };
        assert_eq!(check(0, &[], &[GlobalAdmin]), Ok(()));
        assert_eq!(check(1, &[], &[HelpdeskAgent]), Ok(()));
        assert_eq!(check(1, &[GlobalAdmin], &[GlobalAdmin, HelpdeskAgent]), Ok(()));
        for (before, after) in [(&[][..], &[GlobalAdmin][..]), (&[GlobalAdmin], &[])] {
            assert_eq!(check(1, before, after), Err(RequiredRolesRefused::OnlyGlobalAdmin));
        }
    }

    #[test]
    fn nobody_changes_it_for_people_of_other_tenants() {
        let tenant = Some(CustomerId::new(Uuid::from_u128(1)));
        let dora = Person { tenant, ..person(2, &[AccountAdmin]) };
        let all = people(&[person(1, &[GlobalAdmin]), dora]);
        let check = |at: usize| {
            let actor = acting(&all, &all.people[at]);
            let reached = all.clone().reached_by(&actor);
            check_required_roles(&reached, &actor, &roles(&[HelpdeskAgent]), &roles(&[]))
        };
        assert_eq!(check(0), Ok(()));
        assert_eq!(check(1), Err(RequiredRolesRefused::OtherTenants));
    }
}
