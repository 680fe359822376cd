//! What is remembered of deleted users, and the licenses that they had, by name.

use super::dialect::Dialect;
use super::{SqlStore, database, from_json, parsed, to_json};
use domain::access::CustomerScope;
use domain::directory::deleted_user::LostLicense;
use domain::directory::license::{License, Source};
use domain::ids::{GroupId, SkuId};
use domain::rules::outcome::Touched;
use domain::rules::remembered::Remembered;
use domain::store::StoreError;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::{BTreeMap, BTreeSet};

/// The outcomes that deleted users `u` were deleted by, as `d`, and that of the offboarding before it, as `f`.
pub(super) const REMEMBERED: &str = "LEFT JOIN operation_user AS d ON d.operation_id = u.deleted_by AND d.user_id = u.id \
    LEFT JOIN operation_user AS f ON f.operation_id = u.offboarded_by AND f.user_id = u.id \
    AND u.offboarded_by <> u.deleted_by";

/// What a user had, of what `before` is in the outcomes of [`REMEMBERED`]. Nothing is remembered of users whom an import found
/// gone.
pub(super) fn remembered(deletion: Option<&str>, offboarding: Option<&str>) -> Result<Remembered, StoreError> {
    let offboarding: Option<Touched> = offboarding.map(from_json).transpose()?;
    let deletion: Option<Touched> = deletion.map(from_json).transpose()?;
    Ok(deletion.map(|deletion| Remembered::of(&deletion, offboarding.as_ref())).unwrap_or_default())
}

fn products_named(dialect: Dialect) -> String {
    format!("SELECT sku_id, name FROM product WHERE sku_id IN ({})", dialect.texts(1))
}

impl SqlStore {
    /// For each user of whom this is remembered, what it held directly and through groups, by name.
    pub(super) async fn lost_licenses(
        &self,
        scope: CustomerScope,
        users: &[Remembered],
    ) -> Result<Vec<Vec<LostLicense>>, StoreError> {
        let held = || users.iter().flat_map(Remembered::licenses).filter(|license| license.is_held());
        let skus: BTreeSet<SkuId> = held().map(|license| license.sku_id).collect();
        let groups: BTreeSet<GroupId> = held().filter_map(group_of).collect();
        let mut connection = self.read.acquire().await.map_err(database)?;
        let products = self.product_names(&mut connection, &skus).await?;
        let groups = self.group_names(&mut connection, scope, &groups).await?;
        Ok(users.iter().map(|user| named(user, &products, &groups)).collect())
    }

    /// The names of products.
    pub(super) async fn product_names(
        &self,
        connection: &mut AnyConnection,
        skus: &BTreeSet<SkuId>,
    ) -> Result<BTreeMap<SkuId, String>, StoreError> {
        let rows: Vec<(String, String)> = sqlx::query_as(AssertSqlSafe(products_named(self.dialect)))
            .bind(to_json(skus)?)
            .fetch_all(connection)
            .await
            .map_err(database)?;
        rows.into_iter().map(|(sku, name)| Ok((parsed(&sku)?, name))).collect()
    }
}

/// The group that gave a license, if it came from one.
pub(super) fn group_of(license: &License) -> Option<GroupId> {
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

pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    vec![products_named(dialect)]
}
