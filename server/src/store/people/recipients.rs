//! Recipients of e-mails that ask for an action.

use super::loaded::people_of;
use crate::store::engine::dialect::Dialect;
use domain::access::custom_permissions::Coverage;
use domain::access::permission::Permission;
use domain::directory::tag::Tag;
use domain::ids::{CustomerId, PartnerId};
use domain::store::StoreError;
use sqlx::AnyConnection;
use std::collections::BTreeSet;

/// The sign-in names of those people of a partner who may do something now for this customer with these tags, by roles or custom
/// permissions of their own or of their groups. Some names are e-mail addresses.
pub(in crate::store) async fn who_may(
    connection: &mut AnyConnection,
    dialect: Dialect,
    partner: PartnerId,
    permission: Permission,
    (customer, tags): (CustomerId, &BTreeSet<Tag>),
    now: i64,
) -> Result<BTreeSet<String>, StoreError> {
    let people = people_of(connection, dialect, partner, now, i64::MAX).await?;
    let may = people.people.iter().filter(|person| !person.blocked && !person.is_cut_off).filter(|person| {
        let coverage = Coverage::of(&people.roles_of(person), &people.custom_of(person), permission);
        coverage.covers(customer, tags)
    });
    Ok(may.map(|person| person.sign_in_name.clone()).collect())
}

/// The sign-in names of those who manage the people and applications of a tenant now, or of none.
pub(super) async fn who_manages(
    connection: &mut AnyConnection,
    dialect: Dialect,
    partner: PartnerId,
    tenant: Option<CustomerId>,
    now: i64,
) -> Result<BTreeSet<String>, StoreError> {
    let people = people_of(connection, dialect, partner, now, i64::MAX).await?;
    Ok(people.managers_of(tenant).map(|person| person.sign_in_name.clone()).collect())
}
