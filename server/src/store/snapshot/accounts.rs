//! Loads the input of the rules about accounts: under the customer's lock for a change, without it for a preview.

use crate::store::SqlStore;
use crate::store::directory::lost_licenses::{DELETION, Offboarded, group_of, remembered};
use crate::store::directory::own_selection::own_id;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Fetch, read};
use crate::store::engine::stored::{country, parsed, to_json};
use crate::store::people::in_tenants::managers_in;
use async_trait::async_trait;
use domain::access::{CustomerRights, CustomerScope};
use domain::console::accounts::{ACCOUNTS_MAX, UPN_OFFERS_MAX, Who};
use domain::console::save::SAVE_USERS_MAX;
use domain::directory::day::Day;
use domain::directory::profile::ProfileValues;
use domain::directory::role::AdminRole;
use domain::directory::upn::Upn;
use domain::ids::{GroupId, OperationId, UserId};
use domain::rules::account_change::AccountChange;
use domain::rules::accounts::{Account, Accounts};
use domain::rules::restore::NewUpns;
use domain::rules::snapshot::SnapshotUser;
use domain::rules::undo::Done;
use domain::store::{AccountSnapshotStore, StoreError};
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const SELECTED: &str = "SELECT m.user_id FROM selection AS s JOIN selection_user AS m ON m.selection_id = s.id \
    WHERE s.id = $1 AND s.actor_id = $2 AND s.customer_id = $3";
const FAILED: &str = "SELECT user_id FROM operation_user \
    WHERE customer_id = $1 AND operation_id = $2 AND outcome = 'Failed' ORDER BY position";
const ADMINS: &str = "SELECT COUNT(*), CAST(COALESCE(SUM(u.sign_in_allowed), 0) AS BIGINT) FROM user_role AS r \
    JOIN users AS u ON u.customer_id = r.customer_id AND u.id = r.user_id \
    WHERE r.customer_id = $1 AND r.role_id = $2 AND u.deleted IS NULL";
const DOMAINS: &str = "SELECT name FROM customer_domain WHERE customer_id = $1";
/// Also whether its users are created on-premises, and the partner, if it is an own organization.
const COMPANY: &str = "SELECT primary_domain, own_organization * on_premises, \
    CASE WHEN own_organization = 1 THEN partner_id END FROM customer WHERE id = $1";

/// Live and deleted users of a list, with the outcome that deleted them.
fn accounts(dialect: Dialect) -> String {
    let select = format!(
        "SELECT u.id, u.display_name, u.upn, u.usage_location, u.sign_in_allowed, u.directory_synced, \
         CASE WHEN u.deleted IS NULL THEN 0 ELSE 1 END AS is_deleted, \
         u.deleted_by, u.offboarded_by, d.before AS deletion, p.due \
         FROM ({}) AS m CROSS JOIN users AS u {DELETION} \
         LEFT JOIN planned_deletion AS p ON p.customer_id = u.customer_id AND p.user_id = u.id \
         WHERE u.customer_id = $1 AND u.id = m.value ORDER BY u.name_key, u.upn_key, u.id",
        dialect.texts(2)
    );
    let columns = [
        "id",
        "display_name",
        "upn",
        "usage_location",
        "sign_in_allowed",
        "directory_synced",
        "is_deleted",
        "deleted_by",
        "offboarded_by",
        "deletion",
        "due",
    ];
    dialect.as_json(&columns, &select)
}

/// The directory roles of the users of a list.
fn roles(dialect: Dialect) -> String {
    format!("SELECT user_id, role_id FROM user_role WHERE customer_id = $1 AND user_id IN ({})", dialect.texts(2))
}

fn taken(dialect: Dialect) -> String {
    format!(
        "SELECT upn_key FROM users WHERE customer_id = $1 AND deleted IS NULL AND upn_key IN ({})",
        dialect.texts(2)
    )
}

/// A row of [`accounts`]. The fields are in the order of its columns.
#[derive(serde::Deserialize)]
struct StoredAccount {
    id: UserId,
    display_name: String,
    upn: String,
    usage_location: String,
    sign_in_allowed: i64,
    directory_synced: i64,
    is_deleted: i64,
    deleted_by: Option<OperationId>,
    offboarded_by: Option<OperationId>,
    deletion: Option<String>,
    due: Option<i64>,
}

