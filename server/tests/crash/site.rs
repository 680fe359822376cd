//! A database with one small customer, and what the program needs besides.

use super::anna::add_anna;
use super::crew::add_colleagues;
use super::database::Database;
use super::products::{owned, product};
use super::support::{arrivals, customers, stores, users};
use domain::ids::{CustomerId, UserId};
use domain::import::customer::{CustomerImport, ImportedUser};
use server::store::SqlStore;
use std::path::PathBuf;
use uuid::Uuid;

/// The number of the customer's users.
pub const USERS: u64 = 60;
/// The customer's products, with their initial seats: too few for all users.
pub const OWNED: [(&str, i64); 2] = [("SPE_E3", 40), ("VISIOCLIENT", 30)];

/// The id of a numbered user.
pub fn user_id(number: u64) -> UserId {
    users::user_id(number.into())
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
        let anna = add_anna(&store).await;
        add_colleagues(&store, &anna).await;
        let directory = company(site.customer, users);
        customers::write(&store, arrivals::local(anna.partner, 1), &directory).await;
        store.close().await;
        site
    }

    /// Opens the database, with or without a running program.
    pub async fn store(&self) -> SqlStore {
        stores::open(&self.database.url()).await
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

fn company(id: CustomerId, users: u64) -> CustomerImport {
    CustomerImport {
        products: OWNED.into_iter().map(|(part_number, seats)| owned(product(part_number), seats)).collect(),
        users: (1..=users).map(person).collect(),
        ..customers::empty(id, "Fabrikam")
    }
}

/// A user without a license. Every tenth has no location, so that assigning fails.
fn person(number: u64) -> ImportedUser {
    let mut user = users::user(number.into(), &format!("User {number:02}"));
    if number.is_multiple_of(10) {
        user.location = None;
    }
    user
}
