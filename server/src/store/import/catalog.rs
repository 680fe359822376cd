//! The catalogue of products and service plans.

use crate::store::SqlStore;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::engine::stored::{parsed, to_json};
use domain::directory::product::{AppliesTo, Product, ServicePlan};
use domain::ids::SkuId;
use domain::store::StoreError;
use serde_json::{Value, json};
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::BTreeMap;

const PRODUCTS: &str = "SELECT sku_id, part_number, name, applies_to FROM product ORDER BY sku_id";
const COUNT: &str = "SELECT COUNT(*) FROM product";
const PLANS: &str = "SELECT c.sku_id, s.id, s.name, s.friendly_name, s.applies_to FROM product_plan AS c \
    JOIN service_plan AS s ON s.id = c.plan_id ORDER BY c.sku_id, c.position";

/// A table of products or plans: an id, two names, and whether it applies to users or the company.
#[derive(Clone, Copy)]
struct Named {
    table: &'static str,
    columns: [&'static str; 4],
}

const PRODUCT: Named = Named { table: "product", columns: ["sku_id", "part_number", "name", "applies_to"] };
const PLAN: Named = Named { table: "service_plan", columns: ["id", "name", "friendly_name", "applies_to"] };

impl Named {
    fn insert(self, dialect: Dialect) -> String {
        let values = [0, 1, 2, 3].map(|place| dialect.text(place)).join(", ");
        let (table, columns, [id, ..]) = (self.table, self.columns.join(", "), self.columns);
        let rows = dialect.rows(1);
        format!(
            "INSERT INTO {table} ({columns}) SELECT {values} FROM {rows} WHERE true ON CONFLICT ({id}) DO UPDATE SET"
        )
    }

    /// Adds rows, and overwrites those that are there.
    fn write(self, dialect: Dialect) -> String {
        let [_, name, other, applies_to] = self.columns;
        format!(
            "{} {name} = excluded.{name}, {other} = excluded.{other}, {applies_to} = excluded.{applies_to}",
            self.insert(dialect)
        )
    }

    /// Adds rows that are not there yet, and names those that are known only by their id.
    fn add(self, dialect: Dialect) -> String {
        let (table, [id, name, other, _]) = (self.table, self.columns);
        format!(
            "{} {name} = excluded.{name}, {other} = excluded.{other} WHERE {table}.{name} = {table}.{id}",
            self.insert(dialect)
        )
    }
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

/// A row of [`PRODUCTS`], or the same columns of a customer's product.
#[derive(sqlx::FromRow)]
pub(in crate::store) struct StoredProduct {
    sku_id: String,
    part_number: String,
    name: String,
    applies_to: String,
}

impl StoredProduct {
    /// The product without its plans.
    pub(in crate::store) fn product(self) -> Result<Product, StoreError> {
        Ok(Product {
            sku_id: parsed(&self.sku_id)?,
            part_number: self.part_number,
            name: self.name,
            applies_to: read_applies_to(&self.applies_to),
            plans: Vec::new(),
        })
    }
}

/// A row of [`PLANS`], or of [`customer_plans::all`](crate::store::directory::customer_plans::all).
#[derive(sqlx::FromRow)]
pub(in crate::store) struct StoredPlan {
    sku_id: String,
    id: String,
    name: String,
    friendly_name: String,
    applies_to: String,
}

impl StoredPlan {
    /// The product that contains the plan.
    pub(in crate::store) fn sku_id(&self) -> Result<SkuId, StoreError> {
        parsed(&self.sku_id)
    }

    pub(in crate::store) fn plan(self) -> Result<ServicePlan, StoreError> {
        Ok(ServicePlan {
            id: parsed(&self.id)?,
            name: self.name,
            friendly_name: self.friendly_name,
            applies_to: read_applies_to(&self.applies_to),
        })
    }
}

impl SqlStore {
    /// Every product with its plans, by id.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn catalog(&self) -> Result<Vec<Product>, StoreError> {
        let rows: Vec<StoredProduct> = sqlx::query_as(PRODUCTS).all(&self.read).await?;
        let mut products: BTreeMap<SkuId, Product> = BTreeMap::new();
        for row in rows {
            let product = row.product()?;
            products.insert(product.sku_id, product);
        }
        let rows: Vec<StoredPlan> = sqlx::query_as(PLANS).all(&self.read).await?;
        for row in rows {
            if let Some(product) = products.get_mut(&row.sku_id()?) {
                product.plans.push(row.plan()?);
            }
        }
        Ok(products.into_values().collect())
    }

