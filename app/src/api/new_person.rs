//! Creating a user in the directory of a tenant and giving that user access, in one step.

use super::people::MadeLink;
use crate::error::ApiError;
use crate::state::proving::Proving;
use domain::access::people::People;
#[cfg(feature = "ssr")]
use domain::access::permission::Permission;
#[cfg(feature = "ssr")]
use domain::access::{Actor, CustomerScope};
#[cfg(feature = "ssr")]
use domain::cases;
#[cfg(feature = "ssr")]
use domain::console::new_person::NewPersonOutcome;
use domain::console::new_person::{NewPersonRefused, NewPersonRequest};
use domain::console::passwords::HandedOut;
#[cfg(feature = "ssr")]
use domain::console::passwords::Handover;
#[cfg(feature = "ssr")]
use domain::console::security::SecurityEventKind;
use domain::ids::OperationId;
#[cfg(feature = "ssr")]
use domain::ids::{CustomerId, InvitationId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The result of creating a user with access. It can't be printed, because it has secrets.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NewPersonReply {
    /// The user was added and invited.
    Made {
        /// The operation that added the user.
        operation: OperationId,
        /// The link of the invitation. Only this reply contains it. `None` if the invitation was accepted or withdrawn since an
        /// earlier request with the same key.
        link: Option<MadeLink>,
        /// The temporary password of the user in the directory, or why there is none. Only this reply contains it. `None` if there
        /// is no link either.
        password: Option<Box<HandedOut>>,
        /// The people as they are now.
        people: People,
    },
    /// It was refused; nothing was made.
    Refused(NewPersonRefused),
}

/// Creates a user in the directory of a tenant, and invites the user.
///
/// Never call this in a `Resource`: its data is written into the page.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "people/create", protocol = Proving)]
pub async fn create_person(request: NewPersonRequest) -> Result<NewPersonReply, ApiError> {
    let (services, actor) = crate::proof::proven(Permission::ManagePeople).await?;
    let scope = scope_of_tenant(&services, &actor, request.tenant).await?;
    let (link, path) = services.invitation_link(InvitationId::new(uuid::Uuid::now_v7()));
    let event = services.event(&actor, SecurityEventKind::PersonInvited);
    let created = services.store.create_person(&actor, scope, &request, &link, &event, services.stamp()).await?;
    match created {
        NewPersonOutcome::Made { operation, invitation } => {
            let password = match invitation {
                Some(_) => {
                    services
                        .store
                        .hand_out(scope, operation, Handover::Passwords, crate::services::random, services.stamp())
                        .await?
                }
                None => None,
            };
            let people = services.store.partner_people(&actor, (services.now)()).await?;
            let link = invitation.map(|id| {
                let link = domain::store::InvitationLink { id, ..link };
                let mailed = services.mail_invitation(&people, &link, &path);
                MadeLink { path, expires: link.expires, mailed }
            });
            Ok(NewPersonReply::Made { operation, link, password: password.map(Box::new), people })
        }
        NewPersonOutcome::Refused(refused) => {
            if let NewPersonRefused::Person(why) = &refused {
                services.note_refusal(&actor, why).await;
            }
            Ok(NewPersonReply::Refused(refused))
        }
    }
}

/// The scope in which users are created in a tenant. A tenant whose people the actor does not manage is missing.
#[cfg(feature = "ssr")]
async fn scope_of_tenant(
    services: &crate::services::Services,
    actor: &Actor,
    tenant: CustomerId,
) -> Result<CustomerScope, ApiError> {
    if let Some(scope) = cases::new_person::scope(&*services.store, actor, tenant, (services.now)()).await? {
        return Ok(scope);
    }
    let refused = services.refusal(actor, SecurityEventKind::CustomerRefused, Permission::EditUsers).about(tenant);
    services.store.note_security(&refused).await;
    Err(ApiError::Missing.with_status())
}
