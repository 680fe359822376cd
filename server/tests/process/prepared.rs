//! A database prepared for the program.

use super::anna::add_anna;
use super::support::users::user;
use super::support::{arrivals, customers, stores};
use domain::ids::CustomerId;
use domain::import::customer::{CustomerImport, ImportedUser};
use uuid::Uuid;

/// The customer of Anna's partner.
pub const CUSTOMER: CustomerId = CustomerId::new(Uuid::from_u128(9));

fn without_location(number: u128) -> ImportedUser {
    ImportedUser { location: None, ..user(number, &format!("User {number}")) }
}

/// Prepares a database with a person who can sign in, and a customer with two users.
pub async fn prepare(url: &str) {
    prepare_with(url, 2).await;
}

/// Prepares the same with this number of users.
pub async fn prepare_with(url: &str, users: u128) {
    let store = stores::open(url).await;
    let anna = add_anna(&store).await;
    let users = (1..=users).map(without_location).collect();
    let directory = CustomerImport { users, ..customers::empty(CUSTOMER, "Fabrikam") };
    customers::write(&store, arrivals::local(anna.partner, 1), &directory).await;
    store.close().await;
}
