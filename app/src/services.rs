//! Server functions get these from the server: the store, the clock, new ids, and the signed-in person.

use crate::error::ApiError;
use crate::text::{invitation, passwords, reset};
use axum::http::request::Parts;
use domain::access::identity_provider::ProviderProblem;
use domain::access::permission::Permission;
use domain::access::portal_provider::ProviderOwner;
use domain::access::{Actor, CustomerScope, Decision};
use domain::cases;
use domain::console::activity::Caller;
use domain::console::chain::SaltSeed;
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::directory::password::Secret;
use domain::ids::{ActivityId, CustomerId, IdentityProviderId, OperationId, PartnerId, SecurityEventId, SessionId};
use domain::store::{Stamp, Store, StoreError};
use leptos::prelude::use_context;
use std::pin::Pin;
use std::sync::Arc;
use uuid::Uuid;

/// The store, the clock and new ids, provided to every server function.
#[derive(Clone)]
pub struct Services {
    /// The store.
    pub store: Arc<dyn Store>,
    /// The current time (UTC, epoch milliseconds).
    pub now: fn() -> i64,
    /// E-mails one-time links, if a mail server is configured.
    pub post: Option<Arc<dyn LinkPost>>,
    /// Hashes passwords.
    pub passwords: Arc<dyn HashPasswords>,
    /// Asks identity providers whether they can be used.
    pub identity: Option<Arc<dyn CheckProviders>>,
}

/// The fault of an identity provider, once it was asked.
pub type ProviderCheck<'a> = Pin<Box<dyn Future<Output = Result<Option<ProviderProblem>, StoreError>> + Send + 'a>>;

/// Asks identity providers whether they can be used.
pub trait CheckProviders: Send + Sync {
    /// Asks a provider of an owner. Nothing is wrong with one that was removed meanwhile.
    fn check(&self, owner: (PartnerId, ProviderOwner), provider: IdentityProviderId, now: i64) -> ProviderCheck<'_>;
    /// The address to which a provider sends people back. `None` while Tenantry does not know its own address.
    fn redirect_uri(&self, provider: IdentityProviderId) -> Option<String>;
    /// The whole address of a path here, likewise.
    fn address(&self, path: &str) -> Option<String>;
}

/// A one-time link to be e-mailed.
pub struct LinkLetter {
    /// The id of the user or person, for the log.
    pub whose: Uuid,
    /// The recipient's address.
    pub to: String,
    /// The purpose of the link.
    pub about: LetterAbout,
    /// The path of the link, with its token.
    pub path: String,
    /// Expiry (UTC, epoch milliseconds).
    pub expires: i64,
}

/// The purpose of an e-mailed link.
pub enum LetterAbout {
    /// A temporary password of a user of a customer.
    Password {
        /// Display name.
        name: String,
        /// User principal name.
        upn: String,
        /// The customer's name.
        customer: String,
    },
    /// Accepting an invitation.
    Invitation {
        /// Display name.
        name: String,
    },
    /// Choosing a new password.
    Reset {
        /// Display name.
        name: String,
    },
}

impl LetterAbout {
    /// The subject of the e-mail.
    pub fn subject(&self) -> &'static str {
        match self {
            Self::Password { .. } => passwords::LETTER_SUBJECT,
            Self::Invitation { .. } => invitation::LETTER_SUBJECT,
            Self::Reset { .. } => reset::LETTER_SUBJECT,
        }
    }

    /// The body of the e-mail with this link.
    pub fn text(&self, link: &str, expires: i64) -> String {
        match self {
            Self::Password { name, upn, customer } => passwords::letter(name, upn, customer, link, expires),
            Self::Invitation { name } => invitation::letter(name, link, expires),
            Self::Reset { name } => reset::letter(name, link, expires),
        }
    }
}

/// E-mails one-time links.
pub trait LinkPost: Send + Sync {
    /// Sends links in the background. Failures are tolerated: the person who created the links has them too.
    fn post(&self, letters: Vec<LinkLetter>);
}

/// Hashes passwords within the server's limits.
pub trait HashPasswords: Send + Sync {
    /// The hash of a password. `None` while too many are being hashed.
    fn hash(&self, password: Secret) -> Pin<Box<dyn Future<Output = Option<String>> + Send + '_>>;
}

impl Services {
    /// A stamp for a write of this request: current time, new time-ordered ids, random bytes, and the caller.
    pub fn stamp(&self) -> Stamp {
        Stamp {
            now: (self.now)(),
            id: Uuid::now_v7(),
            activity: ActivityId::new(Uuid::now_v7()),
            seed: SaltSeed::new(Uuid::new_v4(), Uuid::new_v4()),
            caller: caller(),
        }
    }

