//! Removing a person and deleting the person's user in the directory: both happen, or neither.

use super::accounts::changed;
use super::engines::each_engine;
use super::fixtures::*;
use super::people_managed::{accept, event, link};
use super::tenants::{directory, opened, with_admin};
use crate::support::users::user_id;
use domain::access::Actor;
use domain::access::invitation_form::{InvitationForm, Invitee};
use domain::access::person_refused::PersonRefused;
use domain::access::role::PartnerRole;
use domain::rules::account_change::AccountChange;
use domain::store::Stamp;
use domain::store::prelude::*;
use server::store::SqlStore;

/// Adds Ben Novak, a user of the tenant.
async fn add_ben(store: &SqlStore, anna: &Actor) -> Actor {
    let form = InvitationForm {
        people: vec![Invitee { name: "ben".into(), sign_in_name: "ben".into(), directory_user: Some(user_id(2)) }],
        roles: [PartnerRole::HelpdeskAgent].into(),
        tenant: Some(directory(9).customer.id),
        ..InvitationForm::default()
    };
    store.invite(anna, &form, &[link(2, "ben")], &event(anna)).await.unwrap().unwrap();
    accept(store, "ben", 102, NOW).await.unwrap()
}

/// Whether Ben is a person, and whether the directory has the user.
async fn is_there(store: &SqlStore, ben: &Actor) -> (bool, bool) {
    let users = format!("SELECT COUNT(*) FROM users WHERE id = '{}' AND deleted IS NULL", user_id(2));
    (store.partner_user(ben.id).await.unwrap().is_some(), number(store, &users).await == 1)
}

#[tokio::test]
async fn a_person_and_the_user_go_together_or_stay_together() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        with_admin(&store, &anna, 9).await;
        let ben = add_ben(&store, &anna).await;
        let scope = opened(&store, &anna, 9).await;
        let remove =
            async |stamp: Stamp| store.remove_person(&anna, scope, ben.id, new_key(), &event(&anna), stamp).await;

        // The operation can't be written, because there is one with its id. By then the person is removed.
        let other = changed(&store, scope, &[2], AccountChange::Reset).await;
        assert!(remove(Stamp { id: other.uuid(), ..stamp() }).await.is_err());
        assert_eq!(is_there(&store, &ben).await, (true, true), "neither");

        remove(stamp()).await.unwrap().unwrap();
        assert_eq!(is_there(&store, &ben).await, (false, false), "both");
        assert_eq!(remove(stamp()).await.unwrap(), Err(PersonRefused::Gone));
        let removed = "SELECT COUNT(*) FROM partner_user WHERE removed IS NOT NULL";
        assert_eq!(number(&store, removed).await, 1);
    })
    .await;
}
