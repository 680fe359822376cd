//! The choices of filters: distinct values in use, each list bounded.

use crate::store::SqlStore;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::{country, parsed};
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::directory::user::ProductName;
use domain::store::{FILTER_CHOICES_MAX, FilterChoiceStore, FilterChoices, StoreError};

const PRODUCTS: &str = "SELECT p.name, p.sku_id FROM customer_product AS c JOIN product AS p ON p.sku_id = c.sku_id \
    WHERE c.customer_id = $1 ORDER BY p.name, p.sku_id LIMIT $2";

/// Steps through the index from one distinct value to the next, instead of reading every user.
fn distinct(column: &str) -> String {
    format!(
        "WITH RECURSIVE step(value) AS ( \
           SELECT MIN({column}) FROM users WHERE customer_id = $1 AND deleted IS NULL \
           UNION ALL SELECT (SELECT MIN({column}) FROM users WHERE customer_id = $1 AND deleted IS NULL \
             AND {column} > step.value) FROM step WHERE step.value IS NOT NULL) \
         SELECT value FROM step WHERE value IS NOT NULL AND value <> '' LIMIT $2"
    )
}

#[async_trait]
impl FilterChoiceStore for SqlStore {
    async fn filter_choices(&self, scope: CustomerScope) -> Result<FilterChoices, StoreError> {
        let limit = i64::try_from(FILTER_CHOICES_MAX).unwrap_or(i64::MAX);
        let products: Vec<(String, String)> =
            sqlx::query_as(PRODUCTS).bind(scope.customer().to_string()).bind(limit).all(&self.read).await?;
        let products = products.into_iter().map(|(name, sku)| Ok(ProductName { name, sku_id: parsed(&sku)? }));
        let locations = self.values(scope, "usage_location", limit).await?;
        Ok(FilterChoices {
            products: products.collect::<Result<_, StoreError>>()?,
            locations: locations.iter().filter_map(|code| country(code).transpose()).collect::<Result<_, _>>()?,
            domains: self.values(scope, "domain", limit).await?,
            departments: self.values(scope, "department", limit).await?,
            job_titles: self.values(scope, "job_title", limit).await?,
        })
    }
}

impl SqlStore {
    async fn values(&self, scope: CustomerScope, column: &str, limit: i64) -> Result<Vec<String>, StoreError> {
        sqlx::query_scalar(sqlx::AssertSqlSafe(distinct(column)))
            .bind(scope.customer().to_string())
            .bind(limit)
            .all(&self.read)
            .await
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    let columns = ["usage_location", "domain", "department", "job_title"];
    columns.map(distinct).into_iter().chain([PRODUCTS.to_owned()]).collect()
}
