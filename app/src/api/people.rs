//! The partner's people.

use super::my_account::SessionList;
use crate::error::ApiError;
use crate::json::JsonHttp;
#[cfg(feature = "ssr")]
use crate::services::{LetterAbout, LinkLetter, Services};
use crate::state::proving::Proving;
use domain::access::identity_provider::SignInWays;
use domain::access::invitation_form::{InvitationForm, InviteRefused};
#[cfg(feature = "ssr")]
use domain::access::noted::Refusal;
use domain::access::people::People;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
use domain::access::person::PersonChange;
#[cfg(feature = "ssr")]
use domain::access::person::{INVITATION_DAYS, RESET_HOURS};
use domain::access::person_refused::PersonRefused;
#[cfg(feature = "ssr")]
use domain::access::session::EndSessions;
#[cfg(feature = "ssr")]
use domain::access::{Actor, CustomerScope};
#[cfg(feature = "ssr")]
use domain::console::security::SecurityEventKind;
#[cfg(feature = "ssr")]
use domain::directory::address::is_mail_address;
#[cfg(feature = "ssr")]
use domain::directory::password::{Secret, digest};
use domain::ids::{InvitationId, PartnerUserId, SessionId};
#[cfg(feature = "ssr")]
use domain::store::{InvitationLink, ResetLink};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The result of a change; `Why` is why a person, a group or an application is not changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PeopleReply<Why> {
    /// It was done. The people as they are now.
    Done(People),
    /// It was refused; nothing was changed.
    Refused(Why),
}

/// The result of making a link: that of an invitation, or to a new password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkReply {
    /// There is a new link.
    Made {
        /// The link. Only this reply contains it.
        link: MadeLink,
        /// The people as they are now.
        people: People,
    },
    /// It was refused; nothing was changed.
    Refused(PersonRefused),
}

/// The result of inviting people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum InviteReply {
    /// They are invited.
    Made {
        /// Their links, in the order in which they were asked for. Only this reply contains them.
        links: Vec<MadeLink>,
        /// The people as they are now.
        people: People,
    },
    /// It was refused; nobody is invited.
    Refused(InviteRefused),
}

/// A link that was made.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeLink {
    /// The path, with the token.
    pub path: String,
    /// Expiry (UTC, epoch milliseconds).
    pub expires: i64,
    /// Whether it is being e-mailed too.
    pub mailed: bool,
}

impl std::fmt::Debug for MadeLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MadeLink").field("expires", &self.expires).field("mailed", &self.mailed).finish_non_exhaustive()
    }
}

/// The sessions of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SessionsReply {
    /// The sessions as they are now.
    Sessions(SessionList),
    /// It was refused; nothing was changed.
    Refused(PersonRefused),
}

/// The people of the signed-in person's partner.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "people/list", protocol = JsonHttp)]
pub async fn list_people() -> Result<People, ApiError> {
    let (services, actor) = crate::services::allowed(Permission::ManagePeople).await?;
    Ok(services.store.partner_people(&actor, (services.now)()).await?)
}

/// Changes a person.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "people/change", protocol = Proving)]
pub async fn change_person(
    person: PartnerUserId,
    change: PersonChange,
) -> Result<PeopleReply<PersonRefused>, ApiError> {
    let (services, actor) = crate::proof::proven(Permission::ManagePeople).await?;
    let event = services.event(&actor, kind(&change));
    let done = services.change_with_directory(&actor, person, &change, &event).await?;
    services.people_after(&actor, done).await
}

/// Invites people. Their links are in the reply.
///
/// Never call this in a `Resource`: its data is written into the page.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "people/invite", protocol = Proving)]
pub async fn invite_people(form: InvitationForm) -> Result<InviteReply, ApiError> {
    let (services, actor) = crate::proof::proven(Permission::ManagePeople).await?;
    let new_link = |_| services.invitation_link(InvitationId::new(uuid::Uuid::now_v7()));
    let (links, paths): (Vec<_>, Vec<_>) = form.people.iter().map(new_link).unzip();
    let event = services.event(&actor, SecurityEventKind::PersonInvited);
    if let Err(refused) = services.store.invite(&actor, &form, &links, &event).await? {
        services.note_refusal(&actor, &refused.why()).await;
        return Ok(InviteReply::Refused(refused));
    }
    let people = services.store.partner_people(&actor, (services.now)()).await?;
    let made = |(link, path): (&InvitationLink, String)| {
        let mailed = services.mail_invitation(&people, link, &path);
        MadeLink { path, expires: link.expires, mailed }
    };
    let links = links.iter().zip(paths).map(made).collect();
    Ok(InviteReply::Made { links, people })
}

