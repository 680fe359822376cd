//! One user: the account, its licenses, roles and latest changes.

use crate::store::SqlStore;
use crate::store::directory::customer_plans;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::outcome_of;
use crate::store::engine::stored::{country, from_json, parsed};
use crate::store::people::shown_name::{both_with_shown_name, shown_words, with_shown_name};
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::console::operation::UserChange;
use domain::directory::built_in_role::built_in_role;
use domain::directory::day::Day;
use domain::directory::license::{License, Source};
use domain::directory::role::AdminRole;
use domain::directory::user::{NamedLicense, User, UserDetail, UserType};
use domain::ids::{PlanId, UserId};
use domain::store::{StoreError, UserDetailStore};
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;

const ACCOUNT: &str = "SELECT upn, mail, mail_nickname, display_name, first_name, last_name, usage_location, \
    sign_in_allowed, is_guest, directory_synced, department, job_title, created \
    FROM users WHERE customer_id = $1 AND id = $2 AND deleted IS NULL";
const LICENSES: &str = "SELECT a.sku_id, p.name AS product, a.group_id, g.name AS group_name, a.disabled_plans, \
    a.error FROM assignment AS a JOIN product AS p ON p.sku_id = a.sku_id \
    LEFT JOIN directory_group AS g ON g.customer_id = a.customer_id AND g.id = a.group_id \
    WHERE a.customer_id = $1 AND a.user_id = $2 ORDER BY p.name, a.sku_id, a.source";
const ROLES: &str = "SELECT r.role_id, n.name FROM user_role AS r \
    LEFT JOIN directory_role AS n ON n.customer_id = r.customer_id AND n.id = r.role_id \
    WHERE r.customer_id = $1 AND r.user_id = $2 ORDER BY r.role_id";
const DELETION: &str = "SELECT due FROM planned_deletion WHERE customer_id = $1 AND user_id = $2";
/// Searches the customer's operations, latest first, for the user.
const CHANGES: &str = "SELECT o.id, o.created, w.name AS actor, c.outcome, c.message FROM operation AS o \
    CROSS JOIN operation_user AS c JOIN partner_user AS w ON w.id = o.actor_id \
    WHERE o.customer_id = $1 AND c.operation_id = o.id AND c.user_id = $2 ORDER BY o.id DESC LIMIT 20";

/// The row of [`ACCOUNT`].
#[derive(sqlx::FromRow)]
struct StoredDetail {
    upn: String,
    mail: Option<String>,
    mail_nickname: Option<String>,
    display_name: String,
    first_name: Option<String>,
    last_name: Option<String>,
    usage_location: String,
    sign_in_allowed: i64,
    is_guest: i64,
    directory_synced: i64,
    department: Option<String>,
    job_title: Option<String>,
    created: i64,
}

impl StoredDetail {
    fn user(self, id: UserId) -> Result<User, StoreError> {
        Ok(User {
            id,
            upn: self.upn,
            mail: self.mail,
            mail_nickname: self.mail_nickname,
            display_name: self.display_name,
            first_name: self.first_name,
            last_name: self.last_name,
            location: country(&self.usage_location)?,
            sign_in_allowed: self.sign_in_allowed == 1,
            user_type: if self.is_guest == 1 { UserType::Guest } else { UserType::Member },
            directory_synced: self.directory_synced == 1,
            department: self.department,
            job_title: self.job_title,
            created: self.created,
        })
    }
}

/// A row of [`LICENSES`].
#[derive(sqlx::FromRow)]
struct StoredLicense {
    sku_id: String,
    product: String,
    group_id: Option<String>,
    group_name: Option<String>,
    disabled_plans: String,
    error: Option<String>,
}

/// A row of [`CHANGES`].
#[derive(sqlx::FromRow)]
struct StoredChange {
    id: String,
    created: i64,
    actor: String,
    outcome: String,
    message: String,
}

