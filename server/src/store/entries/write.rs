//! Writing a plan for entries: new users, profiles, licenses, seats, outcomes.

use crate::store::SqlStore;
use crate::store::accounts::write::move_live_users;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Execute;
use crate::store::engine::stored::to_json;
use crate::store::import::table::ROLES;
use crate::store::licenses::part::Part;
use crate::store::operations::outcome_rows::OutcomeRows;
use domain::console::chain::Hash;
use domain::directory::profile::ProfileValues;
use domain::directory::role::AdminRole;
use domain::directory::search::{index_words, sort_key};
use domain::directory::user::UserType;
use domain::ids::{OperationId, UserId};
use domain::import::customer::ImportedUser;
use domain::rules::accounts::Accounts;
use domain::rules::entries::{UserEntry, by_user};
use domain::rules::outcome::{Outcome, PlannedUser};
use domain::rules::plan::Plan;
use domain::store::{Stamp, StoreError};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

/// Writes the columns of `users` that hold a profile.
fn set_profiles(dialect: Dialect) -> String {
    let columns = ["upn", "upn_key", "domain", "display_name", "name_key"];
    let optional = ["first_name", "last_name", "department", "job_title", "mail_nickname"];
    let (first_optional, allowed) = (columns.len() + 1, columns.len() + optional.len() + 1);
    let texts = columns.iter().enumerate().map(|(at, column)| format!("{} AS {column}", dialect.text(at + 1)));
    let optional_texts =
        optional.iter().enumerate().map(|(at, column)| format!("{} AS {column}", dialect.text(at + first_optional)));
    let selected: Vec<String> = texts.chain(optional_texts).collect();
    let set = columns.iter().map(|column| format!("{column} = n.{column}"));
    let set_optional = optional.iter().map(|column| format!("{column} = NULLIF(n.{column}, '')"));
    let set: Vec<String> = set.chain(set_optional).collect();
    format!(
        "WITH n AS MATERIALIZED (SELECT {} AS id, {}, {} AS allowed FROM {}) UPDATE users SET {}, \
         sign_in_allowed = n.allowed, changed = $3 FROM n WHERE users.customer_id = $1 AND users.id = n.id",
        dialect.text(0),
        selected.join(", "),
        dialect.int(allowed),
        dialect.rows(2),
        set.join(", ")
    )
}

fn remove_known_roles(dialect: Dialect) -> String {
    let known = AdminRole::ALL.map(|role| format!("'{}'", role.template_id())).join(", ");
    format!(
        "DELETE FROM user_role WHERE customer_id = $1 AND role_id IN ({known}) AND user_id IN ({})",
        dialect.texts(2)
    )
}

/// A plan for entries, with the operation that it belongs to.
#[derive(Clone, Copy)]
pub(in crate::store) struct EntriesChunk<'a> {
    pub operation: OperationId,
    /// The number of the chunk, if a job writes it.
    pub chunk: Option<i64>,
    pub plan: &'a Plan,
    /// The places of the plan's users in the whole operation.
    pub places: &'a [usize],
    pub entries: &'a [UserEntry],
    pub accounts: &'a Accounts,
}

impl EntriesChunk<'_> {
    fn changed(&self) -> impl Iterator<Item = &PlannedUser> {
        self.plan.users.iter().filter(|planned| planned.outcome.changes())
    }
}

impl SqlStore {
    /// Writes users, profiles, licenses, seat counters and outcomes. Gives the digest of the outcomes.
    pub(in crate::store) async fn write_entries_part(
        &self,
        transaction: &mut CustomerTransaction,
        part: EntriesChunk<'_>,
        stamp: Stamp,
    ) -> Result<Hash, StoreError> {
        self.write_added(transaction, part, stamp.now).await?;
        self.write_profiles(transaction, part).await?;
        let snapshot = &part.accounts.snapshot;
        let changed: Vec<(usize, &PlannedUser)> = part.changed().enumerate().collect();
        let EntriesChunk { operation, chunk, .. } = part;
        let licenses = Part { operation, chunk, users: &changed, snapshot };
        self.write_changes(transaction, licenses, &licenses.seat_moves()).await?;
        let failed = part.plan.users.iter().filter(|planned| planned.outcome.failure().is_some());
        self.mark_users(transaction, operation, failed).await?;
        let placed: Vec<_> = part.places.iter().copied().zip(&part.plan.users).collect();
        let outcomes = OutcomeRows::of(&placed, snapshot, &by_user(part.entries), &stamp.seed).await?;
        self.insert_outcomes(transaction, operation, chunk, outcomes).await
    }

