//! One user: the account, its licenses, roles and latest changes.

use super::{SqlStore, country, database, from_json, parsed};
use domain::access::CustomerScope;
use domain::console::operation::UserChange;
use domain::directory::day::Day;
use domain::directory::license::{License, Source};
use domain::directory::role::AdminRole;
use domain::directory::user::{NamedLicense, User, UserDetail, UserType};
use domain::ids::{PlanId, UserId};
use domain::store::StoreError;
use std::collections::BTreeSet;

const ACCOUNT: &str = "SELECT upn, mail, mail_nickname, display_name, first_name, last_name, usage_location, \
    sign_in_allowed, is_guest, directory_synced, department, job_title, created \
    FROM users WHERE customer_id = $1 AND id = $2 AND deleted IS NULL";
const LICENSES: &str = "SELECT a.sku_id, p.name, a.group_id, g.name, a.disabled_plans, a.error FROM assignment AS a \
    JOIN product AS p ON p.sku_id = a.sku_id \
    LEFT JOIN directory_group AS g ON g.customer_id = a.customer_id AND g.id = a.group_id \
    WHERE a.customer_id = $1 AND a.user_id = $2 ORDER BY p.name, a.sku_id, a.source";
const PLANS: &str = "SELECT s.id, s.friendly_name FROM product_plan AS c JOIN service_plan AS s ON s.id = c.plan_id \
    WHERE c.sku_id = $1 AND s.applies_to = 'User' ORDER BY s.friendly_name, s.id";
const ROLES: &str = "SELECT role_id FROM user_role WHERE customer_id = $1 AND user_id = $2 ORDER BY role_id";
const DELETION: &str = "SELECT due FROM planned_deletion WHERE customer_id = $1 AND user_id = $2";
/// Asks the customer's operations, latest first, for the user.
const CHANGES: &str = "SELECT o.id, o.created, w.name, c.outcome, c.message FROM operation AS o \
    CROSS JOIN operation_user AS c JOIN partner_user AS w ON w.id = o.actor_id \
    WHERE o.customer_id = $1 AND c.operation_id = o.id AND c.user_id = $2 ORDER BY o.id DESC LIMIT 20";

type Account = (
    String,
    Option<String>,
    Option<String>,
    String,
    Option<String>,
    Option<String>,
    String,
    i64,
    i64,
    i64,
    Option<String>,
    Option<String>,
    i64,
);
type LicenseColumns = (String, String, Option<String>, Option<String>, String, Option<String>);

impl SqlStore {
    pub(super) async fn user_detail(
        &self,
        scope: CustomerScope,
        user: UserId,
    ) -> Result<Option<UserDetail>, StoreError> {
        let account: Option<Account> = sqlx::query_as(ACCOUNT)
            .bind(scope.customer().to_string())
            .bind(user.to_string())
            .fetch_optional(&self.read)
            .await
            .map_err(database)?;
        let Some(account) = account else { return Ok(None) };
        let licenses: Vec<LicenseColumns> = sqlx::query_as(LICENSES)
            .bind(scope.customer().to_string())
            .bind(user.to_string())
            .fetch_all(&self.read)
            .await
            .map_err(database)?;
        let mut named = Vec::with_capacity(licenses.len());
        for license in licenses {
            named.push(self.named_license(license).await?);
        }
        let roles: Vec<String> = sqlx::query_scalar(ROLES)
            .bind(scope.customer().to_string())
            .bind(user.to_string())
            .fetch_all(&self.read)
            .await
            .map_err(database)?;
        let due: Option<i64> = sqlx::query_scalar(DELETION)
            .bind(scope.customer().to_string())
            .bind(user.to_string())
            .fetch_optional(&self.read)
            .await
            .map_err(database)?;
        Ok(Some(UserDetail {
            errors: self.errors_of(scope, user).await?,
            deletion: due.and_then(Day::of),
            user: read_account(user, account)?,
            licenses: named,
            admin_roles: roles.iter().filter_map(|role| known_role(role)).collect(),
            roles: roles.iter().map(|role| role_name(role)).collect(),
        }))
    }

    async fn named_license(
        &self,
        (sku, product, group, group_name, disabled, error): LicenseColumns,
    ) -> Result<NamedLicense, StoreError> {
        let plans: Vec<(String, String)> =
            sqlx::query_as(PLANS).bind(&sku).fetch_all(&self.read).await.map_err(database)?;
        let disabled: BTreeSet<PlanId> = from_json(&disabled)?;
        let source = group.map_or(Ok(Source::Direct), |group| parsed(&group).map(Source::Group))?;
        let plans = plans.into_iter().map(|(id, name)| Ok((name, !disabled.contains(&parsed(&id)?))));
        let plans = plans.collect::<Result<_, StoreError>>()?;
        let license = License { sku_id: parsed(&sku)?, source, disabled, error };
        Ok(NamedLicense { license, product, group: group_name, plans })
    }

    pub(super) async fn changes_of_user(
        &self,
        scope: CustomerScope,
        user: UserId,
    ) -> Result<Vec<UserChange>, StoreError> {
        let rows: Vec<(String, i64, String, String, String)> = sqlx::query_as(CHANGES)
            .bind(scope.customer().to_string())
            .bind(user.to_string())
            .fetch_all(&self.read)
            .await
            .map_err(database)?;
        rows.into_iter()
            .map(|(operation, created, actor, outcome, message)| {
                Ok(UserChange { operation: parsed(&operation)?, created, actor, outcome, message })
            })
            .collect()
    }
}

fn read_account(id: UserId, account: Account) -> Result<User, StoreError> {
    let (
        upn,
        mail,
        mail_nickname,
        display_name,
        first_name,
        last_name,
        location,
        allowed,
        guest,
        synced,
        work,
        title,
        created,
    ) = account;
    Ok(User {
        id,
        upn,
        mail,
        mail_nickname,
        display_name,
        first_name,
        last_name,
        location: country(&location)?,
        sign_in_allowed: allowed == 1,
        user_type: if guest == 1 { UserType::Guest } else { UserType::Member },
        directory_synced: synced == 1,
        department: work,
        job_title: title,
        created,
    })
}

/// Microsoft's name of a role that we know, else its template id.
fn role_name(role: &str) -> String {
    known_role(role).map_or_else(|| role.to_owned(), |known| known.name().to_owned())
}

fn known_role(role: &str) -> Option<AdminRole> {
    parsed(role).ok().and_then(AdminRole::of_template)
}

pub(super) fn statements() -> Vec<String> {
    [ACCOUNT, LICENSES, PLANS, ROLES, DELETION, CHANGES].map(String::from).into()
}
