//! What server functions need from the server: the store, the clock, new ids, and who is signed in.

use crate::error::ApiError;
use axum::http::request::Parts;
use domain::access::{Actor, CustomerScope};
use domain::cases;
use domain::console::activity::Caller;
use domain::console::chain::Seed;
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::directory::password::Secret;
use domain::ids::{ActivityId, CustomerId, SecurityEventId, UserId};
use domain::store::{Stamp, Store};
use leptos::prelude::use_context;
use std::sync::Arc;

/// The store, the clock and new ids; handed to every server function.
#[derive(Clone)]
pub struct Services {
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// Now (UTC, epoch milliseconds).
    pub now: fn() -> i64,
    /// What e-mails one-time links, where a mail server is configured.
    pub post: Option<Arc<dyn LinkPost>>,
}

/// A one-time link to be e-mailed.
pub struct LinkLetter {
    /// Whose.
    pub user: UserId,
    /// Where to.
    pub to: String,
    /// Display name.
    pub name: String,
    /// User principal name.
    pub upn: String,
    /// The customer's name.
    pub customer: String,
    /// The link's token.
    pub token: Secret,
    /// Until when it is good (UTC, epoch milliseconds).
    pub expires: i64,
}

/// E-mails one-time links.
pub trait LinkPost: Send + Sync {
    /// Sends them in the background, as well as it can: whoever made them has them too.
    fn post(&self, letters: Vec<LinkLetter>);
}

impl Services {
    /// A stamp for a write of this request: now, fresh time-ordered ids, random bytes, and where the request came from.
    pub fn stamp(&self) -> Stamp {
        Stamp {
            now: (self.now)(),
            id: uuid::Uuid::now_v7(),
            activity: ActivityId::new(uuid::Uuid::now_v7()),
            seed: Seed::new(uuid::Uuid::new_v4(), uuid::Uuid::new_v4()),
            caller: caller(),
        }
    }
}

/// Where this request came from.
fn caller() -> Caller {
    use_context::<Parts>().and_then(|parts| parts.extensions.get::<Caller>().copied()).unwrap_or_default()
}

/// Fills a slice with random bytes of the operating system.
pub fn random(bytes: &mut [u8]) {
    // All bytes of a v4 GUID but two are random.
    for part in bytes.chunks_mut(14) {
        let guid = uuid::Uuid::new_v4();
        let fresh = guid.as_bytes().iter().enumerate().filter(|(at, _)| *at != 6 && *at != 8);
        part.iter_mut().zip(fresh).for_each(|(byte, (_, random))| *byte = *random);
    }
}

/// The services of this request.
///
/// # Errors
/// [`ApiError::Unavailable`] when the server was put together wrongly.
pub fn services() -> Result<Services, ApiError> {
    use_context::<Services>().ok_or_else(|| ApiError::Unavailable.with_status())
}

/// Put into a request whose session could not be looked up: nobody knows whether somebody is signed in.
#[derive(Debug, Clone, Copy)]
pub struct SessionUnknown;

/// Who is signed in, if anybody.
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

/// Who is signed in.
///
/// # Errors
/// [`ApiError::SignedOut`] when nobody is, [`ApiError::Unavailable`] when that could not be looked up; the reply then says
/// so in its status.
pub fn actor() -> Result<Actor, ApiError> {
    signed_in()?.ok_or_else(|| ApiError::SignedOut.with_status())
}

/// The services, and the scope of the signed-in person on a customer.
///
/// # Errors
/// [`ApiError::SignedOut`], [`ApiError::Missing`] for a customer that is missing or foreign, [`ApiError::Unavailable`].
pub async fn customer_scope(customer: CustomerId) -> Result<(Services, CustomerScope), ApiError> {
    let (services, actor) = (services()?, actor()?);
    match cases::scope::open(&*services.store, &actor, customer).await? {
        Some(scope) => Ok((services, scope)),
        None => {
            let id = SecurityEventId::new(uuid::Uuid::now_v7());
            let event = SecurityEvent::new(id, SecurityEventKind::CustomerRefused, (services.now)(), caller());
            services.store.note_security(&event.by(actor.partner, actor.id).about(customer)).await;
            Err(ApiError::Missing.with_status())
        }
    }
}
