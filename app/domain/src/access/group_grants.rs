//! The roles that groups have at customers by admin relationships, for the rules about applications with keys.

use super::authority::Authority;
use super::entra_role::EntraRole;
use super::entra_roles::EntraRoles;
use super::permission::Permission;
use crate::ids::{CustomerId, PartnerGroupId};
use std::collections::{BTreeMap, BTreeSet};

/// The roles of somebody, by customer.
type RolesAt = BTreeMap<CustomerId, BTreeSet<EntraRole>>;

/// The roles that relationships in force give to groups. Only the groups that a rule asks for are among them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupGrants(BTreeMap<PartnerGroupId, RolesAt>);

impl GroupGrants {
    /// Adds roles of a group at a customer.
    pub fn add(&mut self, group: PartnerGroupId, customer: CustomerId, roles: impl IntoIterator<Item = EntraRole>) {
        self.0.entry(group).or_default().entry(customer).or_default().extend(roles);
    }

    /// The roles that a member of all these groups has.
    pub(super) fn of_all(&self, groups: impl IntoIterator<Item = PartnerGroupId>) -> RolesAt {
        let mut all = RolesAt::new();
        for (customer, roles) in groups.into_iter().filter_map(|group| self.0.get(&group)).flatten() {
            all.entry(*customer).or_default().extend(roles);
        }
        all
    }
}

/// Whether roles give something that neither the roles before nor those of somebody else give.
pub(super) fn gives_more(after: &RolesAt, before: &RolesAt, own: &RolesAt) -> bool {
    let none = BTreeSet::new();
    let at = |roles: &RolesAt, customer| roles.get(customer).unwrap_or(&none).clone();
    after.iter().any(|(customer, roles)| {
        let (before, own) = (at(before, customer), at(own, customer));
        roles.difference(&before).any(|role| !is_within(*role, &own))
    })
}

/// Whether these roles together allow everything that one role allows, for the same users.
fn is_within(role: EntraRole, own: &BTreeSet<EntraRole>) -> bool {
    let authority = Authority::Required(own.iter().copied().collect::<EntraRoles>());
    let matters = |permission: Permission| {
        let allowing = permission.entra_roles().unwrap_or_default().iter();
        allowing.chain(permission.reaching_roles().iter()).any(|one| one == role)
    };
    own.contains(&role)
        || Permission::ALL.into_iter().filter(|one| matters(*one)).all(|one| authority.covers(role, one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(customer: u128, roles: &[EntraRole]) -> RolesAt {
        BTreeMap::from([(CustomerId::new(Uuid::from_u128(customer)), roles.iter().copied().collect())])
    }

    #[test]
    fn a_role_is_within_itself_and_within_who_may_do_all_of_it() {
        use EntraRole::{DirectoryReaders, GlobalAdministrator, HelpdeskAdministrator, UserAdministrator};
        let none = RolesAt::new();
        for role in EntraRole::ALL {
            assert!(!gives_more(&at(1, &[role]), &none, &at(1, &[role])), "{role:?}");
            assert!(!gives_more(&at(1, &[role]), &at(1, &[role]), &none), "{role:?}");
        }
        assert!(!gives_more(&at(1, &[UserAdministrator, DirectoryReaders]), &none, &at(1, &[GlobalAdministrator])));
        assert!(!gives_more(&at(1, &[HelpdeskAdministrator]), &none, &at(1, &[UserAdministrator])));
        assert!(gives_more(&at(1, &[GlobalAdministrator]), &none, &at(1, &[UserAdministrator])));
        assert!(gives_more(&at(1, &[UserAdministrator]), &none, &at(2, &[UserAdministrator])), "at another customer");
        assert!(gives_more(&at(1, &[DirectoryReaders]), &none, &none));
    }
}
