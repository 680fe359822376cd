//! Invented customers to try Tenantry with: the twelve of the demo partner, and one of any size.
//!
//! Everything follows from a seed: the same seed gives the same customers everywhere. The companies and the people with
//! fixed names are Microsoft's fictitious ones; all domains belong to these companies.

mod companies;
mod company;
mod crowd;
mod holding;
mod item;
mod known;
mod names;
mod person;
mod prng;
mod seats;
mod software;
#[cfg(test)]
mod tests;

use crate::ids::CustomerId;
use crate::import::customer::{CustomerImport, ImportedCustomer, ImportedDomain, ImportedUser};
use companies::{DEMO, SIZED};
use company::Company;
use crowd::Crowd;
use item::Shelf;
use prng::Prng;
use std::collections::BTreeMap;

pub use item::DemoError;

/// A customer of the demo partner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoCustomer {
    /// Its directory with all users.
    pub directory: CustomerImport,
    /// Its relationship with the partner, such as “Reseller”.
    pub relationship: &'static str,
    /// Whether it counts as imported from saved files, rather than as Local.
    pub imported: bool,
}

/// The twelve customers of the demo partner, from Fabrikam with 2,004 users to one without any.
///
/// # Errors
/// Never for a released product: a test makes them.
pub fn customers(seed: u64) -> Result<Vec<DemoCustomer>, DemoError> {
    let shelf = Shelf::fill()?;
    let customer = |(number, company): (usize, &Company)| {
        let (mut directory, crowd) = open(*company, shelf.clone(), Prng::of(seed, number as u64).next());
        directory.users = crowd.users().collect();
        DemoCustomer { directory, relationship: company.relationship, imported: company.imported }
    };
    Ok(DEMO.iter().enumerate().map(customer).collect())
}

/// A customer of any size. Its users are made one by one.
#[derive(Debug, Clone)]
pub struct SizedCustomer {
    /// Its directory without the users. It owns a few more seats of every product than its users take.
    pub directory: CustomerImport,
    /// Its relationship with the partner, such as “Reseller”.
    pub relationship: &'static str,
    crowd: Crowd,
}

impl SizedCustomer {
    /// All users, the same ones each time. Each is made when the iterator reaches it.
    pub fn users(&self) -> impl ExactSizeIterator<Item = ImportedUser> {
        self.crowd.users()
    }
}

/// Makes a customer with this many users. It makes each user once to count the seats, and keeps none; a million users
/// take some seconds.
///
/// # Errors
/// Never for a released product: a test makes one.
pub fn sized(seed: u64, number_of_users: usize) -> Result<SizedCustomer, DemoError> {
    let company = Company { users: number_of_users, ..SIZED };
    // Lower streams belong to the demo customers.
    let (directory, crowd) = open(company, Shelf::fill()?, Prng::of(seed, DEMO.len() as u64).next());
    Ok(SizedCustomer { directory, relationship: company.relationship, crowd })
}

/// A company's directory without its users, and the users.
fn open(company: Company, shelf: Shelf, seed: u64) -> (CustomerImport, Crowd) {
    let mut prng = Prng::of(seed, 0);
    let id = CustomerId::new(prng.guid());
    let crowd = Crowd::new(company, shelf, seed, &mut prng);
    let mut consumed = seats::Consumed::new();
    crowd.users().for_each(|user| seats::count(&mut consumed, &user));
    let names = company.groups.iter().map(|group| group.name.to_owned());
    let products = seats::products(company.stock, &crowd.holding.shelf, &consumed, &mut prng);
    let directory = CustomerImport {
        customer: head(&company, id),
        software: software::files(company.stock, &products),
        products,
        groups: crowd.holding.groups.iter().copied().zip(names).collect(),
        group_members: BTreeMap::new(),
        roles: Vec::new(),
        users: Vec::new(),
        notes: Vec::new(),
    };
    (directory, crowd)
}

fn head(company: &Company, id: CustomerId) -> ImportedCustomer {
    let domain = |name: String, is_default, is_initial| ImportedDomain { name, is_default, is_initial };
    let second = company.second_domain.map(|name| domain(name.to_owned(), false, false));
    let domains = [domain(company.domain.to_owned(), true, false), domain(company.initial_domain(), false, true)];
    ImportedCustomer {
        id,
        name: company.name.to_owned(),
        country: company.country.parse().ok(),
        on_premises: false,
        domains: domains.into_iter().chain(second).collect(),
    }
}
