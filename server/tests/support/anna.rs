//! Anna, for the tests in which somebody signs in.

use crate::support::people::{add_partner_of, new_person};
use domain::access::Actor;
use domain::ids::PartnerUserId;
use server::password;
use server::store::SqlStore;
use std::sync::LazyLock;
use uuid::Uuid;

/// Anna's id, and that of her partner.
pub const PERSON: PartnerUserId = PartnerUserId::new(Uuid::from_u128(1));
/// Her name, with which she signs in.
pub const NAME: &str = "Anna";
/// Her password.
pub const PASSWORD: &str = "correct horse battery";
/// The hash of [`PASSWORD`]. Hashing is slow on purpose, so it is done once.
pub static HASH: LazyLock<String> = LazyLock::new(|| password::hash(PASSWORD).unwrap());

/// Adds a partner with Anna.
pub async fn add_anna(store: &SqlStore) -> Actor {
    add_partner_of(store, &new_person(PERSON.uuid(), NAME, &HASH, 1)).await
}
