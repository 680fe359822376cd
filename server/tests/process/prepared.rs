//! A database prepared for the program.

use domain::directory::user::UserType;
use domain::ids::{CustomerId, PartnerId, PartnerUserId, UserId};
use domain::import::customer::{CustomerImport, ImportedCustomer, ImportedDomain, ImportedUser};
use domain::rules::data::RulesData;
use server::store::import::customer::Arrival;
use server::store::{NewPartnerUser, SqlStore};
use uuid::Uuid;

/// The password of [`PERSON`].
pub const PASSWORD: &str = "correct horse battery";
/// The person who can sign in.
pub const PERSON: PartnerUserId = PartnerUserId::new(Uuid::from_u128(1));
pub const CUSTOMER: CustomerId = CustomerId::new(Uuid::from_u128(9));

pub fn user_id(number: u128) -> UserId {
    UserId::new(Uuid::from_u128(number))
}

fn user(number: u128) -> ImportedUser {
    ImportedUser {
        id: user_id(number),
        upn: format!("user{number}@fabrikam.com"),
        mail: None,
        addresses: Vec::new(),
        mail_nickname: None,
        display_name: format!("User {number}"),
        first_name: None,
        last_name: None,
        location: None,
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

/// Prepares a database with a person who can sign in, and a customer with two users.
pub async fn prepare(url: &str) {
    prepare_with(url, 2).await;
}

/// Prepares the same with this number of users.
pub async fn prepare_with(url: &str, users: u128) {
    let store = SqlStore::open(url, RulesData::shipped().unwrap()).await.unwrap();
    let partner = PartnerId::new(Uuid::from_u128(1));
    store.add_partner(partner, "Partner").await.unwrap();
    let anna = NewPartnerUser {
        id: PERSON,
        name: "Anna".into(),
        sign_in_name: "anna".into(),
        password_hash: server::password::hash(PASSWORD).unwrap(),
        created: 1,
    };
    store.add_partner_user(partner, &anna).await.unwrap();
    let domain = ImportedDomain { name: "fabrikam.com".into(), is_default: true, is_initial: true };
    let directory = CustomerImport {
        customer: ImportedCustomer { id: CUSTOMER, name: "Fabrikam".into(), country: None, domains: vec![domain] },
        products: Vec::new(),
        groups: Vec::new(),
        roles: Vec::new(),
        users: (1..=users).map(user).collect(),
        notes: Vec::new(),
    };
    let arrival = Arrival { partner, relationship: "Reseller", imported: false, now: 1 };
    store.write_directory(arrival, &directory, directory.users.iter().cloned(), false).await.unwrap();
    store.close().await;
}
