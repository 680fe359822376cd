//! Partners, customers and requests for tests. Ids are small numbers, so a failed test shows which row it is.

use domain::access::{Actor, CustomerScope};
use domain::cases::scope;
use domain::console::activity::Caller;
use domain::console::chain::Seed;
use domain::console::save::{SaveReply, SaveRequest, plan_for_all};
use domain::console::selection::{SelectionChange, SelectionReply};
use domain::directory::product::{Capability, Channel, Product, Subscription};
use domain::directory::seats::Seats;
use domain::ids::{
    ActivityId, CustomerId, IdempotencyKey, OperationId, PartnerId, PartnerUserId, SelectionId, SkuId, SubscriptionId,
    UserId,
};
use domain::import::customer::{
    CustomerImport, ImportedCustomer, ImportedDomain, ImportedProduct, ProductSaid, SaidPlan,
};
use domain::import::shipped;
use domain::rules::change::{Change, LicenseChange, ProductChange, ShortagePolicy};
use domain::store::prelude::*;
use domain::store::{SelectionSnapshot, Stamp};
use server::store::import::customer::{Arrival, WriteCounts};
use server::store::{NewPartnerUser, SqlStore};
use std::sync::LazyLock;
use uuid::Uuid;

/// The time of every test.
pub const NOW: i64 = 1_750_000_000_000;

/// Products of the shipped catalogue, by part number.
pub const E3: &str = "SPE_E3";
pub const E5: &str = "SPE_E5";
pub const VISIO: &str = "VISIOCLIENT";
pub const POWER_BI: &str = "POWER_BI_PRO";

pub fn user_id(number: u128) -> UserId {
    UserId::new(Uuid::from_u128(number))
}

static CATALOGUE: LazyLock<Vec<Product>> = LazyLock::new(|| shipped::products().unwrap());

fn shipped(part_number: &str) -> &'static Product {
    CATALOGUE.iter().find(|product| product.part_number == part_number).unwrap()
}

pub fn product(part_number: &str) -> Product {
    shipped(part_number).clone()
}

pub fn sku(part_number: &str) -> SkuId {
    shipped(part_number).sku_id
}

pub fn new_selection() -> SelectionId {
    SelectionId::new(Uuid::new_v4())
}

pub fn new_key() -> IdempotencyKey {
    IdempotencyKey::new(Uuid::new_v4())
}

pub fn stamp() -> Stamp {
    Stamp {
        now: NOW,
        id: Uuid::now_v7(),
        activity: ActivityId::new(Uuid::now_v7()),
        seed: Seed::new(Uuid::new_v4(), Uuid::new_v4()),
        caller: Caller::default(),
    }
}

/// A partner with one person.
pub async fn partner(store: &SqlStore, number: u128) -> Actor {
    let partner = PartnerId::new(Uuid::from_u128(number));
    store.add_partner(partner, &format!("Partner {number}")).await.unwrap();
    person_of(store, partner, number).await
}

/// A person of a partner.
pub async fn person_of(store: &SqlStore, partner: PartnerId, number: u128) -> Actor {
    let user = NewPartnerUser {
        id: PartnerUserId::new(Uuid::from_u128(number)),
        name: format!("Person {number}"),
        sign_in_name: format!("Person{number}"),
        password_hash: "none".into(),
        created: NOW,
    };
    store.add_partner_user(partner, &user).await.unwrap();
    store.partner_user(user.id).await.unwrap().unwrap().actor
}

/// A directory without users that owns the named products, each with its number of seats.
pub fn company(number: u128, owned: &[(&str, i64)]) -> CustomerImport {
    let domain = |name: &str, is_default| ImportedDomain { name: name.into(), is_default, is_initial: !is_default };
    CustomerImport {
        customer: ImportedCustomer {
            id: CustomerId::new(Uuid::from_u128(number)),
            name: format!("Fabrikam {number}, Inc."),
            country: "US".parse().ok(),
            domains: vec![domain("fabrikam.com", true), domain("fabrikam.onmicrosoft.com", false)],
        },
        products: owned.iter().map(|(part_number, seats)| owned_product(part_number, *seats)).collect(),
        groups: Vec::new(),
        roles: Vec::new(),
        users: Vec::new(),
        notes: Vec::new(),
    }
}

pub fn owned_product(part_number: &str, seats: i64) -> ImportedProduct {
    let product = product(part_number);
    let subscription = Subscription {
        id: SubscriptionId::new(product.sku_id.uuid()),
        sku_id: product.sku_id,
        enabled: seats,
        warning: 0,
        suspended: 0,
        capability: Capability::Enabled,
        channel: Channel::NewCommerce,
        publisher: None,
    };
    let plans = product.plans.iter().map(|plan| SaidPlan { id: plan.id, applies_to: Some(plan.applies_to) }).collect();
    let said = ProductSaid { applies_to: Some(product.applies_to), plans };
    ImportedProduct { product, said, subscriptions: vec![subscription] }
}

/// Writes a directory as a Local customer's.
pub async fn arrive(store: &SqlStore, actor: &Actor, directory: &CustomerImport, now: i64) -> WriteCounts {
    let arrival = Arrival { partner: actor.partner, relationship: "Reseller", imported: false, now };
    store.write_directory(arrival, directory, directory.users.iter().cloned(), false).await.unwrap()
}

/// Writes a directory and opens its customer.
pub async fn customer(store: &SqlStore, actor: &Actor, directory: &CustomerImport) -> CustomerScope {
    arrive(store, actor, directory, NOW).await;
    scope::open(store, actor, directory.customer.id).await.unwrap().unwrap()
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
