//! The rule of changing a customer's tags: custom permissions name tags, so a tag gives the customer to people, and takes it from them.

use super::Actor;
use super::application::Application;
use super::custom_permissions::{Coverage, CustomPermissions};
use super::people::People;
use super::permission::Permission;
use crate::directory::tag::{Tag, TagsRefused};
use crate::ids::CustomerId;
use std::collections::BTreeSet;

/// Whether the actor can give a customer other tags. `people` are all of the partner.
///
/// # Errors
/// The first reason why not.
pub fn check_tags(
    people: &People,
    actor: &Actor,
    customer: CustomerId,
    (before, after): (&BTreeSet<Tag>, &BTreeSet<Tag>),
) -> Result<(), TagsRefused> {
    let changed: BTreeSet<&Tag> = before.symmetric_difference(after).collect();
    if custom_elsewhere(people, actor).any(|custom| custom.tags().any(|tag| changed.contains(tag))) {
        return Err(TagsRefused::OtherTenants);
    }
    let mut with_keys = people.applications.iter().filter(|one| one.live_keys().next().is_some());
    let gains = |application: &Application| {
        let (roles, custom) = (people.roles_of_application(application), people.custom_of_application(application));
        Permission::ALL.into_iter().any(|permission| {
            let coverage = Coverage::of(&roles, &custom, permission);
            coverage.covers(customer, after)
                && !coverage.covers(customer, before)
                && !actor.coverage(permission).covers(customer, before)
        })
    };
    if with_keys.any(gains) { Err(TagsRefused::KeysWouldGain) } else { Ok(()) }
}

/// Custom permissions outside the actor's own tenant.
fn custom_elsewhere<'a>(people: &'a People, actor: &'a Actor) -> impl Iterator<Item = &'a CustomPermissions> {
    let persons = people.people.iter().map(|one| (one.tenant, &one.custom));
    let groups = people.groups.iter().map(|one| (one.tenant, &one.custom));
    let invitations = people.invitations.iter().map(|one| (one.tenant, &one.custom));
    let applications = people.applications.iter().map(|one| (one.tenant, &one.custom));
    let all = persons.chain(groups).chain(invitations).chain(applications);
    all.filter(|(tenant, _)| !actor.reaches(*tenant)).filter_map(|(_, custom)| custom.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::custom_permissions::CustomersCovered;
    use crate::access::fixtures::{acting, application, group, grouped, live_key, person};
    use crate::access::group::Group;
    use crate::access::role::PartnerRole;
    use uuid::Uuid;

    fn id(number: u128) -> CustomerId {
        CustomerId::new(Uuid::from_u128(number))
    }

    fn tags(names: &[&str]) -> BTreeSet<Tag> {
        names.iter().map(|name| name.parse().unwrap()).collect()
    }

    /// Anna is Global admin, Cleo Account admin. A group of this tenant, with application 10, edits users of customers with a tag.
    fn some(tenant: Option<CustomerId>) -> People {
        let edits = [Permission::EditUsers].into_iter().collect();
        let custom = CustomPermissions::new(edits, CustomersCovered::Tagged(tags(&["Retail"]))).unwrap();
        let group = Group { custom: Some(custom), tenant, ..group(1, &[], &[10]) };
        let anna = person(1, &[PartnerRole::GlobalAdmin, PartnerRole::AdminAgent]);
        let people = [anna, person(2, &[PartnerRole::AccountAdmin])];
        let mut application = application(10, &[]);
        application.tenant = tenant;
        People { applications: vec![application], ..grouped(&people, &[group]) }
    }

    fn set(people: &People, by: usize, before: &[&str], after: &[&str]) -> Result<(), TagsRefused> {
        let actor = acting(people, &people.people[by]);
        check_tags(people, &actor, id(7), (&tags(before), &tags(after)))
    }

    #[test]
    fn a_tag_that_people_of_another_tenant_have_customers_by_is_neither_set_nor_taken() {
        let people = some(Some(id(5)));
        for (before, after) in [(&[][..], &["retail"][..]), (&["RETAIL"], &[])] {
            assert_eq!(set(&people, 1, before, after), Err(TagsRefused::OtherTenants));
            assert_eq!(set(&people, 0, before, after), Ok(()), "who manages everybody");
        }
        assert_eq!(set(&people, 1, &["Retail"], &["Retail", "North"]), Ok(()), "another tag");
        assert_eq!(set(&some(None), 1, &[], &["Retail"]), Ok(()));
    }

    #[test]
    fn a_tag_gives_no_live_key_what_the_person_lacks() {
        let mut people = some(None);
        people.applications[0].keys = vec![live_key(1)];
        assert_eq!(set(&people, 1, &[], &["Retail"]), Err(TagsRefused::KeysWouldGain));
        assert_eq!(set(&people, 0, &[], &["Retail"]), Ok(()));
        assert_eq!(set(&people, 1, &["Retail"], &[]), Ok(()), "a key that loses something");
        assert_eq!(set(&people, 1, &["Retail"], &["Retail", "North"]), Ok(()));
    }
}
