//! The outcomes of an operation: their salts, and their digest.

use super::super::{database, parsed};
use domain::console::chain::{Hash, Outcome, Outcomes, Personal, Salt, Seed};
use domain::store::StoreError;
use serde_json::{Value, json};
use sqlx::{Any, AnyConnection};

/// Outcomes that are read at once.
pub(super) const CHUNK: i64 = 5_000;
/// A row as it is stored, with its salt or, once it was erased, its digest.
pub(super) const ROWS: &str = "SELECT position, user_id, outcome, code, before, after, name, upn, message, salt, \
    personal_digest FROM operation_user WHERE operation_id = $1 AND position > $2 ORDER BY position LIMIT $3";

/// A stored row; see [`ROWS`].
pub(super) type Columns =
    (i64, String, String, Option<String>, String, String, String, String, String, Option<String>, Option<String>);

/// Puts a salt behind each of the rows that a save is about to write, in the order of their positions, and gives their
/// digest. See [`SaveRows::outcomes`](super::super::save_rows::SaveRows) for the rows.
pub(in super::super) fn seal(rows: &mut [Value], seed: &Seed) -> Hash {
    let mut outcomes = Outcomes::default();
    for row in rows.iter_mut().filter_map(Value::as_array_mut) {
        let text = |at: usize| row.get(at).and_then(Value::as_str);
        let position = row.first().and_then(Value::as_i64).unwrap_or_default();
        let salt = Salt::of_outcome(seed, position);
        outcomes.push(&Outcome {
            position,
            user: text(1).unwrap_or_default(),
            outcome: text(4).unwrap_or_default(),
            code: text(5),
            before: text(6).unwrap_or_default(),
            after: text(7).unwrap_or_default(),
            personal: Personal::Kept(salt, &[text(2), text(3), text(8)]),
        });
        row.push(json!(salt.to_string()));
    }
    outcomes.finish()
}

/// The digest of an operation's outcomes as they are stored.
pub(super) async fn digest(connection: &mut AnyConnection, operation: &str) -> Result<Hash, StoreError> {
    let mut outcomes = Outcomes::default();
    let mut behind = -1;
    loop {
        let query = sqlx::query_as::<Any, Columns>(ROWS).bind(operation).bind(behind).bind(CHUNK);
        let rows = query.fetch_all(&mut *connection).await.map_err(database)?;
        let Some(last) = rows.last() else { return Ok(outcomes.finish()) };
        behind = last.0;
        rows.iter().try_for_each(|row| push(&mut outcomes, row))?;
    }
}

fn push(outcomes: &mut Outcomes, row: &Columns) -> Result<(), StoreError> {
    let (position, user, outcome, code, before, after, name, upn, message, salt, erased) = row;
    let values = [Some(name.as_str()), Some(upn.as_str()), Some(message.as_str())];
    let personal = personal(salt.as_deref(), erased.as_deref(), &values)?;
    let code = code.as_deref();
    outcomes.push(&Outcome { position: *position, user, outcome, code, before, after, personal });
    Ok(())
}

/// What stands for personal values: they themselves with their salt, or the digest that erasing them left.
pub(super) fn personal<'a>(
    salt: Option<&str>,
    erased: Option<&str>,
    values: &'a [Option<&'a str>],
) -> Result<Personal<'a>, StoreError> {
    match (salt, erased) {
        (Some(salt), None) => Ok(Personal::Kept(parsed(salt)?, values)),
        (None, Some(digest)) if values.iter().all(|value| value.is_none_or(str::is_empty)) => {
            Ok(Personal::Erased(parsed(digest)?))
        }
        (None, None) if values.iter().all(|value| value.is_none_or(str::is_empty)) => Ok(Personal::None),
        _ => Err(StoreError::Corrupt("personal values stand without their salt".into())),
    }
}

pub(super) fn statements() -> Vec<String> {
    vec![ROWS.to_owned()]
}
