//! The people of a partner, for transactions that write the directory of an own organization.

use super::loaded::{people_known_to, people_of};
use super::people_transaction::as_now;
use crate::store::engine::dialect::Dialect;
use domain::access::Actor;
use domain::access::directory_managers::DirectoryManagers;
use domain::access::people::People;
use domain::ids::{CustomerId, PartnerId, PartnerUserId};
use domain::store::StoreError;
use sqlx::AnyConnection;

/// The people managers, and the users of this own organization among them, for a change that the actor requests.
pub(in crate::store) async fn managers_in(
    connection: &mut AnyConnection,
    dialect: Dialect,
    partner: PartnerId,
    (tenant, actor): (CustomerId, PartnerUserId),
) -> Result<DirectoryManagers, StoreError> {
    // Expired ones do not matter here.
    let people = people_of(connection, dialect, partner, 0, i64::MAX).await?;
    Ok(people.managers_in(tenant, actor))
}

/// The people that an actor manages, and the actor as of now, in a transaction that has the partner's lock.
pub(in crate::store) async fn managed_people(
    connection: &mut AnyConnection,
    dialect: Dialect,
    actor: &Actor,
    now: i64,
) -> Result<(People, Actor), StoreError> {
    let people = people_known_to(connection, dialect, actor, now).await?;
    let actor = as_now(actor, &people);
    Ok((people.reached_by(&actor), actor))
}
