//! Handing out temporary passwords and one-time links. Only their digests are stored.

use crate::store::SqlStore;
use crate::store::activity::{self, NewActivity};
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::{parsed, to_json};
use crate::store::people::partner_choices::choice_at;
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::console::accounts::Who;
use domain::console::action::Action;
use domain::console::activity::{Details, Performer};
use domain::console::passwords::{HandedOut, HandedPassword, Handover, LeftOut};
use domain::directory::password::{GOOD_FOR_MS, Random, Secret};
use domain::ids::{OperationId, UserId};
use domain::rules::account_change::{AccountChange, plan_passwords};
use domain::rules::accounts::Accounts;
use domain::rules::outcome_kind::OutcomeKind;
use domain::store::{PasswordStore, Stamp, StoreError};
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// The users that an operation added, or whose passwords it reset.
const NEEDING: &str = "SELECT m.user_id, m.outcome, o.created FROM operation_user AS m \
    JOIN operation AS o ON o.id = m.operation_id \
    WHERE m.customer_id = $1 AND m.operation_id = $2 AND m.outcome IN ('PasswordReset', 'Added')";
/// How often the users of an operation were handed something that they may have used: a password, directly or by a link, or the
/// passwords of a later reset. A link that nobody opened gave nobody a password.
const MAYBE_USED: &str = "SELECT (SELECT COUNT(*) FROM activity WHERE subject_id = $2 \
    AND action IN ($3, $4)) \
    + (SELECT COUNT(*) FROM operation AS o JOIN operation_user AS r ON r.operation_id = o.id \
    WHERE o.customer_id = $1 AND o.created >= (SELECT created FROM operation WHERE id = $2) \
    AND r.outcome = 'PasswordReset' AND r.user_id IN (SELECT user_id FROM operation_user WHERE operation_id = $2))";
const REASON: &str = "SELECT MAX(reason) FROM activity WHERE subject_id = $1";

/// The tables of temporary passwords and links. A user's rows become void as soon as the user gets a newer one of
/// either.
pub(in crate::store) const HANDED_OUT: [&str; 2] = ["temporary_password", "password_link"];

fn mails(dialect: Dialect) -> String {
    format!(
        "SELECT id, mail FROM users WHERE customer_id = $1 AND id IN ({}) AND mail <> '' AND lower(mail) <> upn_key",
        dialect.texts(2)
    )
}

fn add(dialect: Dialect, how: Handover) -> String {
    let table = match how {
        Handover::Passwords => "temporary_password",
        Handover::Links => "password_link",
    };
    format!(
        "INSERT INTO {table} (customer_id, user_id, digest, created, expires, operation_id) \
         SELECT CAST($1 AS TEXT), {}, {}, CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS TEXT) FROM {}",
        dialect.text(0),
        dialect.text(1),
        dialect.rows(2)
    )
}

const EXPIRED_PASSWORDS: &str = "DELETE FROM temporary_password WHERE expires < $1";
const EXPIRED_LINKS: &str = "DELETE FROM password_link WHERE expires < $1";

#[async_trait]
impl PasswordStore for SqlStore {
    async fn hand_out(
        &self,
        scope: CustomerScope,
        operation: OperationId,
        how: Handover,
        random: Random,
        stamp: Stamp,
    ) -> Result<Option<HandedOut>, StoreError> {
        let mut transaction = self.lock_customer(scope.customer()).await?;
        let Some(NeedingPasswords { users, are_new }) =
            needing_passwords(&mut transaction, scope, operation, stamp.now).await?
        else {
            return Ok(None);
        };
        let change = AccountChange::Reset;
        let accounts = self.load_accounts(&mut transaction, scope, &Who::Listed(users), &change).await?;
        let kind = choice_at(&mut transaction).await?;
        let secret = || match how {
            Handover::Passwords => Secret::password(kind, random),
            Handover::Links => Secret::token(random),
        };
        let mut out = make(&accounts, are_new, how, secret, stamp.now);
        if out.handed.is_empty() {
            return Ok(Some(out));
        }
        let users: Vec<UserId> = out.handed.iter().map(|one| one.user).collect();
        if how == Handover::Links {
            self.add_mail(&mut transaction, &users, &mut out.handed).await?;
        }
        for table in HANDED_OUT {
            self.remove_of_users(&mut transaction, table, &users).await?;
        }
        let digests: Vec<_> = out.handed.iter().map(|one| (one.user, one.secret.digest())).collect();
        self.write_digests(&mut transaction, how, operation, &digests, stamp.now, out.expires).await?;
        let action = match how {
            Handover::Passwords => Action::PasswordsCreated,
            Handover::Links => Action::PasswordLinksCreated,
        };
        let details = Details::Passwords { users: i64::try_from(users.len()).unwrap_or(i64::MAX) };
        let reason = reason_of(&mut transaction, operation).await?;
        let row = NewActivity {
            customer: scope.customer(),
            performer: Performer::Person(scope.actor()),
            action,
            subject: operation.uuid(),
            details: &details,
            outcomes: None,
            reason: reason.as_deref(),
        };
        activity::write(&mut transaction, self.dialect, row, stamp).await?;
        transaction.commit().await?;
        Ok(Some(out))
    }
}

