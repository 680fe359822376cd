//! Adding invitations, and the new link of a person created with one.

use super::invitation_groups::written_groups;
use super::partners::key;
use super::stored_duties::{written_custom, written_roles};
use crate::store::SqlStore;
use crate::store::engine::fetch::Execute;
use domain::access::Actor;
use domain::access::custom_permissions::CustomPermissions;
use domain::access::people::People;
use domain::access::person::{Invitation, PersonForm};
use domain::access::role::PartnerRole;
use domain::console::security::{RolesChanged, SecurityEvent};
use domain::ids::{CustomerId, InvitationId, PartnerGroupId, UserId};
use domain::store::{InvitationLink, PeopleStore, StoreError};
use sqlx::AnyConnection;
use std::collections::BTreeSet;

const INVITE: &str = "INSERT INTO invitation \
    (id, partner_id, name, sign_in_name, sign_in_key, roles, token_hash, invited_by, created, expires, custom, \
    tenant_id, directory_user_id, group_ids) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

/// An invitation to be added.
pub(in crate::store) struct NewInvitation<'a> {
    pub form: &'a PersonForm,
    pub groups: &'a BTreeSet<PartnerGroupId>,
    pub tenant: Option<CustomerId>,
    pub directory_user: Option<UserId>,
}

impl NewInvitation<'_> {
    /// The duties that the invited person gets, for the event.
    pub(in crate::store) fn given(&self, people: &People) -> RolesChanged {
        given(people, &self.form.roles, self.form.custom.as_ref(), self.groups)
    }
}

/// The duties that an invitation gives, for its event.
pub(super) fn given(
    people: &People,
    roles: &BTreeSet<PartnerRole>,
    custom: Option<&CustomPermissions>,
    groups: &BTreeSet<PartnerGroupId>,
) -> RolesChanged {
    let groups = groups.iter().filter_map(|group| people.group(*group)).map(|group| group.name.clone());
    RolesChanged::given(roles).and_custom(custom).in_groups(groups.collect())
}

pub(in crate::store) async fn add_invitation(
    connection: &mut AnyConnection,
    actor: &Actor,
    new: &NewInvitation<'_>,
    link: &InvitationLink,
) -> Result<(), StoreError> {
    let NewInvitation { form, groups, tenant, directory_user } = new;
    let sign_in_name = form.sign_in_name.trim();
    sqlx::query(INVITE)
        .bind(link.id.to_string())
        .bind(actor.partner.to_string())
        .bind(form.name.trim())
        .bind(sign_in_name)
        .bind(key(sign_in_name))
        .bind(written_roles(&form.roles))
        .bind(link.token_hash.clone())
        .bind(actor.id.to_string())
        .bind(link.created)
        .bind(link.expires)
        .bind(written_custom(form.custom.as_ref())?)
        .bind(tenant.map(|tenant| tenant.to_string()))
        .bind(directory_user.map(|user| user.to_string()))
        .bind(written_groups(groups)?)
        .run(connection)
        .await
        .map(|_| ())
}

impl SqlStore {
    /// Gives the invitation of a user of a tenant's directory another link, and returns the invitation. `None` if there is none any
    /// more, or the actor can't renew it.
    pub(in crate::store) async fn renew_of_user(
        &self,
        actor: &Actor,
        (tenant, user): (CustomerId, UserId),
        link: &InvitationLink,
        event: &SecurityEvent,
    ) -> Result<Option<InvitationId>, StoreError> {
        let people = self.partner_people(actor, event.at).await?;
        let is_theirs = |one: &&Invitation| (one.tenant, one.directory_user) == (Some(tenant), Some(user));
        let Some(id) = people.invitations.iter().find(is_theirs).map(|one| one.id) else { return Ok(None) };
        let link = InvitationLink { id, ..link.clone() };
        Ok(self.renew_invitation(actor, &link, event).await?.ok().map(|()| id))
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    vec![INVITE.to_owned()]
}
