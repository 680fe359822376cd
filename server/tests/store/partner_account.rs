//! The partner's verification and the partner agreement.

use super::engines::each_engine;
use super::fixtures::*;
use crate::support::people::new_person;
use domain::access::denied::Denied;
use domain::access::partner_account::{AccountGap, Agreement, PartnerAccount, PartnerAccountChange, Verification};
use domain::access::permission::Permission;
use domain::access::{Actor, Decision};
use domain::cases::scope;
use domain::console::activity::Caller;
use domain::console::security::SecurityEventKind;
use domain::directory::page::{Cursor, PageSize};
use domain::ids::{CustomerId, PartnerId};
use domain::store::prelude::*;
use server::security::event;
use server::store::SqlStore;
use uuid::Uuid;

async fn change(store: &SqlStore, actor: &Actor, change: PartnerAccountChange, at: i64) -> PartnerAccount {
    let event = event(SecurityEventKind::VerificationRecorded, at, Caller::default()).by(actor.partner, actor.id);
    store.change_partner_account(actor, change, &event).await.unwrap()
}

#[tokio::test]
async fn a_new_partner_begins_without_both() {
    each_engine(async |store| {
        let id = PartnerId::new(Uuid::from_u128(1));
        store.add_partner(id, "Partner").await.unwrap();
        store.add_partner_user(id, &new_person(Uuid::from_u128(2), "Anna", "none", NOW)).await.unwrap();
        let anna = store.partner_user_secret("anna").await.unwrap().unwrap().actor;
        assert_eq!(store.partner_account(&anna).await.unwrap(), PartnerAccount::default());
        let verified = change(&store, &anna, PartnerAccountChange::Verification(Verification::Authorized), 5).await;
        assert_eq!(verified.gap(), Some(AccountGap::Agreement));
        let accepted = change(&store, &anna, PartnerAccountChange::AcceptAgreement, 6).await;
        let agreement = Agreement { by: Some("Anna".into()), at: Some(6) };
        let complete = PartnerAccount {
            verification: Verification::Authorized,
            verification_at: Some(5),
            agreement: Some(agreement),
        };
        assert_eq!((&accepted, accepted.gap()), (&complete, None));
        assert_eq!(store.partner_account(&anna).await.unwrap(), complete);
        // Accepting again changes nothing, so it leaves no event either.
        assert_eq!(change(&store, &anna, PartnerAccountChange::AcceptAgreement, 7).await, complete);
        let events = store.security_events(&anna, Cursor::First, PageSize::default()).await.unwrap().rows;
        assert_eq!(events.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_change_concerns_ones_own_partner_alone_and_decides_what_is_bought() {
    each_engine(async |store| {
        let (one, other) = (partner(&store, 1).await, partner(&store, 2).await);
        let mine = customer(&store, &one, &company(9, &[(E3, 1)])).await.customer();
        let theirs = customer(&store, &other, &company(8, &[(E3, 1)])).await.customer();
        change(&store, &one, PartnerAccountChange::WithdrawAgreement, NOW).await;
        assert_eq!(buying(&store, &one, mine).await, Decision::Denied(Denied::Account(AccountGap::Agreement)));
        assert!(buying(&store, &other, theirs).await.scope().is_some());
        assert_eq!(buying(&store, &one, theirs).await, Decision::Missing);
        let access = store.customer_access(&one, mine, NOW).await.unwrap().unwrap();
        assert_eq!(access.account_gap, Some(AccountGap::Agreement));
    })
    .await;
}

async fn buying(store: &SqlStore, actor: &Actor, customer: CustomerId) -> Decision {
    scope::open(store, actor, Permission::BuyLicenses, customer, NOW).await.unwrap()
}
