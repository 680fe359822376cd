//! Creating a user in the directory of a tenant and inviting that user, in one step. The user is added by the rule about users, the
//! person is invited by the rule about invitations, and both happen or neither.

use super::reason::Reason;
use crate::access::Actor;
use crate::access::custom_permissions::CustomPermissions;
use crate::access::group::GROUPS_MAX;
use crate::access::invitation_form::{InvitationForm, Invitee, check_invitations};
use crate::access::people::People;
use crate::access::person_refused::PersonRefused;
use crate::access::role::PartnerRole;
use crate::bounds;
use crate::directory::profile::TypedProfile;
use crate::ids::{CustomerId, IdempotencyKey, InvitationId, OperationId, PartnerGroupId, UserId};
use crate::rules::change::Change;
use crate::rules::entries::{EntryAction, UserEntry};
use crate::rules::failure::Failure;
use crate::rules::plan::Plan;
use crate::rules::snapshot::Snapshot;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A request to create a user and give that user access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPersonRequest {
    /// The same key sent again creates nobody again.
    pub key: IdempotencyKey,
    /// The organization tenant.
    pub tenant: CustomerId,
    /// The id that the user will have.
    pub user: UserId,
    /// The profile. The person has its display name, and signs in with its email.
    pub profile: TypedProfile,
    /// The person's own roles.
    pub roles: BTreeSet<PartnerRole>,
    /// The person's own custom permissions, in place of roles.
    #[serde(default)]
    pub custom: Option<CustomPermissions>,
    /// The groups that the person will be in.
    #[serde(default, deserialize_with = "bounds::list::<GROUPS_MAX, _, _>")]
    pub groups: BTreeSet<PartnerGroupId>,
    /// The reason, if given.
    #[serde(default)]
    pub reason: Option<Reason>,
}

/// Why nobody is created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum NewPersonRefused {
    /// The person can't be invited.
    #[error(transparent)]
    Person(#[from] PersonRefused),
    /// The email is not valid in this directory, or another user has it.
    #[error("{0}")]
    Email(String),
    /// The user can't be added.
    #[error("{0}")]
    User(String),
    /// Changes of users need a reason.
    #[error("Changes of users need a reason.")]
    ReasonMissing,
    /// The same request is being worked on.
    #[error("This is being done already. Wait a moment, then try again.")]
    InFlight,
    /// The key was used for another request.
    #[error("This was sent before with other values. Close the form and open it again.")]
    KeyReused,
}

/// The outcome of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewPersonOutcome {
    /// The user was added and invited.
    Made {
        /// The operation that added the user.
        operation: OperationId,
        /// The invitation. `None` if the request was done earlier, and the invitation was accepted or withdrawn since.
        invitation: Option<InvitationId>,
    },
    /// It was refused, and nothing was made.
    Refused(NewPersonRefused),
}

impl NewPersonRequest {
    /// The user as an entry of `Add user`.
    pub fn entry(&self) -> UserEntry {
        UserEntry { user: self.user, asked: EntryAction::Add(self.profile.clone()), licenses: Change::default() }
    }

    /// The invitation of the user.
    pub fn invitation(&self) -> InvitationForm {
        let text = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
        let (name, sign_in_name) = (text(&self.profile.display_name), text(&self.profile.email));
        InvitationForm {
            people: vec![Invitee { name, sign_in_name, directory_user: Some(self.user) }],
            roles: self.roles.clone(),
            custom: self.custom.clone(),
            groups: self.groups.clone(),
            tenant: Some(self.tenant),
        }
    }
}

/// Whether the actor can create a user in the tenant's directory and invite that user. Whether the directory takes the user is not
/// known here.
///
/// # Errors
/// The first reason why not.
pub fn check_new_person(people: &People, actor: &Actor, request: &NewPersonRequest) -> Result<(), PersonRefused> {
    people.check_creates(actor, Some(request.tenant))?;
    check_invitations(people, actor, &request.invitation()).map_err(|refused| refused.why())
}

