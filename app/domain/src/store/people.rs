//! The store port for partner users and the choices of their partner.

use crate::access::Actor;
use crate::access::application::{ApplicationChange, ApplicationForm, ApplicationRefused};
use crate::access::application_key::KeyForm;
use crate::access::group::{DirectoryGroups, Group, GroupChange, GroupRefused};
use crate::access::invitation_form::{InvitationForm, InviteRefused};
use crate::access::people::People;
use crate::access::person::{Invitation, PersonChange};
use crate::access::person_refused::PersonRefused;
use crate::access::session::{EndSessions, PersonSession};
use crate::console::reason::ReasonPolicy;
use crate::console::security::SecurityEvent;
use crate::ids::{ApplicationId, ApplicationKeyId, CustomerId, InvitationId, PartnerGroupId, PartnerUserId};
use crate::store::StoreError;
use async_trait::async_trait;

/// A partner user with the password hash.
#[derive(Clone, PartialEq, Eq)]
pub struct PartnerUserSecret {
    /// The person.
    pub actor: Actor,
    /// The Argon2id hash, as a PHC string.
    pub password_hash: String,
    /// Sessions that began before this are over (UTC, epoch milliseconds).
    pub sessions_from: i64,
    /// The facts about a temporary password, if it is one. A person who signed in with it chooses another before
    /// anything else.
    pub temporary: Option<Temporary>,
}

/// A password that was given to a person, to be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Temporary {
    /// Until when it can be used (UTC, epoch milliseconds).
    pub until: i64,
    /// Its maker. `None` for one from before this was recorded.
    pub made_by: Option<PartnerUserId>,
}

/// The link of an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationLink {
    /// The invitation.
    pub id: InvitationId,
    /// The hash of the link's token.
    pub token_hash: String,
    /// Now (UTC, epoch milliseconds).
    pub created: i64,
    /// Expiry (UTC, epoch milliseconds).
    pub expires: i64,
}

/// A link by which a person chooses a new password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResetLink {
    /// The hash of the link's token.
    pub token_hash: String,
    /// Now (UTC, epoch milliseconds).
    pub created: i64,
    /// Expiry (UTC, epoch milliseconds).
    pub expires: i64,
}

/// Partner users and the choices of their partner.
#[async_trait]
pub trait PartnerStore: Send + Sync {
    /// The partner user with this sign-in name, in any case, unless blocked or removed.
    async fn partner_user_secret(&self, sign_in_name: &str) -> Result<Option<PartnerUserSecret>, StoreError>;
    /// The person with this id, unless blocked or removed. Applications are no people.
    async fn partner_user(&self, id: PartnerUserId) -> Result<Option<PartnerUserSecret>, StoreError>;
    /// Whether the actor's partner requires reasons.
    async fn reason_policy(&self, actor: &Actor) -> Result<ReasonPolicy, StoreError>;
}

/// Managing the people of a partner. Each write is refused or done as a whole, and notes its security event.
#[async_trait]
pub trait PeopleStore: Send + Sync {
    /// The people of the actor's partner, their groups, and those who are invited.
    async fn partner_people(&self, actor: &Actor, now: i64) -> Result<People, StoreError>;
    /// Changes a person. The name of somebody who is a user of a directory is changed by
    /// [`DirectoryPersonStore`](super::DirectoryPersonStore) alone.
    async fn change_person(
        &self,
        actor: &Actor,
        person: PartnerUserId,
        change: &PersonChange,
        event: &SecurityEvent,
    ) -> Result<Result<(), PersonRefused>, StoreError>;
    /// Invites people, all of them or nobody. The event is noted for each.
    async fn invite(
        &self,
        actor: &Actor,
        form: &InvitationForm,
        links: &[InvitationLink],
        event: &SecurityEvent,
    ) -> Result<Result<(), InviteRefused>, StoreError>;
    /// Gives an invitation another link. The one before is void.
    async fn renew_invitation(
        &self,
        actor: &Actor,
        link: &InvitationLink,
        event: &SecurityEvent,
    ) -> Result<Result<(), PersonRefused>, StoreError>;
    /// Withdraws an invitation.
    async fn withdraw_invitation(
        &self,
        actor: &Actor,
        invitation: InvitationId,
        event: &SecurityEvent,
    ) -> Result<Result<(), PersonRefused>, StoreError>;
    /// The invitation with this link, if it can be accepted.
    async fn open_invitation(&self, token_hash: &str, now: i64) -> Result<Option<Invitation>, StoreError>;
}

