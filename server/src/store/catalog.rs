//! The catalogue of products and service plans.

use super::dialect::Dialect;
use super::{SqlStore, database, parsed, to_json};
use domain::directory::product::{AppliesTo, Product, ServicePlan};
use domain::ids::SkuId;
use domain::store::StoreError;
use serde_json::json;
use sqlx::{Any, AssertSqlSafe, Transaction};
use std::collections::BTreeMap;

const PRODUCTS: &str = "SELECT sku_id, part_number, name, applies_to FROM product ORDER BY sku_id";
const COUNT: &str = "SELECT COUNT(*) FROM product";
const PLANS: &str = "SELECT c.sku_id, s.id, s.name, s.friendly_name, s.applies_to FROM product_plan AS c \
    JOIN service_plan AS s ON s.id = c.plan_id ORDER BY c.sku_id, c.position";

fn write_products(dialect: Dialect) -> String {
    format!(
        "INSERT INTO product (sku_id, part_number, name, applies_to) SELECT {}, {}, {}, {} FROM {} WHERE true \
         ON CONFLICT (sku_id) DO UPDATE SET part_number = excluded.part_number, name = excluded.name, \
         applies_to = excluded.applies_to",
        dialect.text(0),
        dialect.text(1),
        dialect.text(2),
        dialect.text(3),
        dialect.rows(1)
    )
}

/// Writes products that are not there yet, and leaves those that are.
fn add_products(dialect: Dialect) -> String {
    write_products(dialect).split(" ON CONFLICT").next().unwrap_or_default().to_owned() + " ON CONFLICT DO NOTHING"
}

fn write_plans(dialect: Dialect) -> String {
    format!(
        "INSERT INTO service_plan (id, name, friendly_name, applies_to) SELECT {}, {}, {}, {} FROM {} WHERE true \
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, friendly_name = excluded.friendly_name, \
         applies_to = excluded.applies_to",
        dialect.text(0),
        dialect.text(1),
        dialect.text(2),
        dialect.text(3),
        dialect.rows(1)
    )
}

fn add_plans(dialect: Dialect) -> String {
    write_plans(dialect).split(" ON CONFLICT").next().unwrap_or_default().to_owned() + " ON CONFLICT DO NOTHING"
}

fn clear_contents(dialect: Dialect) -> String {
    format!("DELETE FROM product_plan WHERE sku_id IN ({})", dialect.texts(1))
}

fn write_contents(dialect: Dialect) -> String {
    format!(
        "INSERT INTO product_plan (sku_id, position, plan_id) SELECT {}, {}, {} FROM {} WHERE true \
         ON CONFLICT DO NOTHING",
        dialect.text(0),
        dialect.int(1),
        dialect.text(2),
        dialect.rows(1)
    )
}

impl SqlStore {
    /// Every product with its plans, by id.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn catalog(&self) -> Result<Vec<Product>, StoreError> {
        let rows: Vec<(String, String, String, String)> =
            sqlx::query_as(PRODUCTS).fetch_all(&self.read).await.map_err(database)?;
        let mut products: BTreeMap<SkuId, Product> = BTreeMap::new();
        for (sku, part_number, name, applies_to) in rows {
            let sku_id = parsed(&sku)?;
            let applies_to = read_applies_to(&applies_to);
            products.insert(sku_id, Product { sku_id, part_number, name, applies_to, plans: Vec::new() });
        }
        let rows: Vec<(String, String, String, String, String)> =
            sqlx::query_as(PLANS).fetch_all(&self.read).await.map_err(database)?;
        for (sku, id, name, friendly_name, applies_to) in rows {
            if let Some(product) = products.get_mut(&parsed(&sku)?) {
                let applies_to = read_applies_to(&applies_to);
                product.plans.push(ServicePlan { id: parsed(&id)?, name, friendly_name, applies_to });
            }
        }
        Ok(products.into_values().collect())
    }

    /// Gives an empty catalogue the products that come with Tenantry.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ensure_catalog(&self) -> Result<(), StoreError> {
        let known: i64 = sqlx::query_scalar(COUNT).fetch_one(&self.read).await.map_err(database)?;
        if known > 0 {
            return Ok(());
        }
        let shipped = domain::import::shipped::products().map_err(|error| StoreError::Corrupt(error.to_string()))?;
        self.write_catalog(&shipped).await
    }

    /// Writes products with their plans over what the catalogue had of them; others stay. One transaction.
    ///
    /// # Errors
    /// When the database does not answer; nothing is written then.
    pub async fn write_catalog(&self, products: &[Product]) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let dialect = self.dialect;
        write(&mut transaction, dialect, products, write_products(dialect), write_plans(dialect)).await?;
        transaction.commit().await.map_err(database)
    }

    /// Adds products that the catalogue does not have; those it has stay as they are.
    pub(super) async fn add_to_catalog(
        &self,
        transaction: &mut Transaction<'_, Any>,
        products: &[Product],
    ) -> Result<(), StoreError> {
        let known: Vec<String> = sqlx::query_as::<_, (String, String, String, String)>(PRODUCTS)
            .fetch_all(&mut **transaction)
            .await
            .map_err(database)?
            .into_iter()
            .map(|row| row.0)
            .collect();
        let new: Vec<Product> =
            products.iter().filter(|product| !known.contains(&product.sku_id.to_string())).cloned().collect();
        write(transaction, self.dialect, &new, add_products(self.dialect), add_plans(self.dialect)).await
    }
}

async fn write(
    transaction: &mut Transaction<'_, Any>,
    dialect: Dialect,
    products: &[Product],
    products_sql: String,
    plans_sql: String,
) -> Result<(), StoreError> {
    let skus: Vec<SkuId> = products.iter().map(|product| product.sku_id).collect();
    let rows: Vec<_> = products
        .iter()
        .map(|product| json!([product.sku_id, product.part_number, product.name, applies_to(product.applies_to)]))
        .collect();
    let plans: BTreeMap<_, _> =
        products.iter().flat_map(|product| &product.plans).map(|plan| (plan.id, plan)).collect();
    let plans: Vec<_> = plans
        .values()
        .map(|plan| json!([plan.id, plan.name, plan.friendly_name, applies_to(plan.applies_to)]))
        .collect();
    let contents: Vec<_> = products
        .iter()
        .flat_map(|product| product.plans.iter().enumerate().map(|(at, plan)| json!([product.sku_id, at, plan.id])))
        .collect();
    for (sql, rows) in [
        (products_sql, to_json(&rows)?),
        (plans_sql, to_json(&plans)?),
        (clear_contents(dialect), to_json(&skus)?),
        (write_contents(dialect), to_json(&contents)?),
    ] {
        sqlx::query(AssertSqlSafe(sql)).bind(rows).execute(&mut **transaction).await.map_err(database)?;
    }
    Ok(())
}

fn applies_to(whom: AppliesTo) -> &'static str {
    match whom {
        AppliesTo::User => "User",
        AppliesTo::Company => "Company",
    }
}

fn read_applies_to(text: &str) -> AppliesTo {
    if text == "Company" { AppliesTo::Company } else { AppliesTo::User }
}

pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    let fixed = [PRODUCTS, COUNT, PLANS].map(String::from);
    let made = [write_products, add_products, write_plans, add_plans, clear_contents, write_contents];
    fixed.into_iter().chain(made.map(|make| make(dialect))).collect()
}