/// Gives an invitation another link, which is in the reply. The one before is void.
///
/// Never call this in a `Resource`: its data is written into the page.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "people/renew", protocol = Proving)]
pub async fn renew_invitation(invitation: InvitationId) -> Result<LinkReply, ApiError> {
    let (services, actor) = crate::proof::proven(Permission::ManagePeople).await?;
    let (link, path) = services.invitation_link(invitation);
    let event = services.event(&actor, SecurityEventKind::PersonInvited);
    let done = services.store.renew_invitation(&actor, &link, &event).await?;
    services.invited(&actor, done, &link, path).await
}

/// Withdraws an invitation. Its link is void.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "people/withdraw", protocol = Proving)]
pub async fn withdraw_invitation(invitation: InvitationId) -> Result<PeopleReply<PersonRefused>, ApiError> {
    let (services, actor) = crate::proof::proven(Permission::ManagePeople).await?;
    let event = services.event(&actor, SecurityEventKind::InvitationWithdrawn);
    let done = services.store.withdraw_invitation(&actor, invitation, &event).await?;
    services.people_after(&actor, done).await
}

/// Makes a link by which a person chooses a new password. It is in the reply. The one before is void.
///
/// Never call this in a `Resource`: its data is written into the page.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "people/reset", protocol = Proving)]
pub async fn make_reset_link(person: PartnerUserId) -> Result<LinkReply, ApiError> {
    let (services, actor) = crate::proof::proven(Permission::ManagePeople).await?;
    let (token, created) = (Secret::token(crate::services::random), (services.now)());
    let expires = created + RESET_HOURS * 60 * 60 * 1000;
    let link = ResetLink { token_hash: digest(token.reveal()), created, expires };
    let event = services.event(&actor, SecurityEventKind::ResetLinkCreated);
    let done = services.store.make_reset_link(&actor, person, &link, &event).await?;
    let path = crate::paths::reset_link(token.reveal());
    services.link_made(&actor, done, |_| MadeLink { path, expires, mailed: false }).await
}

/// The sessions of a person.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "people/sessions", protocol = JsonHttp)]
pub async fn list_sessions_of(person: PartnerUserId) -> Result<SessionsReply, ApiError> {
    let (services, actor) = crate::services::allowed(Permission::ManagePeople).await?;
    services.sessions_after(&actor, person, Ok(())).await
}

/// Ends a session of a person; without a session all, but never the one that asks.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "people/end-sessions", protocol = Proving)]
pub async fn end_sessions_of(person: PartnerUserId, session: Option<SessionId>) -> Result<SessionsReply, ApiError> {
    let (services, actor) = crate::proof::proven(Permission::ManagePeople).await?;
    let which = match (session, crate::services::this_session()) {
        (Some(session), _) => EndSessions::One(session),
        (None, Some(this)) if person == actor.id => EndSessions::AllBut(this),
        (None, _) => EndSessions::All,
    };
    let event = services.event(&actor, SecurityEventKind::SessionsEnded);
    let done = services.store.end_sessions(&actor, person, which, &event).await?;
    services.sessions_after(&actor, person, done).await
}

/// The part of an invitation that a person sees before accepting it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// Display name.
    pub name: String,
    /// Sign-in name.
    pub sign_in_name: String,
    /// How it can be accepted.
    pub ways: SignInWays,
}

/// The invitation with this token; `None` if it can't be accepted (any more). Nobody need be signed in. It uses nothing
/// up.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "people/invitation", protocol = JsonHttp)]
pub async fn invitation_of(token: String) -> Result<Option<Invited>, ApiError> {
    let services = crate::services::services()?;
    let token_hash = digest(&token);
    let Some(found) = services.store.open_invitation(&token_hash, (services.now)()).await? else { return Ok(None) };
    let ways = services.store.ways_to_accept(&token_hash).await?;
    Ok(Some(Invited { name: found.name, sign_in_name: found.sign_in_name, ways }))
}

#[cfg(feature = "ssr")]
pub(super) fn kind(change: &PersonChange) -> SecurityEventKind {
    match change {
        PersonChange::Edit(_) => SecurityEventKind::PersonEdited,
        PersonChange::Block => SecurityEventKind::PersonBlocked,
        PersonChange::Allow => SecurityEventKind::PersonAllowed,
        PersonChange::Remove => SecurityEventKind::PersonRemoved,
        PersonChange::RemoveSecondFactor => SecurityEventKind::SecondFactorRemoved,
        PersonChange::Unlink(_) => SecurityEventKind::IdentityUnlinked,
    }
}

