//! Inviting people: up to [`INVITATIONS_MAX`] at once, with the same duties.

use super::Actor;
use super::custom_permissions::CustomPermissions;
use super::group::GROUPS_MAX;
use super::names::NAME_MAX;
use super::people::People;
use super::people_rules::{check_form, check_roles};
use super::person::PersonForm;
use super::person_refused::{PEOPLE_MAX, PersonRefused};
use super::role::PartnerRole;
use super::sign_in_name::is_plain;
use crate::bounds;
use crate::ids::{CustomerId, PartnerGroupId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most people who are invited at once.
pub const INVITATIONS_MAX: usize = 10;

/// Somebody who is invited.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Invitee {
    /// Display name.
    #[serde(deserialize_with = "bounds::text::<NAME_MAX, _>")]
    pub name: String,
    /// Sign-in name.
    #[serde(deserialize_with = "bounds::text::<NAME_MAX, _>")]
    pub sign_in_name: String,
    /// The user of the tenant's directory that the person will be.
    #[serde(default)]
    pub directory_user: Option<UserId>,
}

/// A request to invite people.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct InvitationForm {
    /// The people to invite.
    #[serde(deserialize_with = "bounds::list::<INVITATIONS_MAX, _, _>")]
    pub people: Vec<Invitee>,
    /// The roles of each of them.
    pub roles: BTreeSet<PartnerRole>,
    /// The custom permissions of each of them, in place of roles.
    #[serde(default)]
    pub custom: Option<CustomPermissions>,
    /// The groups that each of them will be in.
    #[serde(default, deserialize_with = "bounds::list::<GROUPS_MAX, _, _>")]
    pub groups: BTreeSet<PartnerGroupId>,
    /// The organization tenant that they will belong to.
    #[serde(default)]
    pub tenant: Option<CustomerId>,
}

/// Why nobody is invited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum InviteRefused {
    /// Nobody is named.
    #[error("Enter a sign-in name.")]
    Nobody,
    /// It is about one of them.
    #[error("{why}")]
    One {
        /// Which of them, counted from 0.
        at: usize,
        /// Why this person is not invited.
        why: PersonRefused,
    },
    /// It is about all of them.
    #[error(transparent)]
    All(PersonRefused),
}

impl InviteRefused {
    /// Why a person is not invited.
    pub fn why(self) -> PersonRefused {
        match self {
            Self::Nobody => PersonRefused::NoSignInName,
            Self::One { why, .. } | Self::All(why) => why,
        }
    }
}

impl InvitationForm {
    /// The form of one person.
    pub fn of_one(form: PersonForm) -> Self {
        let PersonForm { name, sign_in_name, roles, custom } = form;
        let invitee = Invitee { name, sign_in_name, directory_user: None };
        Self { people: vec![invitee], roles, custom, ..Self::default() }
    }

    /// The request for one of them.
    pub fn form_of(&self, invitee: &Invitee) -> PersonForm {
        let Invitee { name, sign_in_name, .. } = invitee.clone();
        PersonForm { name, sign_in_name, roles: self.roles.clone(), custom: self.custom.clone() }
    }
}

/// Whether the actor can invite these people. People of other partners are not known here.
///
/// # Errors
/// The first reason why not.
pub fn check_invitations(people: &People, actor: &Actor, form: &InvitationForm) -> Result<(), InviteRefused> {
    people.check_place(actor, form.tenant).map_err(InviteRefused::All)?;
    let has_duties = check_groups(people, actor, form).map_err(InviteRefused::All)?;
    let (mut seen, mut users) = (BTreeSet::new(), BTreeSet::new());
    for (at, invitee) in form.people.iter().enumerate() {
        let one = |why| InviteRefused::One { at, why };
        if invitee.directory_user.is_none() {
            // A person who is not in the directory yet would be created there.
            people.check_creates(actor, form.tenant).map_err(InviteRefused::All)?;
        }
        check_form(actor, &form.form_of(invitee), has_duties).map_err(|why| match is_about_one(why) {
            true => one(why),
            false => InviteRefused::All(why),
        })?;
        if !is_plain(&invitee.sign_in_name) {
            return Err(one(PersonRefused::LooksLikeAnother));
        }
        if !seen.insert(invitee.sign_in_name.trim().to_lowercase()) {
            return Err(one(PersonRefused::Twice));
        }
        if people.has_sign_in_name(&invitee.sign_in_name) {
            return Err(one(PersonRefused::Taken));
        }
        if invitee.directory_user.is_some_and(|user| !users.insert(user) || people.is_person(form.tenant, user)) {
            return Err(one(PersonRefused::IsPerson));
        }
    }
    if form.people.is_empty() {
        return Err(InviteRefused::Nobody);
    }
    let there_are = people.people.len() + people.invitations.len() + people.elsewhere.people + form.people.len();
    if i64::try_from(there_are).is_ok_and(|there_are| there_are <= PEOPLE_MAX) {
        Ok(())
    } else {
        Err(InviteRefused::All(PersonRefused::TooMany))
    }
}

/// Whether the actor can put people into these groups, which are of the people's tenant. Returns whether the groups give duties.
fn check_groups(people: &People, actor: &Actor, form: &InvitationForm) -> Result<bool, PersonRefused> {
    let mut have_duties = false;
    for group in &form.groups {
        let group = people.group(*group).ok_or(PersonRefused::GroupGone)?;
        if group.tenant != form.tenant {
            return Err(PersonRefused::OtherTenant);
        }
        if group.directory.is_some() {
            return Err(PersonRefused::GroupFollowsDirectory);
        }
        check_roles(actor, &group.roles)?;
        have_duties |= !group.roles.is_empty() || group.custom.is_some();
    }
    Ok(have_duties)
}

