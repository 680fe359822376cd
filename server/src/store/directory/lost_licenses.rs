//! The remembered data of deleted users, and their former licenses by name.

use crate::store::SqlStore;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::{from_json, parsed, to_json};
use domain::access::CustomerScope;
use domain::directory::deleted_user::LostLicense;
use domain::directory::license::{License, Source};
use domain::ids::{GroupId, OperationId, SkuId, UserId};
use domain::rules::outcome::Touched;
use domain::rules::remembered::Remembered;
use domain::store::StoreError;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::{BTreeMap, BTreeSet};

/// The outcome that deleted the users `u`, as `d`.
pub(in crate::store) const DELETION: &str =
    "LEFT JOIN operation_user AS d ON d.operation_id = u.deleted_by AND d.user_id = u.id";

/// An offboarding of a user in force: it was not taken back, and the user was not restored since.
pub(in crate::store) struct Offboarded {
    pub(in crate::store) by: OperationId,
    before: Touched,
}

/// The former data of a user, from `before` of the outcome of [`DELETION`] and from the offboardings in force. Nothing
/// is remembered of users who were missing in an import.
pub(in crate::store) fn remembered(
    deletion: Option<&str>,
    deleted_by: Option<OperationId>,
    offboarded: &[Offboarded],
) -> Result<Remembered, StoreError> {
    let deletion: Option<Touched> = deletion.map(from_json).transpose()?;
    // An offboarding may have been the deletion itself.
    let before = offboarded.iter().filter(|one| Some(one.by) != deleted_by).map(|one| &one.before);
    Ok(deletion.map(|deletion| Remembered::of(&deletion, before)).unwrap_or_default())
}

/// The outcomes of users in operations, and whether each was taken back.
fn outcomes(dialect: Dialect) -> String {
    format!(
        "WITH n AS MATERIALIZED (SELECT {} AS person, {} AS operation FROM {}) \
         SELECT w.user_id, w.operation_id, w.before, CAST(CASE WHEN EXISTS (SELECT 1 FROM operation AS r \
         JOIN operation_user AS t ON t.operation_id = r.id AND t.user_id = w.user_id WHERE r.customer_id = $1 \
         AND r.undoes = w.operation_id AND t.outcome = 'Reinstated') THEN 1 ELSE 0 END AS BIGINT) \
         AS is_taken_back FROM n CROSS JOIN operation_user AS w \
         WHERE w.operation_id = n.operation AND w.user_id = n.person",
        dialect.text(0),
        dialect.text(1),
        dialect.rows(2)
    )
}

/// A row of [`outcomes`].
#[derive(sqlx::FromRow)]
struct LosingOutcome {
    user_id: String,
    operation_id: String,
    before: String,
    is_taken_back: i64,
}

fn products_named(dialect: Dialect) -> String {
    format!("SELECT sku_id, name FROM product WHERE sku_id IN ({})", dialect.texts(1))
}

impl SqlStore {
    /// The offboardings of users in force, the latest first. `last` has the last offboarding of each user; the outcome
    /// of each names the one before it.
    pub(in crate::store) async fn offboardings_of(
        &self,
        connection: &mut AnyConnection,
        scope: CustomerScope,
        last: Vec<(UserId, OperationId)>,
    ) -> Result<BTreeMap<UserId, Vec<Offboarded>>, StoreError> {
        let mut holding: BTreeMap<UserId, Vec<Offboarded>> = BTreeMap::new();
        let mut seen: BTreeSet<(UserId, OperationId)> = last.iter().copied().collect();
        let mut next = last;
        while !next.is_empty() {
            let rows: Vec<LosingOutcome> = sqlx::query_as(AssertSqlSafe(outcomes(self.dialect)))
                .bind(scope.customer().to_string())
                .bind(to_json(&next)?)
                .all(&mut *connection)
                .await?;
            next.clear();
            for row in rows {
                let (user, by): (UserId, OperationId) = (parsed(&row.user_id)?, parsed(&row.operation_id)?);
                let before: Touched = from_json(&row.before)?;
                next.extend(before.offboarded_by.map(|earlier| (user, earlier)).filter(|one| seen.insert(*one)));
                if row.is_taken_back == 0 {
                    holding.entry(user).or_default().push(Offboarded { by, before });
                }
            }
        }
        Ok(holding)
    }

    /// The licenses that each remembered user held directly and through groups, by name.
    pub(in crate::store) async fn lost_licenses(
        &self,
        scope: CustomerScope,
        users: &[Remembered],
    ) -> Result<Vec<Vec<LostLicense>>, StoreError> {
        let held = || users.iter().flat_map(Remembered::licenses).filter(|license| license.is_held());
        let skus: BTreeSet<SkuId> = held().map(|license| license.sku_id).collect();
        let groups: BTreeSet<GroupId> = held().filter_map(group_of).collect();
        let mut connection = self.reader().await?;
        let products = self.product_names(&mut connection, &skus).await?;
        let groups = self.group_names(&mut connection, scope, &groups).await?;
        Ok(users.iter().map(|user| named(user, &products, &groups)).collect())
    }

    /// The names of products.
    pub(in crate::store) async fn product_names(
        &self,
        connection: &mut AnyConnection,
        skus: &BTreeSet<SkuId>,
    ) -> Result<BTreeMap<SkuId, String>, StoreError> {
        let rows: Vec<(String, String)> =
            sqlx::query_as(AssertSqlSafe(products_named(self.dialect))).bind(to_json(skus)?).all(connection).await?;
        rows.into_iter().map(|(sku, name)| Ok((parsed(&sku)?, name))).collect()
    }
}

/// The group that gave a license, if a group gave it.
pub(in crate::store) fn group_of(license: &License) -> Option<GroupId> {
    match license.source {
        Source::Group(group) => Some(group),
        Source::Direct => None,
    }
}

fn named(
    user: &Remembered,
    products: &BTreeMap<SkuId, String>,
    groups: &BTreeMap<GroupId, String>,
) -> Vec<LostLicense> {
    let lost = |license: &License| {
        let name = |group: GroupId| groups.get(&group).cloned().unwrap_or_else(|| group.to_string());
        Some(LostLicense { product: products.get(&license.sku_id).cloned()?, group: group_of(license).map(name) })
    };
    let mut licenses: Vec<LostLicense> = user.licenses().filter(|license| license.is_held()).filter_map(lost).collect();
    licenses.sort();
    licenses
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    vec![products_named(dialect), outcomes(dialect)]
}
