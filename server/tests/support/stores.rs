//! Stores with the shipped rules.

use domain::rules::data::RulesData;
use server::store::SqlStore;

/// Opens the store of a database.
pub async fn open(url: &str) -> SqlStore {
    SqlStore::open(url, RulesData::shipped().unwrap()).await.unwrap()
}
