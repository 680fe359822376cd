//! Partners, customers and requests for tests. Ids are small numbers, so a failed test shows which row it is.

use crate::products::owned;
use crate::support::people::{add_partner_of, add_person, new_person};
use crate::support::{arrivals, customers};
use domain::access::permission::Permission;
use domain::access::{Actor, CustomerScope};
use domain::cases::scope;
use domain::console::operation::{OutcomeRow, OutcomeTab};
use domain::console::save::{SaveReply, SaveRequest, plan_for_all};
use domain::console::selection::{SelectionChange, SelectionReply};
use domain::directory::page::{Cursor, PageSize};
use domain::directory::seats::Seats;
use domain::ids::{CustomerId, IdempotencyKey, OperationId, PartnerId, SelectionId, UserId};
use domain::import::customer::{CustomerImport, ImportedDomain, ImportedProduct, ImportedUser, ProductSaid, SaidPlan};
use domain::rules::change::{Change, LicenseChange, ProductChange};
use domain::rules::shortage_policy::ShortagePolicy;
use domain::store::prelude::*;
use domain::store::{SelectionSnapshot, Stamp};
use server::store::import::customer::{Arrival, WriteCounts};
use server::store::{NewPartnerUser, SqlStore};
use uuid::Uuid;

pub use crate::products::{product, sku};
pub use crate::support::users::user_id;

/// The time of every test.
pub const NOW: i64 = 1_750_000_000_000;

/// Products of the shipped catalogue, by part number.
pub const E3: &str = "SPE_E3";
pub const E5: &str = "SPE_E5";
pub const VISIO: &str = "VISIOCLIENT";
pub const POWER_BI: &str = "POWER_BI_PRO";

pub fn new_selection() -> SelectionId {
    SelectionId::new(Uuid::new_v4())
}

pub fn new_key() -> IdempotencyKey {
    IdempotencyKey::new(Uuid::new_v4())
}

/// The stamp of a write at [`NOW`].
pub fn stamp() -> Stamp {
    Stamp { now: NOW, ..server::time::stamp() }
}

/// A numbered person with a password that nobody has.
fn numbered(number: u128) -> NewPartnerUser {
    new_person(Uuid::from_u128(number), &format!("Person {number}"), "none", NOW)
}

/// A partner with one person.
pub async fn partner(store: &SqlStore, number: u128) -> Actor {
    add_partner_of(store, &numbered(number)).await
}

/// A person of a partner.
pub async fn person_of(store: &SqlStore, partner: PartnerId, number: u128) -> Actor {
    add_person(store, partner, &numbered(number)).await
}

/// A directory without users that owns the named products, each with its number of seats.
pub fn company(number: u128, owned: &[(&str, i64)]) -> CustomerImport {
    let domain = |name: &str, is_default| ImportedDomain { name: name.into(), is_default, is_initial: !is_default };
    let id = CustomerId::new(Uuid::from_u128(number));
    let mut directory = customers::empty(id, &format!("Fabrikam {number}, Inc."));
    directory.customer.country = "US".parse().ok();
    directory.customer.domains = vec![domain("fabrikam.com", true), domain("fabrikam.onmicrosoft.com", false)];
    directory.products = owned.iter().map(|(part_number, seats)| owned_product(part_number, *seats)).collect();
    directory
}

/// A product with seats, of which the customer's files say the same as the catalogue.
pub fn owned_product(part_number: &str, seats: i64) -> ImportedProduct {
    let product = product(part_number);
    let plans = product.plans.iter().map(|plan| SaidPlan { id: plan.id, applies_to: Some(plan.applies_to) }).collect();
    let said = ProductSaid { applies_to: Some(product.applies_to), plans };
    ImportedProduct { said, ..owned(product, seats) }
}

/// The arrival of an Imported customer.
pub fn imported(actor: &Actor, now: i64) -> Arrival<'static> {
    Arrival { imported: true, ..arrivals::local(actor.partner, now) }
}

/// Writes a directory as a Local customer's.
pub async fn arrive(store: &SqlStore, actor: &Actor, directory: &CustomerImport, now: i64) -> WriteCounts {
    customers::write(store, arrivals::local(actor.partner, now), directory).await
}