    /// Fills an empty catalogue with the products that come with Tenantry.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn ensure_catalog(&self) -> Result<(), StoreError> {
        let known: i64 = sqlx::query_scalar(COUNT).one(&self.read).await?;
        if known > 0 {
            return Ok(());
        }
        let shipped = domain::import::shipped::products().map_err(|error| StoreError::Corrupt(error.to_string()))?;
        self.write_catalog(&shipped).await
    }

    /// Writes products with their plans over the catalogue's; other products stay. One transaction.
    ///
    /// # Errors
    /// When the database does not answer; nothing is written then.
    pub async fn write_catalog(&self, products: &[Product]) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let dialect = self.dialect;
        write(&mut transaction, PRODUCT.write(dialect), product_rows(products)).await?;
        write(&mut transaction, PLAN.write(dialect), plan_rows(products)).await?;
        replace_contents(&mut transaction, dialect, products).await?;
        commit(transaction).await
    }

    /// Adds products and plans that the catalogue does not have; its own stay as they are. The kind of recipient is
    /// left to the customer's own files.
    pub(in crate::store) async fn add_to_catalog(
        &self,
        connection: &mut AnyConnection,
        products: &[Product],
    ) -> Result<(), StoreError> {
        let known: BTreeMap<String, String> = sqlx::query_as::<_, StoredProduct>(PRODUCTS)
            .all(&mut *connection)
            .await?
            .into_iter()
            .map(|row| (row.sku_id, row.part_number))
            .collect();
        let is_unknown = |sku: String| known.get(&sku).is_none_or(|part_number| *part_number == sku);
        let products: Vec<Product> = products.iter().map(for_anybody).collect();
        let new: Vec<Product> =
            products.iter().filter(|product| is_unknown(product.sku_id.to_string())).cloned().collect();
        write(&mut *connection, PRODUCT.add(self.dialect), product_rows(&new)).await?;
        write(&mut *connection, PLAN.add(self.dialect), plan_rows(&products)).await?;
        replace_contents(connection, self.dialect, &new).await
    }
}

/// The product without the kind of recipient from one customer's files.
fn for_anybody(product: &Product) -> Product {
    let plans = product.plans.iter().map(|plan| ServicePlan { applies_to: AppliesTo::User, ..plan.clone() });
    Product { applies_to: AppliesTo::User, plans: plans.collect(), ..product.clone() }
}

fn product_rows(products: &[Product]) -> Vec<Value> {
    let row =
        |product: &Product| json!([product.sku_id, product.part_number, product.name, applies_to(product.applies_to)]);
    products.iter().map(row).collect()
}

/// Each plan once.
fn plan_rows(products: &[Product]) -> Vec<Value> {
    let plans: BTreeMap<_, _> =
        products.iter().flat_map(|product| &product.plans).map(|plan| (plan.id, plan)).collect();
    let row = |plan: &&ServicePlan| json!([plan.id, plan.name, plan.friendly_name, applies_to(plan.applies_to)]);
    plans.values().map(row).collect()
}

async fn replace_contents(
    connection: &mut AnyConnection,
    dialect: Dialect,
    products: &[Product],
) -> Result<(), StoreError> {
    let skus = products.iter().map(|product| json!(product.sku_id)).collect();
    write(&mut *connection, clear_contents(dialect), skus).await?;
    let contents = products
        .iter()
        .flat_map(|product| product.plans.iter().enumerate().map(|(at, plan)| json!([product.sku_id, at, plan.id])));
    write(connection, write_contents(dialect), contents.collect()).await
}

async fn write(connection: &mut AnyConnection, sql: String, rows: Vec<Value>) -> Result<(), StoreError> {
    let query = sqlx::query(AssertSqlSafe(sql)).bind(to_json(&rows)?);
    query.run(connection).await.map(|_| ())
}

pub(in crate::store) fn applies_to(kind: AppliesTo) -> &'static str {
    match kind {
        AppliesTo::User => "User",
        AppliesTo::Company => "Company",
    }
}

fn read_applies_to(text: &str) -> AppliesTo {
    if text == "Company" { AppliesTo::Company } else { AppliesTo::User }
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let fixed = [PRODUCTS, COUNT, PLANS].map(String::from);
    let made = [PRODUCT, PLAN].into_iter().flat_map(|named| [named.write(dialect), named.add(dialect)]);
    let made = made.chain([clear_contents(dialect), write_contents(dialect)]);
    fixed.into_iter().chain(made).collect()
}