fn is_about_one(why: PersonRefused) -> bool {
    matches!(
        why,
        PersonRefused::NoName
            | PersonRefused::NoSignInName
            | PersonRefused::HiddenInName
            | PersonRefused::HiddenInSignInName
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::fixtures::{acting, group, group_id, grouped, people, person};
    use crate::access::tenant::Tenant;
    use uuid::Uuid;

    fn form(names: &[&str], roles: &[PartnerRole]) -> InvitationForm {
        let invitee = |name: &&str| {
            let (name, sign_in_name) = ((*name).to_owned(), (*name).to_owned());
            Invitee { name, sign_in_name, directory_user: None }
        };
        let people = names.iter().map(invitee).collect();
        InvitationForm { people, roles: roles.iter().copied().collect(), ..InvitationForm::default() }
    }

    #[test]
    fn a_refusal_names_who_it_is_about() {
        let (anna, cleo) = (person(1, &[PartnerRole::GlobalAdmin]), person(3, &[PartnerRole::AccountAdmin]));
        let people = people(&[anna.clone(), cleo.clone()]);
        let check = |by, names: &[&str], roles: &[PartnerRole]| {
            check_invitations(&people, &acting(&people, by), &form(names, roles))
        };
        let sales = [PartnerRole::SalesAgent];
        let one = |at, why| Err(InviteRefused::One { at, why });
        assert_eq!(check(&anna, &["a@x.de", "b@x.de"], &sales), Ok(()));
        assert_eq!(check(&anna, &[], &sales), Err(InviteRefused::Nobody));
        assert_eq!(check(&anna, &["a@x.de", " A@X.de"], &sales), one(1, PersonRefused::Twice));
        assert_eq!(check(&anna, &["a@x.de", "PERSON3@partner.example"], &sales), one(1, PersonRefused::Taken));
        assert_eq!(check(&anna, &["a@x.de", " "], &sales), one(1, PersonRefused::NoName));
        let cyrillic = check(&anna, &["a@x.de", "p\u{435}rson3@partner.example"], &sales);
        assert_eq!(cyrillic, one(1, PersonRefused::LooksLikeAnother));
        assert_eq!(check(&anna, &["a@x.de"], &[]), Err(InviteRefused::All(PersonRefused::NoRole)));
        let global = check(&cleo, &["a@x.de"], &[PartnerRole::GlobalAdmin]);
        assert_eq!(global, Err(InviteRefused::All(PersonRefused::OnlyGlobalAdmin)));
    }

    #[test]
    fn into_a_tenant_that_is_synchronized_from_on_premises_only_its_users_are_invited() {
        let anna = person(1, &[PartnerRole::GlobalAdmin]);
        let tenant = CustomerId::new(Uuid::from_u128(9));
        let mut people = people(std::slice::from_ref(&anna));
        people.tenants = vec![Tenant {
            id: tenant,
            name: "Tenant".into(),
            primary_domain: "tenant.example".into(),
            users: 1,
            on_premises: true,
            associated: Some(1),
        }];
        let check = |people: &People, directory_user| {
            let mut form = form(&["a@x.de"], &[PartnerRole::SalesAgent]);
            (form.tenant, form.people[0].directory_user) = (Some(tenant), directory_user);
            check_invitations(people, &acting(people, &anna), &form)
        };
        assert_eq!(check(&people, Some(UserId::new(Uuid::from_u128(1)))), Ok(()));
        assert_eq!(check(&people, None), Err(InviteRefused::All(PersonRefused::OnPremises)));
        people.tenants[0].on_premises = false;
        assert_eq!(check(&people, None), Ok(()));
    }

    #[test]
    fn the_last_free_place_is_for_one() {
        let all: Vec<_> = (1..1_000).map(|number| person(number, &[PartnerRole::GlobalAdmin])).collect();
        let people = people(&all);
        let check = |names: &[&str]| {
            check_invitations(&people, &acting(&people, &all[0]), &form(names, &[PartnerRole::SalesAgent]))
        };
        assert_eq!(check(&["a"]), Ok(()));
        assert_eq!(check(&["a", "b"]), Err(InviteRefused::All(PersonRefused::TooMany)));
    }

    #[test]
    fn only_a_global_admin_invites_into_a_group_of_global_admins() {
        let (anna, cleo) = (person(1, &[PartnerRole::GlobalAdmin]), person(3, &[PartnerRole::AccountAdmin]));
        let groups = [group(1, &[PartnerRole::GlobalAdmin], &[]), group(2, &[PartnerRole::SalesAgent], &[])];
        let people = grouped(&[anna.clone(), cleo.clone()], &groups);
        let check = |by, number| {
            let form = InvitationForm { groups: [group_id(number)].into(), ..form(&["a@x.de"], &[]) };
            check_invitations(&people, &acting(&people, by), &form)
        };
        assert_eq!((check(&anna, 1), check(&cleo, 2)), (Ok(()), Ok(())));
        assert_eq!(check(&cleo, 1), Err(InviteRefused::All(PersonRefused::OnlyGlobalAdmin)));
        assert_eq!(check(&anna, 9), Err(InviteRefused::All(PersonRefused::GroupGone)));
    }

    #[test]
    fn a_request_names_ten_people_at_most() {
        let request = |count: usize| {
            let names = vec!["a"; count];
            serde_json::from_str::<InvitationForm>(&serde_json::to_string(&form(&names, &[])).unwrap())
        };
        assert!(request(10).is_ok() && request(11).is_err());
    }
}
