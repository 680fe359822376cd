//! Appending rows to the log: `write` is the only way from outside of this folder.

use super::subject;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::{parsed, to_json};
use domain::console::action::Action;
use domain::console::activity::{Details, Performer};
use domain::console::chain::{Hash, Link, Personal, Salt};
use domain::directory::search::index_words;
use domain::ids::{ActivityId, CustomerId};
use domain::store::{Stamp, StoreError};
use serde_json::json;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

const HEAD: &str = "SELECT sequence, hash FROM activity WHERE customer_id = $1 ORDER BY sequence DESC LIMIT 1";
/// A person of the customer is named as one.
const NAME: &str = "SELECT CASE WHEN customer_id IS NULL THEN name ELSE name || ' (of the customer)' END \
    FROM partner_user WHERE id = $1";
const APPEND: &str = "INSERT INTO activity (id, customer_id, sequence, at, action, actor_id, subject_id, details, \
    request_id, sealed_later, about, previous_hash, hash, actor_name, address, reason, salt, personal_digest) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, NULL)";

fn add_tokens(dialect: Dialect) -> String {
    format!(
        "INSERT INTO activity_token (customer_id, activity_id, token, personal) \
         SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), {}, {} FROM {}",
        dialect.text(0),
        dialect.int(1),
        dialect.rows(3)
    )
}

/// An action that gets an activity row. The row is written in the transaction of the action, after everything else.
pub(in crate::store) struct NewActivity<'a> {
    pub customer: CustomerId,
    pub performer: Performer,
    pub action: Action,
    /// The operation, order or user that it is about. For an import it is the customer.
    pub subject: Uuid,
    pub details: &'a Details,
    /// The digest of the operation's outcomes, as [`Sealing`] gives it. Without it the stored rows are read.
    pub outcomes: Option<Hash>,
    /// The reason that the person gave.
    pub reason: Option<&'a str>,
}

/// Writes the activity row of an action. There is exactly one for an action of any size. The transaction holds the
/// customer's lock.
pub(in crate::store) async fn write(
    transaction: &mut CustomerTransaction,
    dialect: Dialect,
    row: NewActivity<'_>,
    stamp: Stamp,
) -> Result<(), StoreError> {
    let address = stamp.caller.address.map(|address| address.to_string());
    append(transaction, dialect, row, Circumstances { stamp, address, sealed_later: false }).await
}

/// The personal values of a row, as they are hashed. A row without a reason has two of them, like the rows that are
/// older than reasons.
pub(super) fn personal_values<'a>(
    name: Option<&'a str>,
    address: Option<&'a str>,
    reason: Option<&'a str>,
) -> Vec<Option<&'a str>> {
    [Some(name), Some(address), reason.map(Some)].into_iter().flatten().collect()
}

/// The time and the origin of a row.
pub(super) struct Circumstances {
    pub stamp: Stamp,
    pub address: Option<String>,
    pub sealed_later: bool,
}

pub(super) async fn append(
    transaction: &mut CustomerTransaction,
    dialect: Dialect,
    row: NewActivity<'_>,
    Circumstances { stamp, address, sealed_later }: Circumstances,
) -> Result<(), StoreError> {
    let customer = row.customer.to_string();
    let (actor, name) = match row.performer {
        Performer::CommandLine | Performer::Tenantry | Performer::OneTimeLink => (None, None),
        Performer::Person(person) => {
            let person = person.to_string();
            let name = sqlx::query_scalar(NAME).bind(person.as_str()).optional(&mut **transaction).await?;
            (Some(person), name)
        }
    };
    let name: Option<String> = name;
    let about = subject::digest(transaction, row.action, row.subject, row.outcomes).await?;
    let (sequence, previous) = head(transaction, &customer).await?;
    let details = to_json(row.details)?;
    let (id, subject) = (stamp.activity.to_string(), row.subject.to_string());
    let request = stamp.caller.request.map(|request| request.to_string());
    let values = personal_values(name.as_deref(), address.as_deref(), row.reason);
    let salt = values.iter().any(Option::is_some).then(|| Salt::of_row(&stamp.seed));
    let link = Link {
        customer: &customer,
        sequence: sequence + 1,
        id: &id,
        at: stamp.now,
        action: row.action.as_str(),
        actor: actor.as_deref(),
        subject: &subject,
        details: &details,
        request: request.as_deref(),
        sealed_later,
        personal: salt.map_or(Personal::None, |salt| Personal::Kept(salt, &values)),
        about,
    };
    let hash = link.hash(previous);
    sqlx::query(APPEND)
        .bind(id.as_str())
        .bind(customer.as_str())
        .bind(link.sequence)
        .bind(link.at)
        .bind(link.action)
        .bind(actor.as_deref())
        .bind(subject.as_str())
        .bind(details.as_str())
        .bind(request.as_deref())
        .bind(i64::from(sealed_later))
        .bind(about.map(|about| about.to_string()))
        .bind(previous.to_string())
        .bind(hash.to_string())
        .bind(name.as_deref())
        .bind(address.as_deref())
        .bind(row.reason)
        .bind(salt.map(|salt| salt.to_string()))
        .run(&mut **transaction)
        .await?;
    write_tokens(transaction, dialect, row, stamp.activity).await
}

/// The number and the hash of the last row of a chain.
async fn head(transaction: &mut CustomerTransaction, customer: &str) -> Result<(i64, Hash), StoreError> {
    let head: Option<(i64, String)> = sqlx::query_as(HEAD).bind(customer).optional(&mut **transaction).await?;
    head.map_or(Ok((0, Hash::START)), |(sequence, hash)| Ok((sequence, parsed(&hash)?)))
}

async fn write_tokens(
    transaction: &mut CustomerTransaction,
    dialect: Dialect,
    row: NewActivity<'_>,
    id: ActivityId,
) -> Result<(), StoreError> {
    let lasting = index_words(row.details.products().map(|product| product.name.as_str()));
    let personal = index_words(row.reason);
    let personal = personal.difference(&lasting).map(|word| json!([word, 1]));
    let rows: Vec<_> = lasting.iter().map(|word| json!([word, 0])).chain(personal).collect();
    if rows.is_empty() {
        return Ok(());
    }
    sqlx::query(AssertSqlSafe(add_tokens(dialect)))
        .bind(row.customer.to_string())
        .bind(id.to_string())
        .bind(to_json(&rows)?)
        .run(&mut **transaction)
        .await
        .map(|_| ())
}

pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    let own = [HEAD, NAME, APPEND].map(String::from).into_iter();
    own.chain([add_tokens(dialect)]).collect()
}
