//! Applications of the partner, and their keys. They are listed with the people.

use super::people::PeopleReply;
use crate::error::ApiError;
use crate::state::proving::Proving;
use domain::access::application::{ApplicationChange, ApplicationForm, ApplicationRefused};
use domain::access::application_key::KeyForm;
#[cfg(feature = "ssr")]
use domain::access::application_key::PresentedKey;
use domain::access::people::People;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
#[cfg(feature = "ssr")]
use domain::console::security::SecurityEventKind;
use domain::directory::password::Secret;
#[cfg(feature = "ssr")]
use domain::ids::ApplicationKeyId;
use domain::ids::{ApplicationId, PartnerUserId};
#[cfg(feature = "ssr")]
use domain::store::NewKey;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The result of making a key.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyReply {
    /// There is a new key.
    Made {
        /// The whole key. Only this reply contains it.
        key: Secret,
        /// The people and applications as they are now.
        people: People,
    },
    /// It was refused; nothing was changed.
    Refused(ApplicationRefused),
}

/// Adds an application. Without an application id, one is made.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "applications/add", protocol = Proving)]
pub async fn add_application(
    form: ApplicationForm,
    application_id: Option<ApplicationId>,
) -> Result<PeopleReply<ApplicationRefused>, ApiError> {
    let (services, actor) = crate::proof::proven(Permission::ManagePeople).await?;
    let id = PartnerUserId::new(uuid::Uuid::now_v7());
    let application_id = application_id.unwrap_or_else(|| ApplicationId::new(uuid::Uuid::new_v4()));
    let event = services.event(&actor, SecurityEventKind::ApplicationCreated);
    let done = services.store.add_application(&actor, (id, application_id), &form, &event).await?;
    services.people_after(&actor, done).await
}

/// Changes an application, or revokes one of its keys.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "applications/change", protocol = Proving)]
pub async fn change_application(
    application: PartnerUserId,
    change: ApplicationChange,
) -> Result<PeopleReply<ApplicationRefused>, ApiError> {
    let (services, actor) = crate::proof::proven(Permission::ManagePeople).await?;
    let event = services.event(&actor, kind(&change));
    let done = services.store.change_application(&actor, application, &change, &event).await?;
    services.people_after(&actor, done).await
}

/// Makes a key for an application. It is in the reply, and nowhere else.
///
/// Never call this in a `Resource`: its data is written into the page.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "applications/make-key", protocol = Proving)]
pub async fn make_key(application: PartnerUserId, form: KeyForm) -> Result<KeyReply, ApiError> {
    let (services, actor) = crate::proof::proven(Permission::ManagePeople).await?;
    let key = PresentedKey::draw(ApplicationKeyId::new(uuid::Uuid::new_v4()), crate::services::random);
    let new = NewKey { id: key.id, key_hash: key.digest() };
    let event = services.event(&actor, SecurityEventKind::KeyCreated);
    match services.store.add_key(&actor, application, &form, &new, &event).await? {
        Ok(()) => {
            let people = services.store.partner_people(&actor, (services.now)()).await?;
            Ok(KeyReply::Made { key: key.text().clone(), people })
        }
        Err(refused) => {
            services.note_refusal(&actor, &refused).await;
            Ok(KeyReply::Refused(refused))
        }
    }
}

#[cfg(feature = "ssr")]
fn kind(change: &ApplicationChange) -> SecurityEventKind {
    match change {
        ApplicationChange::Edit(_) => SecurityEventKind::ApplicationEdited,
        ApplicationChange::Block => SecurityEventKind::ApplicationBlocked,
        ApplicationChange::Allow => SecurityEventKind::ApplicationAllowed,
        ApplicationChange::Remove => SecurityEventKind::ApplicationRemoved,
        ApplicationChange::Revoke(_) => SecurityEventKind::KeyRevoked,
    }
}