impl StoredAccount {
    /// The account, given the user's directory roles, and the offboardings in force, the latest first.
    fn account(&self, roles: BTreeSet<Uuid>, offboarded: &[Offboarded]) -> Result<Account, StoreError> {
        Ok(Account {
            sign_in_allowed: self.sign_in_allowed == 1,
            directory_synced: self.directory_synced == 1,
            roles,
            is_deleted: self.is_deleted == 1,
            profile: ProfileValues::default(),
            deletion: self.due.and_then(Day::of),
            deleted_by: self.deleted_by,
            offboarded_by: offboarded.first().map(|last| last.by),
            remembered: remembered(self.deletion.as_deref(), self.deleted_by, offboarded)?,
        })
    }

    /// The user without licenses.
    fn user(self) -> Result<SnapshotUser, StoreError> {
        let location = country(&self.usage_location)?;
        Ok(SnapshotUser { name: self.display_name, upn: self.upn, location, licenses: Vec::new() })
    }
}

#[async_trait]
impl AccountSnapshotStore for SqlStore {
    async fn accounts(&self, scope: CustomerScope, who: &Who, change: &AccountChange) -> Result<Accounts, StoreError> {
        let mut connection = self.reader().await?;
        self.load_accounts(&mut connection, scope, who, change).await
    }

    async fn accounts_changed(
        &self,
        scope: CustomerScope,
        operation: OperationId,
        done: &[Done],
        upns: &NewUpns,
    ) -> Result<Accounts, StoreError> {
        let mut connection = self.reader().await?;
        self.load_accounts_changed(&mut connection, scope, (operation, done), upns).await
    }
}

impl SqlStore {
    /// Loads through one connection. Inside a transaction that holds the customer's lock, all of it is of one moment.
    /// If there are more users than can be changed at once, only their ids are loaded.
    pub(in crate::store) async fn load_accounts(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        who: &Who,
        change: &AccountChange,
    ) -> Result<Accounts, StoreError> {
        let users = members(&mut *connection, scope, who).await?;
        if users.len() > ACCOUNTS_MAX {
            return Ok(Accounts { order: users, ..Accounts::default() });
        }
        let mut accounts =
            self.load_accounts_of(&mut *connection, scope, users, typed(change.upns().into_iter().flatten())).await?;
        if change.upns().is_some() {
            let remembered = accounts.users.values().flat_map(|account| account.remembered.licenses());
            let groups = remembered.filter_map(group_of).collect();
            self.prepare_to_give_back(connection, scope, &mut accounts, groups).await?;
        }
        Ok(accounts)
    }

    /// Loads the additional input for users who come back: the groups that gave licenses, and the offered names that
    /// are taken.
    async fn prepare_to_give_back(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        accounts: &mut Accounts,
        groups: BTreeSet<GroupId>,
    ) -> Result<(), StoreError> {
        let there = self.groups_that_are_there(&mut *connection, scope, &groups).await?;
        accounts.snapshot.groups.extend(there);
        let needs_another = |(id, user): &(&UserId, &SnapshotUser)| {
            let upn = user.upn.to_lowercase();
            let is_here = upn.rsplit('@').next().is_some_and(|domain| accounts.domains.contains(domain));
            let is_deleted = accounts.users.get(id).is_some_and(|account| account.is_deleted);
            is_deleted && (!is_here || accounts.taken.contains(&upn))
        };
        let users = accounts.snapshot.users.iter().filter(needs_another).take(UPN_OFFERS_MAX);
        let names = users.flat_map(|(_, user)| accounts.upns_for(user)).map(|upn| upn.to_lowercase()).collect();
        let taken = self.taken_of(connection, scope, &names).await?;
        accounts.taken.extend(taken);
        Ok(())
    }

    /// The template ids of the directory roles of these users.
    async fn directory_roles_of(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        users: &str,
    ) -> Result<BTreeMap<UserId, BTreeSet<Uuid>>, StoreError> {
        let query = sqlx::query_as(AssertSqlSafe(roles(self.dialect)));
        let rows: Vec<(String, String)> = query.bind(scope.customer().to_string()).bind(users).all(connection).await?;
        let mut roles: BTreeMap<UserId, BTreeSet<Uuid>> = BTreeMap::new();
        for (user, role) in rows {
            roles.entry(parsed(&user)?).or_default().extend(role.parse::<Uuid>());
        }
        Ok(roles)
    }

    /// The names among these that live users have, all in lower case.
    async fn taken_of(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        names: &BTreeSet<String>,
    ) -> Result<BTreeSet<String>, StoreError> {
        let taken: Vec<String> = sqlx::query_scalar(AssertSqlSafe(taken(self.dialect)))
            .bind(scope.customer().to_string())
            .bind(to_json(names)?)
            .all(connection)
            .await?;
        Ok(taken.into_iter().collect())
    }

