//! Customers, and how they get into a store.

use domain::ids::CustomerId;
use domain::import::customer::{CustomerImport, ImportedCustomer, ImportedDomain};
use server::store::SqlStore;
use server::store::import::customer::{Arrival, WriteCounts};
use std::collections::BTreeMap;

/// A customer with one domain, without products and users.
pub fn empty(id: CustomerId, name: &str) -> CustomerImport {
    let domain = ImportedDomain { name: "fabrikam.com".into(), is_default: true, is_initial: true };
    CustomerImport {
        customer: ImportedCustomer { id, name: name.into(), country: None, on_premises: false, domains: vec![domain] },
        products: Vec::new(),
        software: Vec::new(),
        groups: Vec::new(),
        group_members: BTreeMap::new(),
        roles: Vec::new(),
        users: Vec::new(),
        notes: Vec::new(),
    }
}

/// Writes a customer with its users.
pub async fn write(store: &SqlStore, arrival: Arrival<'_>, directory: &CustomerImport) -> WriteCounts {
    store.write_directory(arrival, directory, directory.users.iter().cloned(), false).await.unwrap()
}
