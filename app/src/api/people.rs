//! The partner's people.

use crate::error::ApiError;
#[cfg(feature = "ssr")]
use crate::services::Services;
#[cfg(feature = "ssr")]
use domain::access::Actor;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
#[cfg(feature = "ssr")]
use domain::access::person::INVITATION_DAYS;
use domain::access::person::{People, PersonChange, PersonForm, PersonRefused};
#[cfg(feature = "ssr")]
use domain::console::security::SecurityEventKind;
#[cfg(feature = "ssr")]
use domain::directory::password::{Secret, digest};
use domain::ids::{InvitationId, PartnerUserId};
#[cfg(feature = "ssr")]
use domain::store::InvitationLink;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::Json;

/// The result of a change; `Why` is why a person or a group is not changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PeopleReply<Why> {
    /// It was done. The people as they are now.
    Done(People),
    /// It was refused; nothing was changed.
    Refused(Why),
}

/// The result of making the link of an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum InviteReply {
    /// The invitation has a new link.
    Invited {
        /// The path of the link. Only this reply contains it.
        path: String,
        /// The people as they are now.
        people: People,
    },
    /// It was refused; nothing was changed.
    Refused(PersonRefused),
}

/// The people of the signed-in person's partner.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "people/list", input = Json)]
pub async fn list_people() -> Result<People, ApiError> {
    let (services, actor) = crate::services::allowed(Permission::ManagePeople).await?;
    Ok(services.store.partner_people(&actor, (services.now)()).await?)
}

/// Changes a person.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "people/change", input = Json)]
pub async fn change_person(
    person: PartnerUserId,
    change: PersonChange,
) -> Result<PeopleReply<PersonRefused>, ApiError> {
    let (services, actor) = crate::services::allowed(Permission::ManagePeople).await?;
    let event = services.event(&actor, kind(&change));
    let done = services.store.change_person(&actor, person, &change, &event).await?;
    services.people_after(&actor, done).await
}

/// Invites a person. The link is in the reply.
///
/// Never call this in a `Resource`: its data is written into the page.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "people/invite", input = Json)]
pub async fn invite_person(form: PersonForm) -> Result<InviteReply, ApiError> {
    let (services, actor) = crate::services::allowed(Permission::ManagePeople).await?;
    let (link, path) = services.invitation_link(InvitationId::new(uuid::Uuid::now_v7()));
    let event = services.event(&actor, SecurityEventKind::PersonInvited);
    let done = services.store.invite(&actor, &form, &link, &event).await?;
    services.invited(&actor, done, path).await
}

/// Gives an invitation another link, which is in the reply. The one before is void.
///
/// Never call this in a `Resource`: its data is written into the page.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "people/renew", input = Json)]
pub async fn renew_invitation(invitation: InvitationId) -> Result<InviteReply, ApiError> {
    let (services, actor) = crate::services::allowed(Permission::ManagePeople).await?;
    let (link, path) = services.invitation_link(invitation);
    let event = services.event(&actor, SecurityEventKind::PersonInvited);
    let done = services.store.renew_invitation(&actor, &link, &event).await?;
    services.invited(&actor, done, path).await
}

/// Withdraws an invitation. Its link is void.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "people/withdraw", input = Json)]
pub async fn withdraw_invitation(invitation: InvitationId) -> Result<PeopleReply<PersonRefused>, ApiError> {
    let (services, actor) = crate::services::allowed(Permission::ManagePeople).await?;
    let event = services.event(&actor, SecurityEventKind::InvitationWithdrawn);
    let done = services.store.withdraw_invitation(&actor, invitation, &event).await?;
    services.people_after(&actor, done).await
}

/// What a person sees of the invitation before accepting it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// Display name.
    pub name: String,
    /// Sign-in name.
    pub sign_in_name: String,
}

/// The invitation with this token; `None` if it can't be accepted (any more). Nobody need be signed in. It uses nothing
/// up.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "people/invitation", input = Json)]
pub async fn invitation_of(token: String) -> Result<Option<Invited>, ApiError> {
    let services = crate::services::services()?;
    let found = services.store.open_invitation(&digest(&token), (services.now)()).await?;
    Ok(found.map(|found| Invited { name: found.name, sign_in_name: found.sign_in_name }))
}

#[cfg(feature = "ssr")]
fn kind(change: &PersonChange) -> SecurityEventKind {
    match change {
        PersonChange::Edit(_) => SecurityEventKind::PersonEdited,
        PersonChange::Block => SecurityEventKind::PersonBlocked,
        PersonChange::Allow => SecurityEventKind::PersonAllowed,
        PersonChange::Remove => SecurityEventKind::PersonRemoved,
        PersonChange::RemoveSecondFactor => SecurityEventKind::SecondFactorRemoved,
    }
}

#[cfg(feature = "ssr")]
impl Services {
    /// The reply to a change of people or groups. A refusal that is about the actor's own roles is noted.
    pub(super) async fn people_after<Why: Copy + Into<Option<PersonRefused>>>(
        &self,
        actor: &Actor,
        done: Result<(), Why>,
    ) -> Result<PeopleReply<Why>, ApiError> {
        match done {
            Ok(()) => Ok(PeopleReply::Done(self.store.partner_people(actor, (self.now)()).await?)),
            Err(refused) => {
                self.note_refusal(actor, refused.into()).await;
                Ok(PeopleReply::Refused(refused))
            }
        }
    }

    async fn invited(
        &self,
        actor: &Actor,
        done: Result<(), PersonRefused>,
        path: String,
    ) -> Result<InviteReply, ApiError> {
        match done {
            Ok(()) => Ok(InviteReply::Invited { path, people: self.store.partner_people(actor, (self.now)()).await? }),
            Err(refused) => {
                self.note_refusal(actor, Some(refused)).await;
                Ok(InviteReply::Refused(refused))
            }
        }
    }

    /// Notes a refusal if it is about the actor's own roles.
    async fn note_refusal(&self, actor: &Actor, refused: Option<PersonRefused>) {
        if refused.is_some_and(PersonRefused::is_about_actor) {
            self.store.note_security(&self.event(actor, SecurityEventKind::ActionRefused)).await;
        }
    }

    /// A new link of an invitation, and its path.
    fn invitation_link(&self, id: InvitationId) -> (InvitationLink, String) {
        let token = Secret::token(crate::services::random);
        let now = (self.now)();
        let expires = now + INVITATION_DAYS * 24 * 60 * 60 * 1000;
        let link = InvitationLink { id, token_hash: digest(token.reveal()), created: now, expires };
        (link, crate::paths::invitation(token.reveal()))
    }
}
