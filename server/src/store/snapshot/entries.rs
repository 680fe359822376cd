//! Loads the input of the rule about entries: the users to add or edit, and the users with the emails in question.

use crate::store::SqlStore;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Fetch, read};
use crate::store::engine::stored::{from_json, outcome_of, parsed, to_json};
use crate::store::operations::stored_profile::StoredProfile;
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::console::entries::{ENTRIES_MAX, Entries, FailedEntry, UpnHolder};
use domain::console::save::SAVE_USERS_MAX;
use domain::directory::address::address_key;
use domain::directory::profile::ProfileValues;
use domain::directory::role::AdminRole;
use domain::directory::upn::Upn;
use domain::ids::{OperationId, UserId};
use domain::rules::accounts::Accounts;
use domain::rules::entries::{EntryAction, UserEntry};
use domain::rules::outcome_kind::OutcomeKind;
use domain::store::{EntrySnapshotStore, StoreError};
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

fn profiles(dialect: Dialect) -> String {
    let select = format!(
        "SELECT u.id, u.first_name, u.last_name, u.display_name, u.upn, u.department, u.job_title, u.mail_nickname, \
         u.sign_in_allowed FROM ({}) AS m CROSS JOIN users AS u WHERE u.customer_id = $1 AND u.id = m.value",
        dialect.texts(2)
    );
    let columns = [
        "id",
        "first_name",
        "last_name",
        "display_name",
        "upn",
        "department",
        "job_title",
        "mail_nickname",
        "sign_in_allowed",
    ];
    dialect.as_json(&columns, &select)
}

fn roles(dialect: Dialect) -> String {
    let select = format!(
        "SELECT r.user_id, r.role_id FROM ({}) AS m CROSS JOIN user_role AS r WHERE r.customer_id = $1 \
         AND r.user_id = m.value",
        dialect.texts(2)
    );
    dialect.as_json(&["user_id", "role_id"], &select)
}

/// Among several deleted users with the same email, the one deleted last comes last.
fn holders(dialect: Dialect) -> String {
    let names = dialect.texts(2);
    let those = |deleted: &str| {
        format!(
            "SELECT upn_key, id, display_name, deleted, first_name, last_name, department, job_title, mail_nickname \
             FROM users WHERE customer_id = $1 AND deleted {deleted} AND upn_key IN ({names})"
        )
    };
    format!("{} UNION ALL {}", those("IS NOT NULL"), those("IS NULL"))
}

const FAILED: &str = "SELECT profile, outcome, message, upn FROM operation_user \
    WHERE customer_id = $1 AND operation_id = $2 AND code IS NOT NULL AND profile IS NOT NULL ORDER BY position";

/// A row of [`profiles`]. The fields are in the order of its columns.
#[derive(serde::Deserialize)]
struct ProfileRow {
    id: UserId,
    first_name: Option<String>,
    last_name: Option<String>,
    display_name: Option<String>,
    upn: Option<String>,
    department: Option<String>,
    job_title: Option<String>,
    mail_nickname: Option<String>,
    sign_in_allowed: i64,
}

impl ProfileRow {
    fn profile(self, roles: BTreeSet<AdminRole>) -> ProfileValues {
        ProfileValues {
            first_name: Some(self.first_name.unwrap_or_default()),
            last_name: Some(self.last_name.unwrap_or_default()),
            display_name: self.display_name,
            upn: self.upn,
            department: Some(self.department.unwrap_or_default()),
            job_title: Some(self.job_title.unwrap_or_default()),
            mail_nickname: Some(self.mail_nickname.unwrap_or_default()),
            sign_in_allowed: Some(self.sign_in_allowed == 1),
            roles: Some(roles),
        }
    }
}

/// A row of [`holders`].
#[derive(sqlx::FromRow)]
struct StoredHolder {
    upn_key: String,
    id: String,
    display_name: String,
    deleted: Option<i64>,
    first_name: Option<String>,
    last_name: Option<String>,
    department: Option<String>,
    job_title: Option<String>,
    mail_nickname: Option<String>,
}