#[cfg(feature = "ssr")]
impl Services {
    /// The reply to a change of people, groups or applications.
    pub(super) async fn people_after<Why: Copy + Refusal>(
        &self,
        actor: &Actor,
        done: Result<(), Why>,
    ) -> Result<PeopleReply<Why>, ApiError> {
        match done {
            Ok(()) => Ok(PeopleReply::Done(self.store.partner_people(actor, (self.now)()).await?)),
            Err(refused) => {
                self.note_refusal(actor, &refused).await;
                Ok(PeopleReply::Refused(refused))
            }
        }
    }

    /// The reply with the link of an invitation, which is e-mailed too if it can be.
    async fn invited(
        &self,
        actor: &Actor,
        done: Result<(), PersonRefused>,
        link: &InvitationLink,
        path: String,
    ) -> Result<LinkReply, ApiError> {
        let made = |people: &People| {
            let mailed = self.mail_invitation(people, link, &path);
            MadeLink { path, expires: link.expires, mailed }
        };
        self.link_made(actor, done, made).await
    }

    async fn link_made(
        &self,
        actor: &Actor,
        done: Result<(), PersonRefused>,
        made: impl FnOnce(&People) -> MadeLink,
    ) -> Result<LinkReply, ApiError> {
        match done {
            Ok(()) => {
                let people = self.store.partner_people(actor, (self.now)()).await?;
                Ok(LinkReply::Made { link: made(&people), people })
            }
            Err(refused) => {
                self.note_refusal(actor, &refused).await;
                Ok(LinkReply::Refused(refused))
            }
        }
    }

    /// E-mails the link of an invitation, if a mail server is configured and the sign-in name is an address. False if it
    /// is not mailed.
    pub(super) fn mail_invitation(&self, people: &People, link: &InvitationLink, path: &str) -> bool {
        let invited = people.invitations.iter().find(|one| one.id == link.id);
        let (Some(invited), Some(post)) = (invited, &self.post) else { return false };
        let is_address = is_mail_address(&invited.sign_in_name);
        if is_address {
            let about = LetterAbout::Invitation { name: invited.name.clone() };
            let (whose, to, expires) = (link.id.uuid(), invited.sign_in_name.clone(), link.expires);
            post.post(vec![LinkLetter { whose, to, about, path: path.to_owned(), expires }]);
        }
        is_address
    }

    /// The sessions of a person after a change.
    async fn sessions_after(
        &self,
        actor: &Actor,
        person: PartnerUserId,
        done: Result<(), PersonRefused>,
    ) -> Result<SessionsReply, ApiError> {
        let found = match done {
            Ok(()) => self.store.sessions_of(actor, person, (self.now)()).await?,
            Err(refused) => Err(refused),
        };
        match found {
            Ok(sessions) => {
                Ok(SessionsReply::Sessions(SessionList { sessions, this: crate::services::this_session() }))
            }
            Err(refused) => {
                self.note_refusal(actor, &refused).await;
                Ok(SessionsReply::Refused(refused))
            }
        }
    }

    /// Notes a refusal, unless it is about a typed value.
    pub(super) async fn note_refusal(&self, actor: &Actor, why: &impl Refusal) {
        if why.is_noted() {
            let refused = self.refusal(actor, SecurityEventKind::ActionRefused, why);
            self.store.note_security(&refused).await;
        }
    }

    /// The same about a customer.
    pub(super) async fn note_refusal_at(&self, actor: &Actor, scope: CustomerScope, why: &impl Refusal) {
        if why.is_noted() {
            let refused = self.refusal(actor, SecurityEventKind::ActionRefused, why).about(scope.customer());
            self.store.note_security(&refused).await;
        }
    }

    /// A new link of an invitation, and its path.
    pub(super) fn invitation_link(&self, id: InvitationId) -> (InvitationLink, String) {
        let token = Secret::token(crate::services::random);
        let now = (self.now)();
        let expires = now + INVITATION_DAYS * 24 * 60 * 60 * 1000;
        let link = InvitationLink { id, token_hash: digest(token.reveal()), created: now, expires };
        (link, crate::paths::invitation(token.reveal()))
    }
}