impl SqlStore {
    /// Removes passwords and links that expired before `before`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn purge_passwords(&self, before: i64) -> Result<(), StoreError> {
        for sql in [EXPIRED_PASSWORDS, EXPIRED_LINKS] {
            sqlx::query(sql).bind(before).run(self.writer()).await?;
        }
        Ok(())
    }

    /// Adds the addresses to which links can be e-mailed. The mailbox of the account itself is none of them, because it
    /// can't be opened without the password.
    async fn add_mail(
        &self,
        transaction: &mut CustomerTransaction,
        users: &[UserId],
        handed: &mut [HandedPassword],
    ) -> Result<(), StoreError> {
        let rows: Vec<(String, String)> = sqlx::query_as(AssertSqlSafe(mails(self.dialect)))
            .bind(transaction.customer().to_string())
            .bind(to_json(users)?)
            .all(&mut **transaction)
            .await?;
        let mut mails: HashMap<String, String> = rows.into_iter().collect();
        for one in handed {
            one.mail = mails.remove(&one.user.to_string());
        }
        Ok(())
    }

    /// Writes the digests of users that have none of this kind.
    pub(in crate::store) async fn write_digests(
        &self,
        transaction: &mut CustomerTransaction,
        how: Handover,
        operation: OperationId,
        digests: &[(UserId, String)],
        created: i64,
        expires: i64,
    ) -> Result<(), StoreError> {
        sqlx::query(AssertSqlSafe(add(self.dialect, how)))
            .bind(transaction.customer().to_string())
            .bind(to_json(digests)?)
            .bind(created)
            .bind(expires)
            .bind(operation.to_string())
            .run(&mut **transaction)
            .await
            .map(|_| ())
    }
}

/// Makes a secret for each user. Users whose password may not be reset are left out.
fn make(accounts: &Accounts, are_new: bool, how: Handover, secret: impl Fn() -> Secret, now: i64) -> HandedOut {
    let (mut handed, mut left_out) = (Vec::new(), Vec::new());
    for planned in plan_passwords(accounts, are_new).users {
        let known = accounts.snapshot.users.get(&planned.user);
        match known.filter(|_| planned.outcome.changes()) {
            Some(known) => handed.push(HandedPassword {
                user: planned.user,
                name: known.name.clone(),
                upn: known.upn.clone(),
                secret: secret(),
                mail: None,
            }),
            None => left_out.push(LeftOut {
                name: known.map_or_else(|| planned.user.to_string(), |known| known.name.clone()),
                why: planned.words(&accounts.snapshot),
            }),
        }
    }
    HandedOut { how, handed, left_out, expires: now + GOOD_FOR_MS, mailed: None }
}

/// The users to which an operation gives passwords.
struct NeedingPasswords {
    users: Vec<UserId>,
    /// Whether the operation added them, so recently that a first password could still be good, and none was handed out that
    /// somebody may have used.
    are_new: bool,
}

/// The users to which an operation gives passwords. `None` where there is no such operation, or where it gives none.
async fn needing_passwords(
    transaction: &mut CustomerTransaction,
    scope: CustomerScope,
    operation: OperationId,
    now: i64,
) -> Result<Option<NeedingPasswords>, StoreError> {
    let query = sqlx::query_as(NEEDING).bind(scope.customer().to_string()).bind(operation.to_string());
    let rows: Vec<(String, String, i64)> = query.all(&mut **transaction).await?;
    let is_new = |outcome: &str, created: i64| outcome == OutcomeKind::Added.as_str() && created > now - GOOD_FOR_MS;
    let were_added = rows.iter().all(|(_, outcome, created)| is_new(outcome, *created));
    let query = sqlx::query_scalar(MAYBE_USED).bind(scope.customer().to_string()).bind(operation.to_string());
    let query = query.bind(Action::PasswordsCreated.as_str()).bind(Action::PasswordShown.as_str());
    let maybe_used: i64 = query.one(&mut **transaction).await?;
    let are_new = were_added && maybe_used == 0;
    let users = rows.iter().map(|(user, ..)| parsed(user)).collect::<Result<Vec<_>, _>>()?;
    Ok((!users.is_empty()).then_some(NeedingPasswords { users, are_new }))
}

/// The reason of an operation. Later actions for the operation have the same reason.
pub(in crate::store) async fn reason_of(
    transaction: &mut CustomerTransaction,
    operation: OperationId,
) -> Result<Option<String>, StoreError> {
    let query = sqlx::query_scalar(REASON).bind(operation.to_string());
    query.one(&mut **transaction).await
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let fixed = [NEEDING, MAYBE_USED, EXPIRED_PASSWORDS, EXPIRED_LINKS, REASON].map(String::from);
    fixed
        .into_iter()
        .chain([mails(dialect)])
        .chain([Handover::Passwords, Handover::Links].map(|how| add(dialect, how)))
        .collect()
}
