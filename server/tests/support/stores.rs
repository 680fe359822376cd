//! Stores with the shipped rules.

use domain::rules::data::RulesData;
use server::sealing::{Key, Keys};
use server::store::SqlStore;

/// The bytes of the key of tests. It is in no file.
pub const KEY: [u8; 32] = [7; 32];

/// Opens the store of a database, with a key that is in no file.
pub async fn open(url: &str) -> SqlStore {
    let store = SqlStore::open(url, RulesData::shipped().unwrap()).await.unwrap();
    store.with_keys(Keys::one(Key::of(KEY)))
}
