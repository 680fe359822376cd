//! Identity providers: their secrets, linked accounts, and changes that meet.

use super::engines::{Database, databases, each_engine};
use super::fixtures::*;
use crate::support::people::{add_person, new_person};
use domain::access::Actor;
use domain::access::group::{GroupChange, GroupForm};
use domain::access::identity_claims::{Claims, GroupValues};
use domain::access::identity_provider::{LocalPasswords, ProviderForm, ProviderRefused, ProviderSettings};
use domain::access::invitation_form::InvitationForm;
use domain::access::person::PersonChange;
use domain::access::provider_sign_in::NotSignedIn;
use domain::access::role::PartnerRole;
use domain::console::activity::Caller;
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::directory::password::Secret;
use domain::ids::{IdentityProviderId, PartnerGroupId};
use domain::rules::data::RulesData;
use domain::store::prelude::*;
use server::security;
use server::store::SqlStore;
use server::store::files::key_file::KeyFile;
use server::store::people::acceptance::Acceptance;
use server::store::people::identities::without_password;
use server::store::people::rotate_key::open_alone;
use server::store::people::sessions::Sessions;
use server::store::people::throttle::{PROVIDER_ATTEMPTS, WINDOW_MS};
use server::store::sign_in::with_provider::Moment;
use std::collections::HashMap;
use time::{Duration, OffsetDateTime};
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use uuid::Uuid;

pub const PROVIDER: IdentityProviderId = IdentityProviderId::new(Uuid::from_u128(70));
const SECRET: &str = "a-secret-of-the-client";
const MOMENT: Moment = Moment { at: NOW, caller: Caller { address: None, request: None } };

fn event(actor: &Actor) -> SecurityEvent {
    security::event(SecurityEventKind::ProviderEdited, NOW, Caller::default()).by(actor.partner, actor.id)
}

fn settings() -> ProviderSettings {
    ProviderSettings {
        name: "Contoso".into(),
        issuer: "https://id.example".into(),
        client_id: "tenantry".into(),
        scopes: ["email".to_owned(), "profile".to_owned()].into(),
        domains: ["partner.example".to_owned()].into(),
        second_factor: ["mfa".to_owned()].into(),
        enabled: true,
        ..ProviderSettings::default()
    }
}

async fn save(
    store: &SqlStore,
    actor: &Actor,
    settings: ProviderSettings,
    secret: Option<&str>,
) -> Result<(), ProviderRefused> {
    let form = ProviderForm { settings, secret: secret.map(|secret| Secret::shown(secret.into())) };
    store.save_identity_provider(actor, PROVIDER, &form, &event(actor)).await.unwrap()
}

fn claims(subject: &str, email: &str) -> Claims {
    let (email, email_verified) = (Some(email.to_owned()), Some(true));
    Claims { subject: subject.into(), email, email_verified, ..Claims::default() }
}

/// Saves a provider that gives a group, and links the actor's account there.
pub async fn set_up(store: &SqlStore, actor: &Actor, group: PartnerGroupId) {
    let groups = [("admins".to_owned(), group)].into();
    let settings = ProviderSettings { group_claim: "groups".into(), groups, ..settings() };
    save(store, actor, settings, Some(SECRET)).await.unwrap();
    let provider = store.enabled_provider(PROVIDER, None).await.unwrap().unwrap();
    let claims = Claims { groups: GroupValues::TooMany, ..claims("1", "one@partner.example") };
    store.link_identity(actor, &provider, &claims, MOMENT).await.unwrap().unwrap();
}

/// Somebody whose sign-in name is an address.
async fn ben(store: &SqlStore, anna: &Actor) -> Actor {
    add_person(store, anna.partner, &new_person(Uuid::from_u128(40), "ben@partner.example", "hash", 1)).await
}

async fn signs_in(store: &SqlStore, claims: &Claims) -> Result<Actor, NotSignedIn> {
    let provider = store.enabled_provider(PROVIDER, None).await.unwrap().unwrap();
    store.identity_signs_in(&provider, claims, MOMENT).await.unwrap().map(|who| who.actor)
}