/// Writes a directory as an Imported customer's.
pub async fn arrive_imported(store: &SqlStore, actor: &Actor, directory: &CustomerImport, now: i64) -> WriteCounts {
    customers::write(store, imported(actor, now), directory).await
}

/// Writes a directory and opens its customer.
pub async fn customer(store: &SqlStore, actor: &Actor, directory: &CustomerImport) -> CustomerScope {
    arrive(store, actor, directory, NOW).await;
    scope::open(store, actor, Permission::SeeUsers, directory.customer.id, 0).await.unwrap().scope().unwrap()
}

/// Partner 1 with customer 9, which owns these products and has these users.
pub async fn customer_of(store: &SqlStore, owned: &[(&str, i64)], users: Vec<ImportedUser>) -> CustomerScope {
    let actor = partner(store, 1).await;
    let directory = CustomerImport { users, ..company(9, owned) };
    customer(store, &actor, &directory).await
}

/// A new selection of these users.
pub async fn select(store: &SqlStore, scope: CustomerScope, users: &[UserId]) -> SelectionId {
    let selection = new_selection();
    click(store, scope, selection, users, &[]).await;
    selection
}

pub async fn click(
    store: &SqlStore,
    scope: CustomerScope,
    selection: SelectionId,
    add: &[UserId],
    remove: &[UserId],
) -> SelectionReply {
    let change = SelectionChange::Clicks { add: add.into(), remove: remove.into() };
    store.change_selection(scope, selection, &change, NOW).await.unwrap()
}

/// A change of licenses only.
pub fn licenses(asked: &[(&str, LicenseChange)]) -> Change {
    let asked = asked.iter().map(|(part_number, license)| {
        (sku(part_number), ProductChange { license: *license, ..ProductChange::default() })
    });
    Change { products: asked.collect(), location: None }
}

pub fn assign(part_number: &str) -> Change {
    licenses(&[(part_number, LicenseChange::Assign)])
}

pub fn revoke(part_number: &str) -> Change {
    licenses(&[(part_number, LicenseChange::Revoke)])
}

/// A request right after its preview.
pub async fn request(
    store: &SqlStore,
    scope: CustomerScope,
    selection: SelectionId,
    change: Change,
    policy: ShortagePolicy,
) -> SaveRequest {
    let SelectionSnapshot { snapshot, order } = store.snapshot(scope, selection).await.unwrap();
    let digest = plan_for_all(&snapshot, &order, &change, policy).digest;
    SaveRequest { key: new_key(), selection, change, policy, digest, reason: None }
}

/// Saves right after the preview, giving seats in order.
pub async fn save(store: &SqlStore, scope: CustomerScope, users: &[UserId], change: Change) -> SaveReply {
    let selection = select(store, scope, users).await;
    let request = request(store, scope, selection, change, ShortagePolicy::InOrder).await;
    store.save(scope, &request, stamp()).await.unwrap()
}

/// Saves, and asserts that it was saved.
pub async fn saved(store: &SqlStore, scope: CustomerScope, users: &[UserId], change: Change) -> OperationId {
    match save(store, scope, users, change).await {
        SaveReply::Saved(operation) => operation,
        other => panic!("not saved: {other:?}"),
    }
}

/// The first page of an operation's outcomes.
pub async fn outcomes(store: &SqlStore, scope: CustomerScope, operation: OperationId) -> Vec<OutcomeRow> {
    store.outcomes(scope, operation, OutcomeTab::All, Cursor::First, PageSize::default()).await.unwrap().rows
}

/// The seat counters of a product, and its over-assigned seats.
pub async fn seats(store: &SqlStore, scope: CustomerScope, part_number: &str) -> (Seats, i64) {
    let (owned, consumed, reserved, over): (i64, i64, i64, i64) = sqlx::query_as(
        "SELECT owned, consumed, reserved, over_assigned FROM customer_product WHERE customer_id = $1 AND sku_id = $2",
    )
    .bind(scope.customer().to_string())
    .bind(sku(part_number).to_string())
    .fetch_one(store.read_pool())
    .await
    .unwrap();
    (Seats { owned, consumed, reserved }, over)
}

/// The single number that a query returns.
pub async fn number(store: &SqlStore, sql: &str) -> i64 {
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql.to_owned())).fetch_one(store.read_pool()).await.unwrap()
}
