//! A database with one small customer, and what the program needs besides.

use super::database::Database;
use domain::directory::product::{Capability, Channel, Product, Subscription};
use domain::directory::user::UserType;
use domain::ids::{CustomerId, PartnerId, PartnerUserId, SkuId, SubscriptionId, UserId};
use domain::import::customer::{
    CustomerImport, ImportedCustomer, ImportedDomain, ImportedProduct, ImportedUser, ProductSaid,
};
use domain::import::shipped;
use domain::rules::data::RulesData;
use server::password;
use server::store::import::customer::Arrival;
use server::store::{NewPartnerUser, SqlStore};
use std::path::PathBuf;
use std::sync::LazyLock;
use uuid::Uuid;

/// The only person, who signs in.
pub const PERSON: PartnerUserId = PartnerUserId::new(Uuid::from_u128(1));
pub const NAME: &str = "Anna";
pub const PASSWORD: &str = "correct horse battery";
/// The number of the customer's users.
pub const USERS: u64 = 60;
/// The customer's products, with their initial seats: too few for all users.
pub const OWNED: [(&str, i64); 2] = [("SPE_E3", 40), ("VISIOCLIENT", 30)];

static CATALOGUE: LazyLock<Vec<Product>> = LazyLock::new(|| shipped::products().unwrap());

fn product(part_number: &str) -> Product {
    CATALOGUE.iter().find(|product| product.part_number == part_number).unwrap().clone()
}

pub fn sku(part_number: &str) -> SkuId {
    product(part_number).sku_id
}

pub fn user_id(number: u64) -> UserId {
    UserId::new(Uuid::from_u128(number.into()))
}

/// The database, and a folder with the program's log and the list of its pages, which are never opened.
pub struct Site {
    pub database: Database,
    pub folder: PathBuf,
    pub customer: CustomerId,
}

impl Site {
    /// Fills a new database.
    pub async fn fill(database: Database) -> Self {
        Self::fill_with(database, USERS).await
    }

    /// Fills a new database, with this number of users.
    pub async fn fill_with(database: Database, users: u64) -> Self {
        let folder = std::env::temp_dir().join(format!("tenantry-crash-{}", Uuid::new_v4().simple()));
        std::fs::create_dir(&folder).unwrap();
        let pages = r#"{ "js": "/pkg/a.js", "link": "/pkg/a-link.js", "wasm": "/pkg/a.wasm", "css": "/pkg/a.css" }"#;
        std::fs::write(folder.join("manifest.json"), pages).unwrap();
        let site = Self { database, folder, customer: CustomerId::new(Uuid::from_u128(9)) };
        let store = site.store().await;
        store.ensure_catalog().await.unwrap();
        let partner = PartnerId::new(Uuid::from_u128(1));
        store.add_partner(partner, "Partner").await.unwrap();
        let person = NewPartnerUser {
            id: PERSON,
            name: NAME.into(),
            sign_in_name: NAME.into(),
            password_hash: password::hash(PASSWORD).unwrap(),
            created: 1,
        };
        store.add_partner_user(partner, &person).await.unwrap();
        let directory = company(site.customer, users);
        let arrival = Arrival { partner, relationship: "Reseller", imported: false, now: 1 };
        store.write_directory(arrival, &directory, directory.users.iter().cloned(), false).await.unwrap();
        store.close().await;
        site
    }

    /// Opens the database, with or without a running program.
    pub async fn store(&self) -> SqlStore {
        SqlStore::open(&self.database.url(), RulesData::shipped().unwrap()).await.unwrap()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

fn company(id: CustomerId, users: u64) -> CustomerImport {
    CustomerImport {
        customer: ImportedCustomer {
            id,
            name: "Fabrikam".into(),
            country: None,
            domains: vec![ImportedDomain { name: "fabrikam.com".into(), is_default: true, is_initial: true }],
        },
        products: OWNED.into_iter().map(owned).collect(),
        groups: Vec::new(),
        roles: Vec::new(),
        users: (1..=users).map(person).collect(),
        notes: Vec::new(),
    }
}

fn owned((part_number, seats): (&str, i64)) -> ImportedProduct {
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
    ImportedProduct { product, said: ProductSaid::default(), subscriptions: vec![subscription] }
}

/// A user without a license. Every tenth has no location, so that assigning fails.
fn person(number: u64) -> ImportedUser {
    ImportedUser {
        id: user_id(number),
        upn: format!("user{number}@fabrikam.com"),
        mail: None,
        addresses: Vec::new(),
        mail_nickname: None,
        display_name: format!("User {number:02}"),
        first_name: None,
        last_name: None,
        location: if number.is_multiple_of(10) { None } else { "US".parse().ok() },
        sign_in_allowed: true,
        user_type: UserType::Member,
        directory_synced: false,
        department: None,
        job_title: None,
        created: Some(1),
        licenses: Vec::new(),
        roles: Vec::new(),
    }
}
