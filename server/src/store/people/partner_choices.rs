//! The choices of a partner for all its people and customers: whether reasons are required, the kind of temporary
//! passwords, where admin relationships are needed, the roles that need a second factor, and whether passwords are taken.

use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::engine::stored::parsed;
use crate::store::people::security_log;
use domain::access::identity_provider::LocalPasswords;
use domain::access::relationship_policy::RelationshipPolicy;
use domain::access::second_factor::RequiredRoles;
use domain::console::reason::ReasonPolicy;
use domain::console::security::SecurityEvent;
use domain::directory::password_kind::PasswordKind;
use domain::ids::PartnerId;
use domain::store::StoreError;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::fmt::Display;
use std::str::FromStr;

/// A choice of a partner: a word in a column of the partner's row.
pub trait PartnerChoice: FromStr<Err: Display> + Display {
    /// The column.
    const COLUMN: &str;
}

impl PartnerChoice for ReasonPolicy {
    const COLUMN: &str = "reason_policy";
}

impl PartnerChoice for PasswordKind {
    const COLUMN: &str = "password_kind";
}

impl PartnerChoice for RelationshipPolicy {
    const COLUMN: &str = "relationship_policy";
}

impl PartnerChoice for RequiredRoles {
    const COLUMN: &str = "second_factor_roles";
}

impl PartnerChoice for LocalPasswords {
    const COLUMN: &str = "local_passwords";
}

fn of_partner(column: &str) -> String {
    format!("SELECT {column} FROM partner WHERE id = $1")
}

fn at_customer(column: &str) -> String {
    format!("SELECT p.{column} FROM partner AS p JOIN customer AS c ON c.partner_id = p.id WHERE c.id = $1")
}

fn set(column: &str) -> String {
    format!("UPDATE partner SET {column} = $2 WHERE id = $1")
}

impl SqlStore {
    /// The choice of a partner.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn partner_choice<T: PartnerChoice>(&self, partner: PartnerId) -> Result<T, StoreError> {
        let query = sqlx::query_scalar::<_, String>(AssertSqlSafe(of_partner(T::COLUMN))).bind(partner.to_string());
        parsed(&query.one(&self.vital).await?)
    }

    /// Changes the choice of a partner, from the next request on, and notes the event with it.
    ///
    /// # Errors
    /// When the database does not answer; the choice is unchanged then.
    pub async fn set_partner_choice<T: PartnerChoice>(
        &self,
        partner: PartnerId,
        choice: T,
        event: &SecurityEvent,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        write_choice(&mut transaction, partner, &choice).await?;
        security_log::keep(&mut transaction, event).await?;
        commit(transaction).await
    }
}

/// The choice of a partner, in a transaction that has its lock.
pub(in crate::store) async fn choice_of<T: PartnerChoice>(
    connection: &mut AnyConnection,
    partner: PartnerId,
) -> Result<T, StoreError> {
    let query = sqlx::query_scalar::<_, String>(AssertSqlSafe(of_partner(T::COLUMN))).bind(partner.to_string());
    parsed(&query.one(connection).await?)
}

/// Writes the choice of a partner. The caller notes the event.
pub(in crate::store) async fn write_choice<T: PartnerChoice>(
    connection: &mut AnyConnection,
    partner: PartnerId,
    choice: &T,
) -> Result<(), StoreError> {
    let query = sqlx::query(AssertSqlSafe(set(T::COLUMN))).bind(partner.to_string()).bind(choice.to_string());
    query.run(connection).await.map(|_| ())
}

/// The choice of a customer's partner.
pub(in crate::store) async fn choice_at<T: PartnerChoice>(
    transaction: &mut CustomerTransaction,
) -> Result<T, StoreError> {
    let query =
        sqlx::query_scalar::<_, String>(AssertSqlSafe(at_customer(T::COLUMN))).bind(transaction.customer().to_string());
    parsed(&query.one(&mut **transaction).await?)
}

/// Whether passwords are switched off at a partner.
pub(in crate::store) async fn passwords_are_off(
    connection: &mut AnyConnection,
    partner: PartnerId,
) -> Result<bool, StoreError> {
    let query = sqlx::query_scalar::<_, String>(AssertSqlSafe(of_partner(LocalPasswords::COLUMN)));
    let choice = query.bind(partner.to_string()).one(connection).await?;
    Ok(parsed::<LocalPasswords>(&choice)? == LocalPasswords::Off)
}

pub(in crate::store) fn statements() -> Vec<String> {
    let columns = [
        ReasonPolicy::COLUMN,
        PasswordKind::COLUMN,
        RelationshipPolicy::COLUMN,
        RequiredRoles::COLUMN,
        LocalPasswords::COLUMN,
    ];
    columns.into_iter().flat_map(|column| [of_partner, at_customer, set].map(|sql| sql(column))).collect()
}