#[tokio::test]
async fn a_provider_is_kept_with_its_secret_sealed() {
    each_engine(async |store| {
        let (anna, stranger) = (partner(&store, 1).await, partner(&store, 2).await);
        assert_eq!(save(&store, &anna, settings(), None).await, Err(ProviderRefused::NoSecret));
        save(&store, &anna, settings(), Some(SECRET)).await.unwrap();
        let providers = store.identity_providers(&anna).await.unwrap();
        assert_eq!((providers.len(), &providers[0].settings, providers[0].has_secret), (1, &settings(), true));
        let sealed: String = sqlx::query_scalar("SELECT client_secret FROM identity_provider")
            .fetch_one(store.read_pool())
            .await
            .unwrap();
        assert!(!sealed.contains(SECRET));
        let renamed = ProviderSettings { name: "Fabrikam".into(), ..settings() };
        save(&store, &anna, renamed.clone(), None).await.unwrap();
        let provider = store.enabled_provider(PROVIDER, None).await.unwrap().unwrap();
        assert_eq!((provider.secret.reveal(), &provider.settings), (SECRET, &renamed), "the secret stays");
        assert_eq!(store.identity_providers(&stranger).await.unwrap(), []);
        let taken = ProviderForm { settings: settings(), secret: Some(Secret::shown("other".into())) };
        let gone = store.save_identity_provider(&stranger, PROVIDER, &taken, &event(&stranger)).await.unwrap();
        assert_eq!(gone, Err(ProviderRefused::Gone));
        let gone = store.remove_identity_provider(&stranger, PROVIDER, &event(&stranger)).await.unwrap();
        assert_eq!(gone, Err(ProviderRefused::Gone));
        save(&store, &anna, ProviderSettings { enabled: false, ..settings() }, None).await.unwrap();
        assert!(store.enabled_provider(PROVIDER, None).await.unwrap().is_none());
        store.remove_identity_provider(&anna, PROVIDER, &event(&anna)).await.unwrap().unwrap();
        assert_eq!(store.identity_providers(&anna).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn subjects_of_one_issuer_mean_nobody_at_another() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let ben = ben(&store, &anna).await;
        save(&store, &anna, settings(), Some(SECRET)).await.unwrap();
        assert_eq!(signs_in(&store, &claims("1", "ben@partner.example")).await.unwrap().id, ben.id);
        let moved = ProviderSettings { issuer: "https://new.example".into(), ..settings() };
        save(&store, &anna, moved, Some(SECRET)).await.unwrap();
        let nobody = Claims { email_verified: Some(false), ..claims("1", "ben@partner.example") };
        assert_eq!(signs_in(&store, &nobody).await, Err(NotSignedIn::NotVerified));
        assert_eq!(store.own_identities(&ben).await.unwrap()[0].linked, None);
    })
    .await;
}

#[tokio::test]
async fn of_two_accounts_with_one_address_one_is_linked() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        ben(&store, &anna).await;
        save(&store, &anna, settings(), Some(SECRET)).await.unwrap();
        let (one, two) = (claims("1", "ben@partner.example"), claims("2", "ben@partner.example"));
        let (one, two) = tokio::join!(signs_in(&store, &one), signs_in(&store, &two));
        assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(), 1);
        assert_eq!(one.err().or(two.err()), Some(NotSignedIn::OtherAccount));
        assert_eq!(number(&store, "SELECT COUNT(*) FROM partner_identity").await, 1);
    })
    .await;
}