/// Groups of the people of a partner. Each write is refused or done as a whole, and notes its security event.
#[async_trait]
pub trait GroupStore: Send + Sync {
    /// The groups of the actor's partner, in order of their names.
    async fn groups(&self, actor: &Actor) -> Result<Vec<Group>, StoreError>;
    /// The first groups of the directory of a tenant whose names have a text; none if the account is not associated with it.
    async fn directory_groups(
        &self,
        actor: &Actor,
        tenant: CustomerId,
        search: &str,
    ) -> Result<DirectoryGroups, StoreError>;
    /// Changes a group.
    async fn change_group(
        &self,
        actor: &Actor,
        group: PartnerGroupId,
        change: &GroupChange,
        event: &SecurityEvent,
    ) -> Result<Result<(), GroupRefused>, StoreError>;
}

/// A key to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// The key.
    pub id: ApplicationKeyId,
    /// The SHA-256 of the whole key.
    pub key_hash: String,
}

/// Applications of a partner, and their keys. Each write is refused or done as a whole, and notes its security event.
#[async_trait]
pub trait ApplicationStore: Send + Sync {
    /// Adds an application.
    async fn add_application(
        &self,
        actor: &Actor,
        application: (PartnerUserId, ApplicationId),
        form: &ApplicationForm,
        event: &SecurityEvent,
    ) -> Result<Result<(), ApplicationRefused>, StoreError>;
    /// Changes an application.
    async fn change_application(
        &self,
        actor: &Actor,
        application: PartnerUserId,
        change: &ApplicationChange,
        event: &SecurityEvent,
    ) -> Result<Result<(), ApplicationRefused>, StoreError>;
    /// Adds a key to an application. It expires so many months after the event.
    async fn add_key(
        &self,
        actor: &Actor,
        application: PartnerUserId,
        form: &KeyForm,
        key: &NewKey,
        event: &SecurityEvent,
    ) -> Result<Result<(), ApplicationRefused>, StoreError>;
}

/// The sessions of people.
#[async_trait]
pub trait PersonSessionStore: Send + Sync {
    /// The sessions of a person that have not ended, newest first.
    async fn sessions_of(
        &self,
        actor: &Actor,
        person: PartnerUserId,
        now: i64,
    ) -> Result<Result<Vec<PersonSession>, PersonRefused>, StoreError>;
    /// Ends sessions of a person: their next requests are signed out. Notes the event if any has ended.
    async fn end_sessions(
        &self,
        actor: &Actor,
        person: PartnerUserId,
        which: EndSessions,
        event: &SecurityEvent,
    ) -> Result<Result<(), PersonRefused>, StoreError>;
}

/// Passwords of people: whether one can be used, and links by which people choose a new one.
#[async_trait]
pub trait PersonPasswordStore: Send + Sync {
    /// Makes a link for a person. The one before is void.
    async fn make_reset_link(
        &self,
        actor: &Actor,
        person: PartnerUserId,
        link: &ResetLink,
        event: &SecurityEvent,
    ) -> Result<Result<(), PersonRefused>, StoreError>;
}

/// Whether a password can still be used.
#[async_trait]
pub trait TemporaryPasswordStore: Send + Sync {
    /// Whether the person's password can be used at a moment (UTC, epoch milliseconds). A temporary one is good for a time, and as long
    /// as its maker could give it.
    async fn is_current(&self, who: &PartnerUserSecret, now: i64) -> Result<bool, StoreError>;
}