impl StoredHolder {
    fn holder(self) -> Result<UpnHolder, StoreError> {
        let profile = ProfileValues {
            first_name: self.first_name,
            last_name: self.last_name,
            display_name: Some(self.display_name.clone()),
            department: self.department,
            job_title: self.job_title,
            mail_nickname: self.mail_nickname,
            ..ProfileValues::default()
        };
        // A deleted user is not updated.
        let unacceptable = if self.deleted.is_none() { profile.unacceptable() } else { BTreeMap::new() };
        let live = UpnHolder::live(&self.upn_key, parsed(&self.id)?);
        Ok(UpnHolder { name: self.display_name, deleted: self.deleted, unacceptable, ..live })
    }
}

/// A row of [`FAILED`].
#[derive(sqlx::FromRow)]
struct StoredFailure {
    profile: String,
    outcome: String,
    message: String,
    upn: String,
}

impl StoredFailure {
    fn entry(self) -> Result<Option<FailedEntry>, StoreError> {
        let StoredProfile { asked, .. } = from_json(&self.profile)?;
        let only_licenses = outcome_of(&self.outcome)? != OutcomeKind::Failed;
        Ok(asked.map(|entry| FailedEntry { entry, upn: self.upn, only_licenses, words: self.message }))
    }
}

#[async_trait]
impl EntrySnapshotStore for SqlStore {
    async fn upn_holders(&self, scope: CustomerScope, upns: &[String]) -> Result<Vec<UpnHolder>, StoreError> {
        let keys: BTreeSet<String> = upns.iter().take(ENTRIES_MAX).map(|upn| address_key(upn)).collect();
        let found = self.holders_by_upn(scope, &keys).await?;
        let unknown = |key: &&String| found.get(*key).is_none_or(|holder| !holder.has_upn());
        let unknown: Vec<String> = keys.iter().filter(unknown).cloned().collect();
        let by_address = self.holders_by_address(scope, &unknown).await?;
        Ok(found.into_iter().chain(by_address).collect::<BTreeMap<_, _>>().into_values().collect())
    }

    async fn profiles(
        &self,
        scope: CustomerScope,
        users: &[UserId],
    ) -> Result<BTreeMap<UserId, ProfileValues>, StoreError> {
        let mut connection = self.reader().await?;
        self.read_profiles(&mut connection, scope, users).await
    }

    async fn entries(&self, scope: CustomerScope, entries: &Entries) -> Result<(Accounts, Vec<UserEntry>), StoreError> {
        let mut connection = self.reader().await?;
        self.load_entries(&mut connection, scope, entries).await
    }

    async fn failed_entries(
        &self,
        scope: CustomerScope,
        operation: OperationId,
    ) -> Result<Vec<FailedEntry>, StoreError> {
        let mut connection = self.reader().await?;
        self.load_failed_entries(&mut connection, scope, operation).await
    }
}

impl SqlStore {
    /// Loads through one connection. Inside a transaction that holds the customer's lock, all of it is of one moment.
    pub(in crate::store) async fn load_entries(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        entries: &Entries,
    ) -> Result<(Accounts, Vec<UserEntry>), StoreError> {
        let entries = match entries {
            Entries::Each(entries) => entries.clone(),
            Entries::FailedIn(operation) => {
                let failed = self.load_failed_entries(&mut *connection, scope, *operation).await?;
                let again = failed.into_iter().filter(FailedEntry::can_be_repeated);
                again.map(|failed| failed.entry).collect()
            }
            Entries::Same { who, profile, licenses } => {
                let users = crate::store::snapshot::accounts::members(&mut *connection, scope, who).await?;
                let entry = |user| {
                    let asked = EntryAction::Edit(profile.clone());
                    UserEntry { user, asked, licenses: licenses.clone() }
                };
                let mut accounts = self.load_accounts_of(&mut *connection, scope, users, typed_names(profile)).await?;
                let entries: Vec<UserEntry> = accounts.order.iter().copied().map(entry).collect();
                if entries.len() <= SAVE_USERS_MAX {
                    self.load_profiles(connection, scope, &mut accounts).await?;
                }
                return Ok((accounts, entries));
            }
        };
        if entries.len() > SAVE_USERS_MAX {
            return Ok((Accounts::default(), entries));
        }
        let users: BTreeSet<UserId> = entries.iter().map(|entry| entry.user).collect();
        let names = entries.iter().flat_map(|entry| match &entry.asked {
            EntryAction::Add(typed) | EntryAction::Edit(typed) => typed_names(typed),
        });
        let (users, names) = (users.into_iter().collect(), names.collect());
        let mut accounts = self.load_accounts_of(&mut *connection, scope, users, names).await?;
        self.load_profiles(connection, scope, &mut accounts).await?;
        accounts.expect(&entries);
        Ok((accounts, entries))
    }

