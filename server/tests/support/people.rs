//! Partners and the people who work for them.

use domain::access::Actor;
use domain::access::partner_account::{Agreement, PartnerAccount, Verification};
use domain::access::role::PartnerRole;
use domain::ids::{PartnerId, PartnerUserId};
use domain::store::prelude::*;
use server::store::{NewPartnerUser, SqlStore};
use uuid::Uuid;

/// A person, whose sign-in name is the name without spaces.
pub fn new_person(id: Uuid, name: &str, password_hash: &str, created: i64) -> NewPartnerUser {
    NewPartnerUser {
        id: PartnerUserId::new(id),
        name: name.into(),
        sign_in_name: name.replace(' ', ""),
        password_hash: password_hash.into(),
        roles: PartnerRole::FIRST.into(),
        custom: None,
        created,
    }
}

/// Adds a person to a partner.
pub async fn add_person(store: &SqlStore, partner: PartnerId, person: &NewPartnerUser) -> Actor {
    store.add_partner_user(partner, person).await.unwrap();
    store.partner_user(person.id).await.unwrap().unwrap().actor
}

/// Adds a partner that can buy, with its first person. Both have the same id.
pub async fn add_partner_of(store: &SqlStore, person: &NewPartnerUser) -> Actor {
    let partner = PartnerId::new(person.id.uuid());
    store.add_partner(partner, &format!("Partner of {}", person.name)).await.unwrap();
    store.set_partner_account(partner, &complete_account()).await.unwrap();
    add_person(store, partner, person).await
}

/// The account of a partner that can buy.
pub fn complete_account() -> PartnerAccount {
    PartnerAccount {
        verification: Verification::Authorized,
        verification_at: None,
        agreement: Some(Agreement { by: None, at: None }),
    }
}
