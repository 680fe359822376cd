//! The people of a partner, with their groups, invitations and applications.

use super::application::Application;
use super::custom_permissions::CustomPermissions;
use super::group::Group;
use super::person::{Invitation, Person};
use super::role::PartnerRole;
use super::tenant::{Elsewhere, Tenant};
use crate::ids::{CustomerId, PartnerGroupId, PartnerUserId, UserId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The people of a partner, their groups, those who are invited, and applications. Groups and applications are in order of their
/// names, the others of their sign-in names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct People {
    /// The people.
    pub people: Vec<Person>,
    /// The groups.
    pub groups: Vec<Group>,
    /// The invitations.
    pub invitations: Vec<Invitation>,
    /// The applications that call the API. They are no people: they sign in nowhere and manage nobody.
    #[serde(default)]
    pub applications: Vec<Application>,
    /// Whether only identity providers sign people in.
    pub passwords_off: bool,
    /// The names of the customers that custom permissions name.
    pub customers: BTreeMap<CustomerId, String>,
    /// The organization tenants that the partner's account is associated with, and those that people still belong to.
    #[serde(default)]
    pub tenants: Vec<Tenant>,
    /// The rules' knowledge of the people that the actor does not manage.
    #[serde(default)]
    pub elsewhere: Box<Elsewhere>,
}

impl People {
    /// The person with this id.
    pub fn person(&self, id: PartnerUserId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// The group with this id.
    pub fn group(&self, id: PartnerGroupId) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    /// The application with this id.
    pub fn application(&self, id: PartnerUserId) -> Option<&Application> {
        self.applications.iter().find(|application| application.id == id)
    }

    /// The groups that a person or an application is in.
    pub fn groups_of(&self, person: PartnerUserId) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(move |group| group.members.contains(&person))
    }

    /// The roles that groups give a person or an application.
    pub fn roles_by_groups(&self, person: PartnerUserId) -> BTreeSet<PartnerRole> {
        self.groups_of(person).flat_map(|group| group.roles.iter().copied()).collect()
    }

    /// A person's roles: the person's own roles, and those of the person's groups.
    pub fn roles_of(&self, person: &Person) -> BTreeSet<PartnerRole> {
        self.roles_by_groups(person.id).union(&person.roles).copied().collect()
    }

    /// An application's roles: its own roles, and those of its groups.
    pub fn roles_of_application(&self, application: &Application) -> BTreeSet<PartnerRole> {
        self.roles_by_groups(application.id).union(&application.roles).copied().collect()
    }

    /// The name of a member of a group: the sign-in name of a person, the name of an application.
    pub fn member_name(&self, member: PartnerUserId) -> Option<&str> {
        let person = self.person(member).map(|person| person.sign_in_name.as_str());
        person.or_else(|| self.application(member).map(|application| application.name.as_str()))
    }

    /// A person's custom permissions: the person's own, and those of the person's groups.
    pub fn custom_of(&self, person: &Person) -> Vec<CustomPermissions> {
        let by_groups = self.groups_of(person.id).filter_map(|group| group.custom.clone());
        person.custom.iter().cloned().chain(by_groups).collect()
    }

    /// An application's custom permissions: its own, and those of its groups.
    pub fn custom_of_application(&self, application: &Application) -> Vec<CustomPermissions> {
        let by_groups = self.groups_of(application.id).filter_map(|group| group.custom.clone());
        application.custom.iter().cloned().chain(by_groups).collect()
    }

    /// The roles that an invited person will have: those of the invitation, and those of its groups.
    pub fn roles_of_invitation(&self, invitation: &Invitation) -> BTreeSet<PartnerRole> {
        let groups = invitation.groups.iter().filter_map(|group| self.group(*group));
        groups.flat_map(|group| group.roles.iter().copied()).chain(invitation.roles.iter().copied()).collect()
    }

    /// Whether groups give a person or an application roles or custom permissions.
    pub fn has_duties_by_groups(&self, member: PartnerUserId) -> bool {
        self.groups_of(member).any(|group| !group.roles.is_empty() || group.custom.is_some())
    }

    /// The customers that custom permissions of anybody name.
    pub fn chosen_customers(&self) -> BTreeSet<CustomerId> {
        let people = self.people.iter().map(|person| &person.custom);
        let groups = self.groups.iter().map(|group| &group.custom);
        let invitations = self.invitations.iter().map(|invitation| &invitation.custom);
        let applications = self.applications.iter().map(|application| &application.custom);
        people
            .chain(groups)
            .chain(invitations)
            .chain(applications)
            .flatten()
            .flat_map(CustomPermissions::chosen)
            .collect()
    }

    /// Whether a user of a tenant's directory is a person, or is invited.
    pub fn is_person(&self, tenant: Option<CustomerId>, user: UserId) -> bool {
        let people = self.people.iter().map(|person| (person.tenant, person.directory_user));
        let invited = self.invitations.iter().map(|invitation| (invitation.tenant, invitation.directory_user));
        people.chain(invited).any(|one| one == (tenant, Some(user)))
    }

    /// Whether a sign-in name belongs to somebody, in any case.
    pub fn has_sign_in_name(&self, name: &str) -> bool {
        let key = name.trim().to_lowercase();
        let people = self.people.iter().map(|person| &person.sign_in_name);
        let invited = self.invitations.iter().map(|invitation| &invitation.sign_in_name);
        people.chain(invited).any(|name| name.trim().to_lowercase() == key)
    }
}
