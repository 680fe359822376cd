//! Identity providers of customers.

use super::engines::each_engine;
use super::fixtures::*;
use super::portal::{add_petra, by, managed};
use domain::access::identity_claims::Claims;
use domain::access::identity_provider::{ProviderForm, ProviderRefused, ProviderSettings};
use domain::access::portal::PortalChange;
use domain::access::provider_sign_in::NotSignedIn;
use domain::access::{Actor, CustomerScope};
use domain::console::activity::Caller;
use domain::console::security::SecurityEventKind;
use domain::directory::password::Secret;
use domain::ids::IdentityProviderId;
use domain::store::prelude::*;
use server::store::SqlStore;
use server::store::people::identities::is_password;
use server::store::sign_in::with_provider::Moment;
use uuid::Uuid;

const PROVIDER: IdentityProviderId = IdentityProviderId::new(Uuid::from_u128(71));
const SECRET: &str = "a-secret-of-the-customer";
const MOMENT: Moment = Moment { at: NOW, caller: Caller { address: None, request: None } };

fn form(name: &str) -> ProviderForm {
    let settings = ProviderSettings {
        name: name.into(),
        issuer: "https://id.fabrikam.example".into(),
        client_id: "tenantry".into(),
        domains: ["fabrikam.com".to_owned()].into(),
        enabled: true,
        ..ProviderSettings::default()
    };
    ProviderForm { settings, secret: Some(Secret::shown(SECRET.into())) }
}

async fn save(
    store: &SqlStore,
    actor: &Actor,
    scope: CustomerScope,
    (id, form): (IdentityProviderId, &ProviderForm),
) -> Result<(), ProviderRefused> {
    let event = by(actor, SecurityEventKind::ProviderAdded).about(scope.customer());
    store.save_portal_provider(actor, scope, id, form, &event).await.unwrap()
}

/// Adds a provider to a customer whose portal has Petra, and signs her in with it.
pub async fn set_up(store: &SqlStore, actor: &Actor, scope: CustomerScope) {
    save(store, actor, scope, (PROVIDER, &form("Fabrikam"))).await.unwrap();
    signs_in(store, PROVIDER).await.unwrap();
}

fn claims() -> Claims {
    let (email, email_verified) = (Some("petra@fabrikam.com".to_owned()), Some(true));
    Claims { subject: "p".into(), email, email_verified, ..Claims::default() }
}

async fn signs_in(store: &SqlStore, provider: IdentityProviderId) -> Result<Actor, NotSignedIn> {
    let provider = store.enabled_provider(provider, None).await.unwrap().unwrap();
    store.identity_signs_in(&provider, &claims(), MOMENT).await.unwrap().map(|who| who.actor)
}

#[tokio::test]
async fn each_customer_has_its_own_and_neither_reaches_the_others() {
    each_engine(async |store| {
        let store = &store;
        let actor = partner(store, 1).await;
        let (own, other) = (managed(store, &actor, 1).await, managed(store, &actor, 2).await);
        save(store, &actor, own, (PROVIDER, &form("Fabrikam"))).await.unwrap();
        let second = IdentityProviderId::new(Uuid::from_u128(72));
        assert_eq!(save(store, &actor, own, (second, &form("FABRIKAM"))).await, Err(ProviderRefused::Taken));
        save(store, &actor, other, (second, &form("Fabrikam"))).await.unwrap();
        let event = || by(&actor, SecurityEventKind::ProviderAdded);
        let third = IdentityProviderId::new(Uuid::from_u128(73));
        store.save_identity_provider(&actor, third, &form("Fabrikam"), &event()).await.unwrap().unwrap();
        for (scope, id) in [(own, PROVIDER), (other, second)] {
            let all = store.portal_providers(&actor, scope).await.unwrap();
            assert_eq!(all.iter().map(|one| one.id).collect::<Vec<_>>(), [id]);
            assert_eq!(store.enabled_provider(id, None).await.unwrap().unwrap().secret.reveal(), SECRET);
            assert!(
                store.enabled_provider(id, Some(&actor)).await.unwrap().is_none(),
                "it signs in nobody of the partner"
            );
            assert!(store.is_portal_provider(id).await.unwrap());
        }
        assert_eq!(store.identity_providers(&actor).await.unwrap().len(), 1);
        assert_eq!(store.sign_in_ways().await.unwrap().providers.len(), 1, "nobody is told the customers'");
        assert!(!store.is_portal_provider(third).await.unwrap());
        // Under the id of another owner's provider nothing is written or removed.
        let without = ProviderSettings { domains: [].into(), ..form("Renamed").settings };
        let renamed = ProviderForm { settings: without, ..form("Renamed") };
        assert_eq!(save(store, &actor, other, (PROVIDER, &renamed)).await, Err(ProviderRefused::Gone));
        let taken = store.save_identity_provider(&actor, PROVIDER, &renamed, &event()).await.unwrap();
        assert_eq!(taken, Err(ProviderRefused::Gone));
        for (scope, id) in [(other, PROVIDER), (own, third)] {
            let gone = store.remove_portal_provider(&actor, scope, id, &event()).await.unwrap();
            assert_eq!(gone, Err(ProviderRefused::Gone));
        }
        let gone = store.remove_identity_provider(&actor, PROVIDER, &event()).await.unwrap();
        assert_eq!(gone, Err(ProviderRefused::Gone));
        let kept = ProviderForm { secret: None, ..form("Renamed") };
        save(store, &actor, own, (PROVIDER, &kept)).await.unwrap();
        assert_eq!(store.enabled_provider(PROVIDER, None).await.unwrap().unwrap().secret.reveal(), SECRET);
        store.remove_portal_provider(&actor, own, PROVIDER, &event()).await.unwrap().unwrap();
        assert_eq!(store.portal_providers(&actor, own).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_temporary_password_is_used_up_and_a_linked_account_goes_with_its_person() {
    each_engine(async |store| {
        let store = &store;
        let actor = partner(store, 1).await;
        let (own, other) = (managed(store, &actor, 1).await, managed(store, &actor, 2).await);
        add_petra(store, &actor, own).await.unwrap();
        let second = IdentityProviderId::new(Uuid::from_u128(72));
        save(store, &actor, other, (second, &form("Fabrikam"))).await.unwrap();
        assert_eq!(signs_in(store, second).await, Err(NotSignedIn::Nobody));
        set_up(store, &actor, own).await;
        let petra = store.partner_user_secret("petra@fabrikam.com").await.unwrap().unwrap();
        assert!(petra.temporary.is_none() && !is_password(&petra.password_hash));
        assert!(store.signs_in_with(PROVIDER, petra.actor.id).await.unwrap());
        let linked = store.own_identities(&petra.actor).await.unwrap();
        assert_eq!(linked.iter().map(|one| (one.provider.id, one.linked)).collect::<Vec<_>>(), [(PROVIDER, Some(NOW))]);
        // Neither does she link an account at the provider of another owner.
        let foreign = store.enabled_provider(second, None).await.unwrap().unwrap();
        let refused = store.link_identity(&petra.actor, &foreign, &claims(), MOMENT).await.unwrap();
        assert_eq!(refused, Err(NotSignedIn::Blocked));
        let removed = by(&actor, SecurityEventKind::PersonRemoved);
        let done = store.change_portal_person(&actor, own, petra.actor.id, &PortalChange::Remove, &removed).await;
        done.unwrap().unwrap();
        assert!(!store.signs_in_with(PROVIDER, petra.actor.id).await.unwrap());
        assert_eq!(signs_in(store, PROVIDER).await, Err(NotSignedIn::Nobody));
    })
    .await;
}
