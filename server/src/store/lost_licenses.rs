//! The licenses that deleted users had, by name.

use super::dialect::Dialect;
use super::{SqlStore, database, parsed, to_json};
use domain::access::CustomerScope;
use domain::directory::deleted_user::LostLicense;
use domain::ids::{GroupId, SkuId};
use domain::rules::outcome::Touched;
use domain::store::StoreError;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::{BTreeMap, BTreeSet};

fn products_named(dialect: Dialect) -> String {
    format!("SELECT sku_id, name FROM product WHERE sku_id IN ({})", dialect.texts(1))
}

impl SqlStore {
    /// For each user as it was before its deletion, what it held directly and through groups, by name.
    pub(super) async fn lost_licenses(
        &self,
        scope: CustomerScope,
        before: &[Touched],
    ) -> Result<Vec<Vec<LostLicense>>, StoreError> {
        let through = || before.iter().flat_map(|before| &before.through_groups);
        let direct = before.iter().flat_map(|before| before.direct.keys().copied());
        let skus: BTreeSet<SkuId> = direct.chain(through().map(|(sku, _)| *sku)).collect();
        let groups: BTreeSet<GroupId> = through().map(|(_, group)| *group).collect();
        let mut connection = self.read.acquire().await.map_err(database)?;
        let products = self.product_names(&mut connection, &skus).await?;
        let groups = self.group_names(&mut connection, scope, &groups).await?;
        Ok(before.iter().map(|before| named(before, &products, &groups)).collect())
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

fn named(before: &Touched, products: &BTreeMap<SkuId, String>, groups: &BTreeMap<GroupId, String>) -> Vec<LostLicense> {
    let lost = |sku: &SkuId, group: Option<String>| Some(LostLicense { product: products.get(sku).cloned()?, group });
    let direct = before.direct.keys().filter_map(|sku| lost(sku, None));
    let through = before.through_groups.iter().filter_map(|(sku, group)| {
        let group = groups.get(group).cloned().unwrap_or_else(|| group.to_string());
        lost(sku, Some(group))
    });
    let mut licenses: Vec<LostLicense> = direct.chain(through).collect();
    licenses.sort();
    licenses
}

pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    vec![products_named(dialect)]
}