    /// Writes new users, without their licenses.
    async fn write_added(
        &self,
        transaction: &mut CustomerTransaction,
        part: EntriesChunk<'_>,
        now: i64,
    ) -> Result<(), StoreError> {
        let added = part.changed().filter(|planned| matches!(planned.outcome, Outcome::Added { .. }));
        let mut users: Vec<ImportedUser> = added.map(|planned| new_user(planned, now)).collect();
        if users.is_empty() {
            return Ok(());
        }
        let count = users.len();
        self.write_users(transaction, now, &mut users).await?;
        move_live_users(transaction, count, 1).await
    }

    async fn write_profiles(
        &self,
        transaction: &mut CustomerTransaction,
        part: EntriesChunk<'_>,
    ) -> Result<(), StoreError> {
        let (mut profiles, mut roles, mut with_roles) = (Vec::new(), Vec::new(), Vec::new());
        let (mut renamed, mut words) = (Vec::new(), Vec::new());
        for planned in part.changed().filter(|planned| matches!(planned.outcome, Outcome::Edited { .. })) {
            let Some(account) = part.accounts.users.get(&planned.user) else { continue };
            let (before, after) = (&account.profile, &planned.after.profile);
            if after.is_empty() {
                continue;
            }
            profiles.push(profile_row(planned.user, before, after));
            if let Some(after) = &after.roles {
                with_roles.push(planned.user);
                roles.extend(after.iter().map(|role| json!([role.template_id(), planned.user])));
            }
            if after.display_name.is_some() || after.upn.is_some() {
                renamed.push(planned.user);
                let texts = [&after.display_name, &before.display_name, &after.upn, &before.upn];
                let [name, old_name, upn, old_upn] = texts.map(Option::as_deref);
                let texts = [name.or(old_name), upn.or(old_upn)].into_iter().flatten();
                words.extend(index_words(texts).into_iter().map(|word| json!([planned.user, word])));
            }
        }
        self.write_rows_of(transaction, set_profiles(self.dialect), &profiles, Some(transaction.version())).await?;
        self.write_rows_of(transaction, remove_known_roles(self.dialect), &ids(&with_roles), None).await?;
        ROLES.write(transaction, self.dialect, &roles).await?;
        self.replace_words(transaction, &renamed, &words).await
    }

    async fn write_rows_of(
        &self,
        transaction: &mut CustomerTransaction,
        sql: String,
        rows: &[Value],
        version: Option<i64>,
    ) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let query = sqlx::query(AssertSqlSafe(sql)).bind(transaction.customer().to_string()).bind(to_json(rows)?);
        let query = if let Some(version) = version { query.bind(version) } else { query };
        query.run(&mut **transaction).await.map(|_| ())
    }
}

fn ids(users: &[UserId]) -> Vec<Value> {
    users.iter().map(|user| json!(user)).collect()
}

fn new_user(planned: &PlannedUser, now: i64) -> ImportedUser {
    let values = &planned.after.profile;
    let optional = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    ImportedUser {
        id: planned.user,
        upn: values.upn.clone().unwrap_or_default(),
        // A mailbox exists only once Microsoft has made one.
        mail: None,
        addresses: Vec::new(),
        mail_nickname: optional(&values.mail_nickname),
        display_name: values.display_name.clone().unwrap_or_default(),
        first_name: optional(&values.first_name),
        last_name: optional(&values.last_name),
        location: planned.after.location.and_then(|location| location.country),
        sign_in_allowed: values.sign_in_allowed.unwrap_or(true),
        user_type: UserType::Member,
        directory_synced: false,
        department: optional(&values.department),
        job_title: optional(&values.job_title),
        created: Some(now),
        licenses: Vec::new(),
        roles: values.roles.iter().flatten().map(|role| role.template_id()).collect(),
    }
}

/// A user's profile for [`set_profiles`]: `[id, upn, upn key, domain, name, name key, first name, last name,
/// department, job title, nickname, may sign in]`.
fn profile_row(user: UserId, before: &ProfileValues, after: &ProfileValues) -> Value {
    let text = |after: &Option<String>, before: &Option<String>| after.clone().or(before.clone()).unwrap_or_default();
    let upn = text(&after.upn, &before.upn);
    let name = text(&after.display_name, &before.display_name);
    let domain = upn.rsplit('@').next().unwrap_or_default().to_lowercase();
    json!([
        user,
        upn,
        upn.to_lowercase(),
        domain,
        name,
        sort_key(&name),
        text(&after.first_name, &before.first_name),
        text(&after.last_name, &before.last_name),
        text(&after.department, &before.department),
        text(&after.job_title, &before.job_title),
        text(&after.mail_nickname, &before.mail_nickname),
        i64::from(after.sign_in_allowed.or(before.sign_in_allowed).unwrap_or(true)),
    ])
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    vec![set_profiles(dialect), remove_known_roles(dialect)]
}
