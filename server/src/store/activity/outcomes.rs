//! The outcomes of an operation: their salts and their digest.

use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::parsed;
use domain::console::chain::{ChainedOutcome, Hash, Outcomes, PartedOutcomes, Personal, Salt, SaltSeed};
use domain::store::StoreError;
use sqlx::{Any, AnyConnection};

/// This many outcomes are read at once.
pub(super) const CHUNK: i64 = 5_000;
/// Stored outcomes. Each has a salt, or a digest once it was erased.
pub(super) const ROWS: &str = "SELECT position, user_id, outcome, code, before, after, name, upn, message, salt, \
    personal_digest, chunk, profile FROM operation_user WHERE operation_id = $1 AND position > $2 \
    ORDER BY position LIMIT $3";

/// A row of [`ROWS`].
#[derive(sqlx::FromRow)]
pub(super) struct LoggedOutcome {
    pub position: i64,
    user_id: String,
    outcome: String,
    code: Option<String>,
    before: String,
    after: String,
    name: String,
    upn: String,
    message: String,
    salt: Option<String>,
    personal_digest: Option<String>,
    chunk: Option<i64>,
    profile: Option<String>,
}

/// Gives salts to the outcomes that a save is about to write, and hashes them, in the order of their positions.
pub(in crate::store) struct Sealing<'a> {
    seed: &'a SaltSeed,
    outcomes: Outcomes,
}

/// An outcome that is about to be written, without its salt.
pub(in crate::store) struct Unsealed<'a> {
    pub position: i64,
    pub user: &'a str,
    pub outcome: &'a str,
    pub code: Option<&'a str>,
    pub before: &'a str,
    pub after: &'a str,
    /// The personal values.
    pub personal: Vec<Option<&'a str>>,
}

/// The personal values of an outcome: name, UPN, message, and the profile where there is one.
pub(in crate::store) fn personal<'a>(
    name: &'a str,
    upn: &'a str,
    message: &'a str,
    profile: Option<&'a str>,
) -> Vec<Option<&'a str>> {
    // Outcomes that are older than profiles have three.
    [Some(name), Some(upn), Some(message)].into_iter().chain(profile.map(Some)).collect()
}

impl<'a> Sealing<'a> {
    pub(in crate::store) fn with(seed: &'a SaltSeed) -> Self {
        Self { seed, outcomes: Outcomes::default() }
    }

    /// Gives the next outcome its salt.
    pub(in crate::store) fn seal(&mut self, row: &Unsealed<'_>) -> Salt {
        let Unsealed { position, user, outcome, code, before, after, ref personal } = *row;
        let salt = Salt::of_outcome(self.seed, position);
        let personal = Personal::Kept(salt, personal);
        self.outcomes.push(&ChainedOutcome { position, user, outcome, code, before, after, personal });
        salt
    }

    /// The digest of all of them.
    pub(in crate::store) fn finish(self) -> Hash {
        self.outcomes.finish()
    }
}

/// The digest of an operation's outcomes as they are stored.
pub(super) async fn digest(connection: &mut AnyConnection, operation: &str) -> Result<Hash, StoreError> {
    let mut outcomes = PartedOutcomes::default();
    let mut behind = -1;
    loop {
        let query = sqlx::query_as::<Any, LoggedOutcome>(ROWS).bind(operation).bind(behind).bind(CHUNK);
        let rows = query.all(&mut *connection).await?;
        let Some(last) = rows.last() else { return Ok(outcomes.finish()) };
        behind = last.position;
        rows.iter().try_for_each(|row| push(&mut outcomes, row))?;
    }
}

fn push(outcomes: &mut PartedOutcomes, row: &LoggedOutcome) -> Result<(), StoreError> {
    let values = personal(&row.name, &row.upn, &row.message, row.profile.as_deref());
    let outcome = ChainedOutcome {
        position: row.position,
        user: &row.user_id,
        outcome: &row.outcome,
        code: row.code.as_deref(),
        before: &row.before,
        after: &row.after,
        personal: kept_or_erased(row.salt.as_deref(), row.personal_digest.as_deref(), &values)?,
    };
    outcomes.push(row.chunk, &outcome);
    Ok(())
}

/// Personal values as they are hashed: the values with their salt, or the digest that replaced them when they were
/// erased.
pub(super) fn kept_or_erased<'a>(
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