impl StoredChange {
    fn change(self, scope: CustomerScope) -> Result<UserChange, StoreError> {
        Ok(UserChange {
            operation: parsed(&self.id)?,
            created: self.created,
            actor: self.actor,
            outcome: outcome_of(&self.outcome)?,
            message: shown_words(self.message, scope),
        })
    }
}

#[async_trait]
impl UserDetailStore for SqlStore {
    async fn user(&self, scope: CustomerScope, user: UserId) -> Result<Option<UserDetail>, StoreError> {
        let account: Option<StoredDetail> = sqlx::query_as(ACCOUNT)
            .bind(scope.customer().to_string())
            .bind(user.to_string())
            .optional(&self.read)
            .await?;
        let Some(account) = account else { return Ok(None) };
        let licenses: Vec<StoredLicense> =
            sqlx::query_as(LICENSES).bind(scope.customer().to_string()).bind(user.to_string()).all(&self.read).await?;
        let mut named = Vec::with_capacity(licenses.len());
        for license in licenses {
            named.push(self.named_license(scope, license).await?);
        }
        let roles: Vec<(String, Option<String>)> =
            sqlx::query_as(ROLES).bind(scope.customer().to_string()).bind(user.to_string()).all(&self.read).await?;
        let due: Option<i64> = sqlx::query_scalar(DELETION)
            .bind(scope.customer().to_string())
            .bind(user.to_string())
            .optional(&self.read)
            .await?;
        Ok(Some(UserDetail {
            errors: self.errors_of(scope, user).await?,
            deletion: due.and_then(Day::of),
            user: account.user(user)?,
            licenses: named,
            admin_roles: roles.iter().filter_map(|(role, _)| known_role(role)).collect(),
            roles: roles.into_iter().map(|(role, name)| role_name(role, name)).collect(),
        }))
    }

    async fn user_changes(&self, scope: CustomerScope, user: UserId) -> Result<Vec<UserChange>, StoreError> {
        let rows: Vec<StoredChange> = sqlx::query_as(AssertSqlSafe(with_shown_name(CHANGES, scope)))
            .bind(scope.customer().to_string())
            .bind(user.to_string())
            .all(&self.read)
            .await?;
        rows.into_iter().map(|row| row.change(scope)).collect()
    }
}

impl SqlStore {
    async fn named_license(&self, scope: CustomerScope, row: StoredLicense) -> Result<NamedLicense, StoreError> {
        let plans: Vec<(String, String)> = sqlx::query_as(AssertSqlSafe(customer_plans::for_users()))
            .bind(scope.customer().to_string())
            .bind(&row.sku_id)
            .all(&self.read)
            .await?;
        let disabled: BTreeSet<PlanId> = from_json(&row.disabled_plans)?;
        let source = row.group_id.map_or(Ok(Source::Direct), |group| parsed(&group).map(Source::Group))?;
        let plans = plans.into_iter().map(|(id, name)| Ok((name, !disabled.contains(&parsed(&id)?))));
        let plans = plans.collect::<Result<_, StoreError>>()?;
        let license = License { sku_id: parsed(&row.sku_id)?, source, disabled, error: row.error };
        Ok(NamedLicense { license, product: row.product, group: row.group_name, plans })
    }
}

/// The name of a role: Tenantry's, else the customer's, else Microsoft's, else its template id.
fn role_name(role: String, imported: Option<String>) -> String {
    let own = known_role(&role).map(|known| known.name().to_owned());
    let built_in = || built_in_role(parsed(&role).ok()?).map(str::to_owned);
    own.or(imported).or_else(built_in).unwrap_or(role)
}

fn known_role(role: &str) -> Option<AdminRole> {
    parsed(role).ok().and_then(AdminRole::of_template)
}

pub(in crate::store) fn statements() -> Vec<String> {
    let fixed = [ACCOUNT, LICENSES, ROLES, DELETION].map(String::from);
    fixed.into_iter().chain(both_with_shown_name(CHANGES)).collect()
}