    pub(in crate::store) async fn load_accounts_changed(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        (operation, done): (OperationId, &[Done]),
        upns: &NewUpns,
    ) -> Result<Accounts, StoreError> {
        let users = done.iter().map(|done| done.user).collect();
        let mut accounts = self.load_accounts_of(&mut *connection, scope, users, typed(upns)).await?;
        accounts.note_changed_since(operation, done);
        let groups = done.iter().flat_map(|done| &done.before.through_groups).filter_map(group_of).collect();
        self.prepare_to_give_back(connection, scope, &mut accounts, groups).await?;
        Ok(accounts)
    }

    pub(in crate::store) async fn load_accounts_of(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        users: Vec<UserId>,
        mut names: BTreeSet<String>,
    ) -> Result<Accounts, StoreError> {
        if users.len() > SAVE_USERS_MAX {
            return Ok(Accounts { order: users, ..Accounts::default() });
        }
        let snapshot = self.load_listed(&mut *connection, scope, &users).await?;
        let CustomerRights { authority, withheld, .. } = scope.rights();
        let mut all = Accounts { snapshot, authority, withheld, ..Accounts::default() };
        let rows: Vec<StoredAccount> = read(&mut *connection, accounts(self.dialect), scope, &to_json(&users)?).await?;
        let last = rows.iter().filter_map(|row| Some((row.id, row.offboarded_by?))).collect();
        let holding = self.offboardings_of(&mut *connection, scope, last).await?;
        let mut roles = self.directory_roles_of(&mut *connection, scope, &to_json(&users)?).await?;
        for row in rows {
            let offboarded = holding.get(&row.id).map_or(&[][..], Vec::as_slice);
            let roles = roles.remove(&row.id).unwrap_or_default();
            let (id, account) = (row.id, row.account(roles, offboarded)?);
            names.insert(row.upn.to_lowercase());
            let user = row.user()?;
            all.snapshot.users.entry(id).or_insert(user);
            all.order.push(id);
            all.users.insert(id, account);
        }
        let gone: BTreeSet<UserId> = users.into_iter().filter(|user| !all.users.contains_key(user)).collect();
        all.order.extend(gone);
        let customer = scope.customer().to_string();
        (all.admins, all.admins_allowed) = sqlx::query_as(ADMINS)
            .bind(customer.as_str())
            .bind(AdminRole::Global.template_id().to_string())
            .one(&mut *connection)
            .await?;
        let domains: Vec<String> = sqlx::query_scalar(DOMAINS).bind(customer.as_str()).all(&mut *connection).await?;
        all.domains = domains.iter().map(|name| name.to_lowercase()).collect();
        let company: Option<(String, i64, Option<String>)> =
            sqlx::query_as(COMPANY).bind(&customer).optional(&mut *connection).await?;
        let (primary, on_premises, own_of) = company.unwrap_or_default();
        all.created_on_premises = on_premises == 1;
        all.primary_domain = Some(primary.to_lowercase()).filter(|name| all.domains.contains(name));
        if let Some(partner) = own_of {
            let change = (scope.customer(), scope.actor());
            let managers = managers_in(&mut *connection, self.dialect, parsed(&partner)?, change);
            all.managers = managers.await?;
        }
        all.taken = self.taken_of(connection, scope, &names).await?;
        Ok(all)
    }
}

/// The keys of the new names that are valid.
fn typed<'a>(upns: impl IntoIterator<Item = (&'a UserId, &'a String)>) -> BTreeSet<String> {
    let parsed = upns.into_iter().filter_map(|(_, typed)| typed.parse().ok());
    parsed.map(|upn: Upn| upn.key()).collect()
}

pub(in crate::store) async fn members(
    connection: &mut AnyConnection,
    scope: CustomerScope,
    who: &Who,
) -> Result<Vec<UserId>, StoreError> {
    let query = match who {
        Who::Listed(users) => return Ok(users.iter().copied().collect::<BTreeSet<_>>().into_iter().collect()),
        Who::Selected(selection) => sqlx::query_scalar(SELECTED)
            .bind(own_id(scope, *selection))
            .bind(scope.actor().to_string())
            .bind(scope.customer().to_string()),
        Who::FailedIn(operation) => {
            sqlx::query_scalar(FAILED).bind(scope.customer().to_string()).bind(operation.to_string())
        }
    };
    let users: Vec<String> = query.all(connection).await?;
    users.iter().map(|user| parsed(user)).collect()
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let fixed = [SELECTED, FAILED, ADMINS, DOMAINS, COMPANY].map(String::from);
    fixed.into_iter().chain([accounts(dialect), roles(dialect), taken(dialect)]).collect()
}
