//! The user that a person is in the directory of the person's tenant.

use super::people::PeopleReply;
#[cfg(feature = "ssr")]
use super::people::kind;
use crate::error::ApiError;
#[cfg(feature = "ssr")]
use crate::services::Services;
use crate::state::proving::Proving;
use domain::access::person_refused::PersonRefused;
use domain::ids::PartnerUserId;
#[cfg(feature = "ssr")]
use domain::{
    access::Actor, access::people_rules::check_change, access::permission::Permission, access::person::PersonChange,
    cases::directory_user, console::security::SecurityEvent, ids::IdempotencyKey,
};
use leptos::prelude::*;

/// Deletes the user that a person is in the directory of the person's tenant, and removes the person here too if that is asked.
///
/// # Errors
/// [`ApiError`].
#[server(endpoint = "people/delete-user", protocol = Proving)]
pub async fn delete_directory_user(
    person: PartnerUserId,
    here_too: bool,
) -> Result<PeopleReply<PersonRefused>, ApiError> {
    let (services, actor) = crate::proof::proven(Permission::ManagePeople).await?;
    let done = services.delete_in_directory(&actor, person, here_too).await?;
    services.people_after(&actor, done).await
}

/// The key of an operation that this request alone asks for.
#[cfg(feature = "ssr")]
fn new_key() -> IdempotencyKey {
    IdempotencyKey::new(uuid::Uuid::now_v7())
}

#[cfg(feature = "ssr")]
impl Services {
    /// Changes a person. Another name is given to the user too that the person is in the directory of the person's tenant.
    pub(super) async fn change_with_directory(
        &self,
        actor: &Actor,
        person: PartnerUserId,
        change: &PersonChange,
        event: &SecurityEvent,
    ) -> Result<Result<(), PersonRefused>, ApiError> {
        if let PersonChange::Edit(form) = change {
            let people = self.store.partner_people(actor, (self.now)()).await?;
            let renamed = people.person(person).filter(|person| person.name != form.name.trim());
            let place = renamed.and_then(|person| person.tenant.filter(|_| person.directory_user.is_some()));
            if let Some(tenant) = place {
                let (edited, once) = ((tenant, person, form), (new_key(), event));
                return Ok(directory_user::rename(&*self.store, actor, edited, once, self.stamp()).await?);
            }
        }
        Ok(self.store.change_person(actor, person, change, event).await?)
    }

    /// Deletes the user that a person is in the directory of the person's tenant, if the person could be removed, and with `here_too`
    /// removes the person in the same transaction.
    async fn delete_in_directory(
        &self,
        actor: &Actor,
        person: PartnerUserId,
        here_too: bool,
    ) -> Result<Result<(), PersonRefused>, ApiError> {
        let people = self.store.partner_people(actor, (self.now)()).await?;
        if let Err(refused) = check_change(&people, actor, person, &PersonChange::Remove) {
            return Ok(Err(refused));
        }
        let place = people.person(person).and_then(|person| person.tenant.zip(person.directory_user));
        let Some((tenant, user)) = place else { return Ok(Err(PersonRefused::NoDirectoryUser)) };
        let (_, scope) = crate::services::customer_scope(Permission::DeleteUsers, tenant).await?;
        if here_too {
            let event = self.event(actor, kind(&PersonChange::Remove));
            return Ok(self.store.remove_person(actor, scope, person, new_key(), &event, self.stamp()).await?);
        }
        Ok(directory_user::delete(&*self.store, scope, user, (new_key(), self.stamp())).await?)
    }
}