/// Whether a plan for the user's entry adds the user.
///
/// # Errors
/// The reason why not.
pub fn check_added(plan: &Plan, names: &Snapshot) -> Result<(), NewPersonRefused> {
    let planned = plan.users.first();
    match planned.and_then(|planned| planned.outcome.failure_of_any()) {
        None if planned.is_some_and(|planned| planned.outcome.changes()) => Ok(()),
        None => Err(NewPersonRefused::User(Failure::NotFound.words(names))),
        Some(failure @ (Failure::UpnTaken(_) | Failure::InvalidUpn(_))) => {
            Err(NewPersonRefused::Email(failure.words(names)))
        }
        Some(failure) => Err(NewPersonRefused::User(failure.words(names))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::fixtures::{acting, group, group_id, grouped, person};
    use crate::access::group::Group;
    use crate::access::person::Person;
    use crate::access::tenant::Tenant;
    use crate::rules::accounts::Accounts;
    use crate::rules::entries::plan_entries;
    use PartnerRole::{AccountAdmin, GlobalAdmin, HelpdeskAgent, SalesAgent};
    use uuid::Uuid;

    const TENANT: CustomerId = CustomerId::new(Uuid::from_u128(1));

    /// Anna (Global admin) is in no tenant; Dora (Global admin) and Cleo (Account admin) are in the tenant. Group 1 is its group, and
    /// gives the role Global admin; group 2 is the tenant's too, and group 3 is in no tenant.
    fn some() -> People {
        let here = |person: Person| Person { tenant: Some(TENANT), ..person };
        let all = [person(1, &[GlobalAdmin]), here(person(2, &[GlobalAdmin])), here(person(3, &[AccountAdmin]))];
        let ours = |number, roles: &[PartnerRole]| Group { tenant: Some(TENANT), ..group(number, roles, &[]) };
        let groups = [ours(1, &[GlobalAdmin]), ours(2, &[HelpdeskAgent]), group(3, &[SalesAgent], &[])];
        let tenant = Tenant {
            id: TENANT,
            name: "Own".into(),
            primary_domain: "own.example".into(),
            users: 3,
            on_premises: false,
            associated: Some(1),
        };
        People { tenants: vec![tenant], ..grouped(&all, &groups) }
    }

    fn request(email: &str, roles: &[PartnerRole], groups: &[u128]) -> NewPersonRequest {
        let profile = TypedProfile {
            display_name: Some(" Fay Park ".into()),
            email: Some(email.into()),
            location: Some("US".into()),
            ..TypedProfile::default()
        };
        NewPersonRequest {
            key: IdempotencyKey::new(Uuid::from_u128(1)),
            tenant: TENANT,
            user: UserId::new(Uuid::from_u128(9)),
            profile,
            roles: roles.iter().copied().collect(),
            custom: None,
            groups: groups.iter().map(|number| group_id(*number)).collect(),
            reason: None,
        }
    }

    fn check(people: &People, by: usize, request: &NewPersonRequest) -> Result<(), PersonRefused> {
        check_new_person(people, &acting(people, &people.people[by]), request)
    }

    #[test]
    fn who_manages_the_people_of_a_tenant_creates_users_with_access() {
        let people = some();
        let fay = request("fay@own.example", &[SalesAgent], &[2]);
        assert_eq!((check(&people, 0, &fay), check(&people, 1, &fay)), (Ok(()), Ok(())));
        assert_eq!(check(&people, 2, &fay), Ok(()), "an Account admin");
        let admin = request("fay@own.example", &[GlobalAdmin], &[]);
        assert_eq!(check(&people, 2, &admin), Err(PersonRefused::OnlyGlobalAdmin));
        assert_eq!(check(&people, 2, &request("fay@own.example", &[], &[1])), Err(PersonRefused::OnlyGlobalAdmin));
        let mut helpdesk = people.clone();
        helpdesk.people[2].roles = [HelpdeskAgent].into();
        assert_eq!(check(&helpdesk, 2, &fay), Err(PersonRefused::NotAllowed));
        let elsewhere = NewPersonRequest { tenant: CustomerId::new(Uuid::from_u128(7)), ..fay.clone() };
        assert_eq!(check(&people, 0, &elsewhere), Err(PersonRefused::OtherTenant));
        let mut synced = people.clone();
        synced.tenants[0].on_premises = true;
        assert_eq!(check(&synced, 0, &fay), Err(PersonRefused::OnPremises));
        assert_eq!(
            check(&people, 0, &request("PERSON2@partner.example", &[SalesAgent], &[])),
            Err(PersonRefused::Taken)
        );
        assert_eq!(check(&people, 0, &request("fay@own.example", &[], &[])), Err(PersonRefused::NoRole));
    }

    #[test]
    fn groups_are_of_the_tenant_and_can_be_all_that_gives_duties() {
        let people = some();
        let check = |by: usize, groups: &[u128]| check(&people, by, &request("fay@own.example", &[], groups));
        assert_eq!((check(1, &[2]), check(1, &[1, 2])), (Ok(()), Ok(())));
        assert_eq!(check(1, &[3]), Err(PersonRefused::OtherTenant));
        assert_eq!(check(1, &[9]), Err(PersonRefused::GroupGone));
    }

    #[test]
    fn an_email_that_the_directory_refuses_is_an_error_of_the_email() {
        let mut accounts = Accounts { domains: ["own.example".to_owned()].into(), ..Accounts::default() };
        let added = |accounts: &Accounts, email: &str| {
            let entries = [request(email, &[SalesAgent], &[]).entry()];
            check_added(&plan_entries(accounts, &entries), &accounts.snapshot)
        };
        assert_eq!(added(&accounts, "fay@own.example"), Ok(()));
        let elsewhere = added(&accounts, "fay@contoso.com");
        assert!(
            matches!(&elsewhere, Err(NewPersonRefused::Email(why)) if why.contains("contoso.com")),
            "{elsewhere:?}"
        );
        accounts.taken.insert("fay@own.example".into());
        assert!(matches!(added(&accounts, "Fay@own.example"), Err(NewPersonRefused::Email(_))));
    }
}