#[tokio::test]
async fn who_is_removed_loses_the_account_and_comes_back_without_it() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let ben = ben(&store, &anna).await;
        save(&store, &anna, settings(), Some(SECRET)).await.unwrap();
        signs_in(&store, &claims("1", "ben@partner.example")).await.unwrap();
        store.change_person(&anna, ben.id, &PersonChange::Remove, &event(&anna)).await.unwrap().unwrap();
        assert_eq!(number(&store, "SELECT COUNT(*) FROM partner_identity").await, 0);
        let form = super::people_managed::form("ben", PartnerRole::SalesAgent);
        let link = super::people_managed::link(1, "invitation");
        store.invite(&anna, &InvitationForm::of_one(form), &[link], &event(&anna)).await.unwrap().unwrap();
        let provider = store.enabled_provider(PROVIDER, None).await.unwrap().unwrap();
        let password_hash = without_password("random");
        let accepting = Acceptance { token_hash: "invitation", id: ben.id, password_hash: &password_hash };
        let claims = claims("2", "other@partner.example");
        let accepted = store.accept_invitation_by(&provider, &claims, accepting, MOMENT).await.unwrap();
        assert_eq!(accepted.unwrap().actor.id, ben.id);
        let again = store.accept_invitation_by(&provider, &claims, accepting, MOMENT).await.unwrap();
        assert_eq!(again.err(), Some(NotSignedIn::SomebodyElse));
        let refused = store.unlink_identity(&ben, PROVIDER, &event(&ben)).await.unwrap();
        assert_eq!(refused, Err(ProviderRefused::OnlyWayIn), "there is no password");
    })
    .await;
}

#[tokio::test]
async fn switching_passwords_off_and_unlinking_at_once_locks_nobody_out() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        save(&store, &anna, settings(), Some(SECRET)).await.unwrap();
        let provider = store.enabled_provider(PROVIDER, None).await.unwrap().unwrap();
        store.link_identity(&anna, &provider, &claims("1", "a@partner.example"), MOMENT).await.unwrap().unwrap();
        let (by_anna, off) = (event(&anna), event(&anna));
        let (switched, unlinked) = tokio::join!(
            store.switch_local_passwords(&anna, LocalPasswords::Off, &off),
            store.unlink_identity(&anna, PROVIDER, &by_anna),
        );
        let (switched, unlinked) = (switched.unwrap(), unlinked.unwrap());
        assert_ne!(switched.is_ok(), unlinked.is_ok(), "{switched:?} {unlinked:?}");
        store.switch_passwords_on(anna.partner, &event(&anna)).await.unwrap();
        assert_eq!(store.local_passwords(&anna).await.unwrap(), LocalPasswords::On);
    })
    .await;
}

#[tokio::test]
async fn a_group_that_gave_rank_takes_its_invitations_with_it() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let ben = ben(&store, &anna).await;
        let edit = super::people_managed::form("ben", PartnerRole::SalesAgent);
        store.change_person(&anna, ben.id, &PersonChange::Edit(edit), &event(&anna)).await.unwrap().unwrap();
        let group = PartnerGroupId::new(Uuid::from_u128(5));
        let roles = [PartnerRole::AccountAdmin].into();
        let form = GroupForm { name: "Admins".into(), roles, ..GroupForm::default() };
        store.change_group(&anna, group, &GroupChange::Add(form), &event(&anna)).await.unwrap().unwrap();
        let groups = [("admins".to_owned(), group)].into();
        let settings = ProviderSettings { group_claim: "groups".into(), groups, ..settings() };
        save(&store, &anna, settings, Some(SECRET)).await.unwrap();
        let with = |values: &[&str]| {
            let values = values.iter().map(|value| (*value).to_owned()).collect();
            Claims { groups: GroupValues::These(values), ..claims("1", "ben@partner.example") }
        };
        let admin = signs_in(&store, &with(&["admins"])).await.unwrap();
        assert!(admin.roles.contains(&PartnerRole::AccountAdmin));
        super::people_managed::invite(&store, &admin, "Cleo", 9).await.unwrap();
        let agent = signs_in(&store, &with(&[])).await.unwrap();
        assert!(!agent.roles.contains(&PartnerRole::AccountAdmin));
        assert_eq!(store.open_invitation("token 9", NOW).await.unwrap(), None);
    })
    .await;
}