    /// A security event of this request, caused by the signed-in person.
    pub fn event(&self, actor: &Actor, kind: SecurityEventKind) -> SecurityEvent {
        let id = SecurityEventId::new(Uuid::now_v7());
        SecurityEvent::new(id, kind, (self.now)(), caller()).by(actor.partner, actor.id)
    }

    /// The event of a refusal, with the reason and the called function.
    pub fn refusal(&self, actor: &Actor, kind: SecurityEventKind, what: impl std::fmt::Display) -> SecurityEvent {
        let parts = use_context::<Parts>();
        let function = parts.as_ref().and_then(|parts| parts.uri.path().strip_prefix("/api/"));
        let what = match function {
            Some(function) => format!("{what} ({function})"),
            None => what.to_string(),
        };
        self.event(actor, kind).refusing(what)
    }
}

/// The caller of this request.
fn caller() -> Caller {
    use_context::<Parts>().and_then(|parts| parts.extensions.get::<Caller>().copied()).unwrap_or_default()
}

/// Fills a slice with random bytes of the operating system.
pub fn random(bytes: &mut [u8]) {
    // Two of the 16 bytes of a v4 GUID are not random.
    for part in bytes.chunks_mut(14) {
        let guid = Uuid::new_v4();
        let fresh = guid.as_bytes().iter().enumerate().filter(|(at, _)| *at != 6 && *at != 8);
        part.iter_mut().zip(fresh).for_each(|(byte, (_, random))| *byte = *random);
    }
}

/// The services of this request.
///
/// # Errors
/// [`ApiError::Unavailable`] if the server does not provide them.
pub fn services() -> Result<Services, ApiError> {
    use_context::<Services>().ok_or_else(|| ApiError::Unavailable.with_status())
}

/// Marks a request whose session could not be looked up: it is unknown whether a person is signed in.
#[derive(Debug, Clone, Copy)]
pub struct SessionUnknown;

/// Marks a request of a person without the second factor that a role needs. Until it is set up, nothing else can be
/// done.
#[derive(Debug, Clone)]
pub struct MustSetUp(pub Actor);

/// Marks a request of a person who signed in with a temporary password. Until it is replaced, nothing else can be done.
#[derive(Debug, Clone)]
pub struct MustChoosePassword(pub Actor);

/// The session of a request.
#[derive(Debug, Clone, Copy)]
pub struct ThisSession(pub SessionId);

/// The session of this request. `None` until the first use of a session of an earlier version is noted.
pub fn this_session() -> Option<SessionId> {
    use_context::<Parts>().and_then(|parts| parts.extensions.get::<ThisSession>().map(|this| this.0))
}

/// Whether the person of a request has a password; otherwise an identity provider signs the person in.
#[derive(Debug, Clone, Copy)]
pub struct HasPassword(pub bool);

/// Whether the signed-in person has a password.
pub fn has_password() -> bool {
    let known = use_context::<Parts>().and_then(|parts| parts.extensions.get::<HasPassword>().copied());
    known.is_some_and(|HasPassword(has_password)| has_password)
}

/// The signed-in person, if any.
///
/// # Errors
/// [`ApiError::Unavailable`] when the session could not be looked up.
pub fn signed_in() -> Result<Option<Actor>, ApiError> {
    let Some(parts) = use_context::<Parts>() else { return Ok(None) };
    match parts.extensions.get::<SessionUnknown>() {
        Some(SessionUnknown) => Err(ApiError::Unavailable.with_status()),
        None => Ok(parts.extensions.get::<Actor>().cloned()),
    }
}

/// The signed-in person.
///
/// # Errors
/// [`ApiError::SignedOut`] if no person is signed in, [`ApiError::Unavailable`] if the session could not be looked up.
/// Either sets the status of the reply.
pub fn actor() -> Result<Actor, ApiError> {
    signed_in()?.ok_or_else(|| ApiError::SignedOut.with_status())
}

/// The refusal of a request by a person of a portal, in a security event.
pub const NOT_IN_PORTAL: &str = "what is not open in a portal";