    async fn load_profiles(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        accounts: &mut Accounts,
    ) -> Result<(), StoreError> {
        let users: Vec<UserId> = accounts.users.keys().copied().collect();
        for (user, profile) in self.read_profiles(connection, scope, &users).await? {
            if let Some(account) = accounts.users.get_mut(&user) {
                account.profile = profile;
            }
        }
        Ok(())
    }

    async fn read_profiles(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        users: &[UserId],
    ) -> Result<BTreeMap<UserId, ProfileValues>, StoreError> {
        let users = to_json(users)?;
        let rows: Vec<(UserId, Uuid)> = read(&mut *connection, roles(self.dialect), scope, &users).await?;
        let mut roles: BTreeMap<UserId, BTreeSet<AdminRole>> = BTreeMap::new();
        for (user, role) in rows {
            roles.entry(user).or_default().extend(AdminRole::of_template(role));
        }
        let rows: Vec<ProfileRow> = read(connection, profiles(self.dialect), scope, &users).await?;
        let profile = |row: ProfileRow| {
            let (user, roles) = (row.id, roles.remove(&row.id).unwrap_or_default());
            (user, row.profile(roles))
        };
        Ok(rows.into_iter().map(profile).collect())
    }

    /// The users with an address besides their user principal name, by that address.
    async fn holders_by_address(
        &self,
        scope: CustomerScope,
        addresses: &[String],
    ) -> Result<BTreeMap<String, UpnHolder>, StoreError> {
        let mut connection = self.reader().await?;
        let found = self.users_by_address(&mut connection, scope, addresses).await?;
        drop(connection);
        let upns = found.values().flatten().map(|(_, upn)| upn.to_lowercase()).collect();
        let own = self.holders_by_upn(scope, &upns).await?;
        let holder = |(address, users): (String, Vec<(UserId, String)>)| {
            let own = own.get(&users.first()?.1.to_lowercase())?.clone();
            let by_address = users.into_iter().map(|(_, upn)| upn).collect();
            Some((address.clone(), UpnHolder { upn_key: address, by_address, ..own }))
        };
        Ok(found.into_iter().filter_map(holder).collect())
    }

    /// The present and former users of a user principal name, by that name.
    async fn holders_by_upn(
        &self,
        scope: CustomerScope,
        keys: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, UpnHolder>, StoreError> {
        let rows: Vec<StoredHolder> = sqlx::query_as(AssertSqlSafe(holders(self.dialect)))
            .bind(scope.customer().to_string())
            .bind(to_json(keys)?)
            .all(&self.read)
            .await?;
        let mut found: BTreeMap<String, UpnHolder> = BTreeMap::new();
        for row in rows {
            let holder = row.holder()?;
            let last = |holder: &UpnHolder| holder.deleted.unwrap_or(i64::MAX);
            match found.get(&holder.upn_key) {
                Some(known) if last(known) >= last(&holder) => {}
                _ => drop(found.insert(holder.upn_key.clone(), holder)),
            }
        }
        Ok(found)
    }

    async fn load_failed_entries(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        operation: OperationId,
    ) -> Result<Vec<FailedEntry>, StoreError> {
        let rows: Vec<StoredFailure> = sqlx::query_as(FAILED)
            .bind(scope.customer().to_string())
            .bind(operation.to_string())
            .all(connection)
            .await?;
        rows.into_iter().filter_map(|row| row.entry().transpose()).collect()
    }
}

/// The key of the requested email.
fn typed_names(typed: &domain::directory::profile::TypedProfile) -> BTreeSet<String> {
    typed.email.iter().filter_map(|email| email.parse().ok()).map(|upn: Upn| upn.key()).collect()
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    vec![profiles(dialect), roles(dialect), holders(dialect), FAILED.to_owned()]
}