async fn opened(database: &Database) -> SqlStore {
    SqlStore::open(&database.url(), RulesData::shipped().unwrap()).await.unwrap()
}

#[tokio::test]
async fn a_new_key_opens_the_secret_and_a_lost_one_disables_the_provider() {
    for database in databases().await {
        let folder = std::env::temp_dir().join(format!("tenantry-oidc-{}", Uuid::new_v4().simple()));
        let (file, none) = (KeyFile::at(&folder.join("tenantry.key")), KeyFile::at(&folder.join("none.key")));
        let store = opened(&database).await.unlock(&file).await.unwrap();
        let anna = partner(&store, 1).await;
        save(&store, &anna, settings(), Some(SECRET)).await.unwrap();
        store.close().await;
        let alone = async || open_alone(&database.url(), RulesData::shipped().unwrap()).await.unwrap();
        let store = alone().await;
        assert_eq!(store.rotate_key(&file, &event(&anna)).await.unwrap(), 1);
        store.close().await;
        let store = opened(&database).await.unlock(&file).await.unwrap();
        assert_eq!(store.enabled_provider(PROVIDER, None).await.unwrap().unwrap().secret.reveal(), SECRET);
        let provider = store.enabled_provider(PROVIDER, None).await.unwrap().unwrap();
        store.link_identity(&anna, &provider, &claims("1", "a@partner.example"), MOMENT).await.unwrap().unwrap();
        store.switch_local_passwords(&anna, LocalPasswords::Off, &event(&anna)).await.unwrap().unwrap();
        store.close().await;
        let store = alone().await;
        store.give_up_key(&none, &event(&anna)).await.unwrap();
        store.close().await;
        let store = opened(&database).await.unlock(&none).await.unwrap();
        assert!(store.enabled_provider(PROVIDER, None).await.unwrap().is_none());
        let provider = store.identity_providers(&anna).await.unwrap().remove(0);
        assert!(!provider.has_secret && !provider.settings.enabled);
        assert_eq!(store.local_passwords(&anna).await.unwrap(), LocalPasswords::On);
        assert_eq!(save(&store, &anna, settings(), None).await, Err(ProviderRefused::NoSecret));
        save(&store, &anna, settings(), Some(SECRET)).await.unwrap();
        store.close().await;
        drop(std::fs::remove_dir_all(&folder));
    }
}

#[tokio::test]
async fn a_value_of_a_session_is_used_up_once() {
    each_engine(async |store| {
        let sessions = Sessions(store.clone());
        let data = HashMap::from([("a".to_owned(), serde_json::json!(1)), ("b".to_owned(), serde_json::json!(2))]);
        let mut record = Record { id: Id(9), data, expiry_date: OffsetDateTime::now_utc() + Duration::days(1) };
        sessions.create(&mut record).await.unwrap();
        let uses = tokio::join!(
            sessions.use_up(&record.id, "a"),
            sessions.use_up(&record.id, "a"),
            sessions.use_up(&record.id, "a"),
        );
        let used = [uses.0.unwrap(), uses.1.unwrap(), uses.2.unwrap()];
        assert_eq!(used.iter().flatten().count(), 1, "{used:?}");
        let left = sessions.load(&record.id).await.unwrap().unwrap().data;
        assert_eq!(left, HashMap::from([("b".to_owned(), serde_json::json!(2))]));
        assert_eq!(sessions.use_up(&Id(10), "a").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn visits_are_limited_for_each_network() {
    each_engine(async |store| {
        let (one, other) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        // Visits without a known network are limited together.
        for network in [Some(one), None] {
            for visit in 0..PROVIDER_ATTEMPTS {
                assert!(store.note_provider_visit(network, NOW).await.unwrap(), "{visit}");
            }
            assert!(!store.note_provider_visit(network, NOW).await.unwrap());
        }
        assert!(store.note_provider_visit(Some(other), NOW).await.unwrap());
        assert!(store.note_provider_visit(Some(one), NOW + WINDOW_MS).await.unwrap());
    })
    .await;
}