/// The services, and the signed-in person of the partner. For a person of a portal nothing exists that does not name such
/// people: this is the wall behind that of the paths, also for functions that a page calls while it is rendered.
///
/// # Errors
/// [`ApiError::SignedOut`], [`ApiError::Missing`] for a person of a portal, [`ApiError::Unavailable`].
pub async fn partner_person() -> Result<(Services, Actor), ApiError> {
    let (services, actor) = (services()?, actor()?);
    if actor.portal.is_none() {
        return Ok((services, actor));
    }
    let refused = services.refusal(&actor, SecurityEventKind::ActionRefused, NOT_IN_PORTAL);
    services.store.note_security(&refused).await;
    Err(ApiError::Missing.with_status())
}

/// The services, and the person who sets up a second factor. This person may be signed in, or must set it up first.
///
/// # Errors
/// [`ApiError::SignedOut`], [`ApiError::Unavailable`].
pub fn setting_up() -> Result<(Services, Actor), ApiError> {
    let must = use_context::<Parts>().and_then(|parts| parts.extensions.get::<MustSetUp>().cloned());
    match must {
        Some(MustSetUp(actor)) => Ok((services()?, actor)),
        None => Ok((services()?, actor()?)),
    }
}

/// The services, and the signed-in person as the owner of an account.
///
/// # Errors
/// [`ApiError::SignedOut`], [`ApiError::Denied`], [`ApiError::Unavailable`].
pub async fn own_account() -> Result<(Services, Actor), ApiError> {
    let (services, actor) = (services()?, actor()?);
    match actor.portal {
        Some(_) => Ok((services, actor)),
        None => allowed(Permission::SeeCustomers).await,
    }
}

/// The services and the signed-in person, whose roles give the permission.
///
/// # Errors
/// Those of [`partner_person`], and [`ApiError::Denied`].
pub async fn allowed(permission: Permission) -> Result<(Services, Actor), ApiError> {
    let (services, actor) = partner_person().await?;
    match actor.may(permission) {
        Ok(()) => Ok((services, actor)),
        Err(denied) => {
            let refused = services.refusal(&actor, SecurityEventKind::ActionRefused, permission);
            services.store.note_security(&refused).await;
            Err(ApiError::Denied(denied).with_status())
        }
    }
}

/// The services, and the scope of a customer for the signed-in person of the partner, if the person's roles and admin
/// relationships allow it.
///
/// # Errors
/// Those of [`shared_scope`]; [`ApiError::Missing`] for a person of a portal.
pub async fn customer_scope(
    permission: Permission,
    customer: CustomerId,
) -> Result<(Services, CustomerScope), ApiError> {
    partner_person().await?;
    shared_scope(permission, customer).await
}

/// The same, also for a person of the customer's portal. Functions that begin with it are in the server's list of pages and
/// functions for such people.
///
/// # Errors
/// [`ApiError::SignedOut`], [`ApiError::Missing`] for a customer that is missing or foreign, [`ApiError::Denied`],
/// [`ApiError::Unavailable`].
pub async fn shared_scope(permission: Permission, customer: CustomerId) -> Result<(Services, CustomerScope), ApiError> {
    let (services, actor) = (services()?, actor()?);
    let (kind, error) =
        match cases::scope::open(&*services.store, &actor, permission, customer, (services.now)()).await? {
            Decision::Allowed(scope) => return Ok((services, scope)),
            Decision::Missing => (SecurityEventKind::CustomerRefused, ApiError::Missing),
            Decision::Denied(denied) => (SecurityEventKind::ActionRefused, ApiError::Denied(denied)),
        };
    services.store.note_security(&services.refusal(&actor, kind, permission).about(customer)).await;
    Err(error.with_status())
}

/// Whether the signed-in person is allowed something at a customer. Nothing is noted, because something else may be enough.
///
/// # Errors
/// [`ApiError::SignedOut`], [`ApiError::Unavailable`].
pub async fn may(permission: Permission, customer: CustomerId) -> Result<bool, ApiError> {
    let (services, actor) = (services()?, actor()?);
    let decision = cases::scope::open(&*services.store, &actor, permission, customer, (services.now)()).await?;
    Ok(matches!(decision, Decision::Allowed(_)))
}

/// The services, and the scope of a customer, if the person is allowed the change that the operation made. For an operation that
/// does not exist, the called function answers.
///
/// # Errors
/// See [`customer_scope`].
pub async fn operation_scope(
    customer: CustomerId,
    operation: OperationId,
) -> Result<(Services, CustomerScope), ApiError> {
    let (services, scope) = customer_scope(Permission::SeeUsers, customer).await?;
    match services.store.operation(scope, operation).await? {
        Some(operation) => customer_scope(operation.kind.permission(), customer).await,
        None => Ok((services, scope)),
    }
}
