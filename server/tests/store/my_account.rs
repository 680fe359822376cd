//! Sessions of people, new passwords and links to them.

use super::engines::each_engine;
use super::fixtures::*;
use domain::access::Actor;
use domain::access::group::{GroupChange, GroupForm};
use domain::access::person::{PersonChange, PersonForm};
use domain::access::person_refused::PersonRefused;
use domain::access::role::PartnerRole;
use domain::access::session::{EndSessions, PersonSession};
use domain::console::activity::Caller;
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::directory::page::{Cursor, PageSize};
use domain::ids::{PartnerGroupId, SessionId};
use domain::store::ResetLink;
use domain::store::prelude::*;
use server::security;
use server::store::SqlStore;
use server::store::people::sessions::{Moved, Proof, SIGNED_IN, SessionUse, Sessions, hash_of};
use server::store::people::throttle::{RESET_ATTEMPTS, Trying};
use server::store::sign_in::new_password::Changed;
use std::collections::{BTreeSet, HashMap};
use time::OffsetDateTime;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};

fn event(kind: SecurityEventKind, actor: &Actor) -> SecurityEvent {
    security::event(kind, NOW, Caller::default()).by(actor.partner, actor.id)
}

fn signed_in(actor: &Actor, at: i64) -> Proof {
    Proof { partner_user: actor.id, password: "none".into(), at, proven: at, has_second_factor: false, provider: None }
}

/// Begins a session that ends in an hour.
async fn begin(store: &SqlStore, id: i128, actor: &Actor, at: i64) -> Id {
    let data = HashMap::from([(SIGNED_IN.to_owned(), serde_json::json!(signed_in(actor, at)))]);
    let expiry_date = OffsetDateTime::now_utc() + time::Duration::hours(1);
    Sessions(store.clone()).create(&mut Record { id: Id(id), data, expiry_date }).await.unwrap();
    Id(id)
}

async fn note(store: &SqlStore, id: Id, actor: &Actor, at: i64) {
    let address = Some("192.0.2.1".parse().unwrap());
    let (idle_until, browser) = (server::time::now() + 60_000, "Firefox on Windows".to_owned());
    let used = SessionUse { at, noted_after: at - 60_000, idle_until, browser, address };
    Sessions(store.clone()).note_use(&id, &signed_in(actor, 5), &used).await.unwrap();
}

async fn listed(store: &SqlStore, by: &Actor, of: &Actor) -> Vec<PersonSession> {
    store.sessions_of(by, of.id, server::time::now()).await.unwrap().unwrap()
}

async fn end(store: &SqlStore, by: &Actor, of: &Actor, which: EndSessions) -> Result<(), PersonRefused> {
    store.end_sessions(by, of.id, which, &event(SecurityEventKind::SessionsEnded, by)).await.unwrap()
}

async fn is_there(store: &SqlStore, id: Id) -> bool {
    Sessions(store.clone()).load(&id).await.unwrap().is_some()
}

#[tokio::test]
async fn sessions_are_listed_newest_first_and_their_use_is_noted_once_a_minute() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let (old, new) = (begin(&store, 1, &anna, 10).await, begin(&store, 2, &anna, 20).await);
        note(&store, new, &anna, 1_000_000).await;
        note(&store, new, &anna, 1_059_999).await;
        let all = listed(&store, &anna, &anna).await;
        let shown: Vec<_> = all.iter().map(|one| (one.began, one.used, one.browser.as_str())).collect();
        assert_eq!(shown, [(20, 1_000_000, "Firefox on Windows"), (10, 10, "")]);
        assert_eq!(all[0].address.as_deref(), Some("192.0.2.1"));
        note(&store, new, &anna, 1_060_000).await;
        assert_eq!(listed(&store, &anna, &anna).await[0].used, 1_060_000);
        end(&store, &anna, &anna, EndSessions::One(all[0].id)).await.unwrap();
        assert!(is_there(&store, old).await && !is_there(&store, new).await);
        note(&store, new, &anna, 2_000_000).await;
        assert!(!is_there(&store, new).await, "an ended session stays ended");
    })
    .await;
}

#[tokio::test]
async fn a_session_that_is_not_used_is_over() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let id = begin(&store, 1, &anna, 10).await;
        note(&store, id, &anna, 1_000_000).await;
        assert!(!Sessions(store.clone()).is_idle(&id).await.unwrap());
        sqlx::query("UPDATE session SET idle_until = 1").execute(store.read_pool()).await.unwrap();
        assert!(!is_there(&store, id).await && Sessions(store.clone()).is_idle(&id).await.unwrap());
        assert_eq!(listed(&store, &anna, &anna).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_session_that_is_ended_while_it_gets_another_id_stays_ended() {
    each_engine(async |store| {
        let (anna, sessions) = (partner(&store, 1).await, Sessions(store.clone()));
        let going_on = async |moved: Moved| {
            let (name, value) = moved.value();
            let signed_in = serde_json::json!(signed_in(&anna, 10));
            let data = HashMap::from([(SIGNED_IN.to_owned(), signed_in), (name.to_owned(), value.into())]);
            let expiry_date = OffsetDateTime::now_utc() + time::Duration::hours(1);
            let mut record = Record { id: Id(9), data, expiry_date };
            sessions.create(&mut record).await.unwrap();
            record.id
        };
        let first = begin(&store, 1, &anna, 10).await;
        let name = listed(&store, &anna, &anna).await[0].id;
        let moved = sessions.give_another_id(&first).await.unwrap().unwrap();
        let second = going_on(moved).await;
        assert!(!is_there(&store, first).await && is_there(&store, second).await);
        assert_eq!(listed(&store, &anna, &anna).await[0].id, name, "it is the same session");
        // Ended between the two steps, and before both.
        let moved = sessions.give_another_id(&second).await.unwrap().unwrap();
        end(&store, &anna, &anna, EndSessions::One(name)).await.unwrap();
        let third = going_on(moved).await;
        assert!(!is_there(&store, third).await);
        assert_eq!(sessions.give_another_id(&third).await.unwrap(), None);
        assert_eq!(listed(&store, &anna, &anna).await, []);
    })
    .await;
}

#[tokio::test]
async fn ending_all_ends_those_of_earlier_versions_too_and_leaves_other_people_alone() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let ben = person_of(&store, anna.partner, 2).await;
        let (kept, gone) = (begin(&store, 1, &anna, 10).await, begin(&store, 2, &anna, 20).await);
        let of_ben = begin(&store, 3, &ben, 30).await;
        let unnamed = begin(&store, 4, &anna, 40).await;
        let unnamed_of_ben = begin(&store, 5, &ben, 40).await;
        sqlx::query("UPDATE session SET partner_user_id = NULL, id = NULL WHERE began = 40")
            .execute(store.read_pool())
            .await
            .unwrap();
        let this = listed(&store, &anna, &anna).await.iter().find(|one| one.began == 10).unwrap().id;
        end(&store, &anna, &anna, EndSessions::AllBut(this)).await.unwrap();
        assert!(is_there(&store, kept).await && is_there(&store, of_ben).await);
        assert!(!is_there(&store, gone).await && !is_there(&store, unnamed).await);
        assert!(is_there(&store, unnamed_of_ben).await);
        let unnamed = begin(&store, 6, &anna, 60).await;
        sqlx::query("UPDATE session SET partner_user_id = NULL, id = NULL WHERE began = 60")
            .execute(store.read_pool())
            .await
            .unwrap();
        end(&store, &anna, &ben, EndSessions::All).await.unwrap();
        assert!(!is_there(&store, of_ben).await && !is_there(&store, unnamed_of_ben).await);
        assert!(is_there(&store, unnamed).await && is_there(&store, kept).await);
        let rows = store.security_events(&anna, Cursor::First, PageSize::default()).await.unwrap().rows;
        let ended: Vec<_> = rows.iter().filter(|row| row.kind == SecurityEventKind::SessionsEnded).collect();
        assert_eq!(ended.len(), 2);
        assert!(ended.iter().any(|row| row.done_to.as_ref() == Some(&ben.sign_in_name)));
    })
    .await;
}

#[tokio::test]
async fn strangers_and_lower_ranks_end_nothing() {
    each_engine(async |store| {
        let (anna, stranger) = (partner(&store, 1).await, partner(&store, 2).await);
        let id = begin(&store, 1, &anna, 10).await;
        let session = listed(&store, &anna, &anna).await[0].id;
        for which in [EndSessions::One(session), EndSessions::All, EndSessions::AllBut(SessionId::new(anna.id.uuid()))]
        {
            assert_eq!(end(&store, &stranger, &anna, which).await, Err(PersonRefused::Gone));
        }
        // A person names somebody else's session as their own.
        end(&store, &stranger, &stranger, EndSessions::One(session)).await.unwrap();
        assert!(is_there(&store, id).await);
        assert_eq!(store.sessions_of(&stranger, anna.id, NOW).await.unwrap(), Err(PersonRefused::Gone));
    })
    .await;
}

fn link(token: &str) -> ResetLink {
    ResetLink { token_hash: token.into(), created: NOW, expires: NOW + 1_000 }
}

async fn make(store: &SqlStore, by: &Actor, of: &Actor, token: &str) -> Result<(), PersonRefused> {
    let event = event(SecurityEventKind::ResetLinkCreated, by);
    store.make_reset_link(by, of.id, &link(token), &event).await.unwrap()
}

async fn use_link(store: &SqlStore, token: &str, hash: &str) -> bool {
    let event = security::event(SecurityEventKind::PasswordChanged, NOW, Caller::default());
    store.use_reset_link(token, hash, event).await.unwrap().is_some()
}

#[tokio::test]
async fn a_link_to_a_new_password_is_used_once_and_in_time() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let ben = person_of(&store, anna.partner, 2).await;
        let session = begin(&store, 1, &ben, 10).await;
        make(&store, &anna, &ben, "first").await.unwrap();
        make(&store, &anna, &ben, "second").await.unwrap();
        assert!(store.open_reset_link("first", NOW).await.unwrap().is_none());
        assert!(store.open_reset_link("second", NOW + 1_000).await.unwrap().is_none());
        assert_eq!(store.open_reset_link("second", NOW).await.unwrap().unwrap().actor, ben);
        let asked = security::event(SecurityEventKind::ResetRequested, NOW, Caller::default());
        let unmailed = store.make_mailed_reset_link(&ben.sign_in_name, &link("mailed"), asked).await.unwrap();
        assert_eq!(unmailed, None, "the sign-in name is no address");
        let (one, other) = tokio::join!(use_link(&store, "second", "new 1"), use_link(&store, "second", "new 2"));
        assert!(one != other);
        assert!(!is_there(&store, session).await);
        let hash = store.partner_user(ben.id).await.unwrap().unwrap().password_hash;
        assert_eq!(hash, if one { "new 1" } else { "new 2" });
        store.purge_reset_links(NOW).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_mailed_link_and_one_that_was_made_are_void_when_either_is_used() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let mut new = super::support::people::new_person(uuid::Uuid::from_u128(2), "Ben", "old", NOW);
        new.sign_in_name = "ben@partner.example".into();
        let ben = super::support::people::add_person(&store, anna.partner, &new).await;
        make(&store, &anna, &ben, "made").await.unwrap();
        let asked = security::event(SecurityEventKind::ResetRequested, NOW, Caller::default());
        let mailed = store.make_mailed_reset_link(" BEN@partner.example", &link("mailed"), asked).await.unwrap();
        assert_eq!(mailed.as_ref(), Some(&ben));
        assert!(store.open_reset_link("made", NOW).await.unwrap().is_some(), "strangers void no link that was made");
        assert!(use_link(&store, "mailed", "new").await);
        assert!(!use_link(&store, "made", "newer").await);
    })
    .await;
}

#[tokio::test]
async fn who_has_no_password_is_mailed_no_link_to_another() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let mut new = super::support::people::new_person(uuid::Uuid::from_u128(2), "Ben", "none:random", NOW);
        new.sign_in_name = "ben@partner.example".into();
        super::support::people::add_person(&store, anna.partner, &new).await;
        let asked = security::event(SecurityEventKind::ResetRequested, NOW, Caller::default());
        let mailed = store.make_mailed_reset_link("ben@partner.example", &link("mailed"), asked).await.unwrap();
        assert_eq!(mailed, None);
        assert!(store.open_reset_link("mailed", NOW).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_link_is_void_without_its_rank_and_after_blocking_or_removing() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let (ben, cleo) = (person_of(&store, anna.partner, 2).await, person_of(&store, anna.partner, 3).await);
        let edited = |role| {
            let (name, sign_in_name) = ("Ben".to_owned(), String::from("ben"));
            PersonChange::Edit(PersonForm { name, sign_in_name, roles: BTreeSet::from([role]), custom: None })
        };
        let change = async |who: &Actor, change: PersonChange| {
            let event = event(SecurityEventKind::PersonEdited, &anna);
            store.change_person(&anna, who.id, &change, &event).await.unwrap().unwrap();
        };
        make(&store, &ben, &cleo, "of ben").await.unwrap();
        change(&ben, edited(PartnerRole::AccountAdmin)).await;
        assert!(!use_link(&store, "of ben", "new").await, "Cleo is a Global admin");
        change(&cleo, edited(PartnerRole::SalesAgent)).await;
        make(&store, &ben, &cleo, "again").await.unwrap();
        change(&cleo, PersonChange::Block).await;
        change(&cleo, PersonChange::Allow).await;
        assert!(!use_link(&store, "again", "new").await);
        make(&store, &ben, &cleo, "last").await.unwrap();
        change(&ben, PersonChange::Block).await;
        assert!(!use_link(&store, "last", "new").await, "who made it is blocked");
        make(&store, &anna, &cleo, "removed").await.unwrap();
        change(&cleo, PersonChange::Remove).await;
        assert!(!use_link(&store, "removed", "new").await);
    })
    .await;
}

#[tokio::test]
async fn roles_through_groups_make_and_void_links_and_show_sessions() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let (ben, cleo) = (person_of(&store, anna.partner, 2).await, person_of(&store, anna.partner, 3).await);
        for (who, name) in [(&ben, "Ben"), (&cleo, "Cleo")] {
            let (name, sign_in_name) = (name.to_owned(), who.sign_in_name.clone());
            let form =
                PersonForm { name, sign_in_name, roles: BTreeSet::from([PartnerRole::SalesAgent]), custom: None };
            let event = event(SecurityEventKind::PersonEdited, &anna);
            store.change_person(&anna, who.id, &PersonChange::Edit(form), &event).await.unwrap().unwrap();
        }
        let group = async |number, change: GroupChange| {
            let id = PartnerGroupId::new(uuid::Uuid::from_u128(number));
            let event = event(SecurityEventKind::GroupEdited, &anna);
            store.change_group(&anna, id, &change, &event).await.unwrap().unwrap();
        };
        let giving = |name: &str, role, to: &Actor| {
            GroupChange::Add(GroupForm {
                name: name.into(),
                roles: [role].into(),
                members: [to.id].into(),
                ..GroupForm::default()
            })
        };
        let is_open = async |token| store.open_reset_link(token, NOW).await.unwrap().is_some();
        assert_eq!(make(&store, &ben, &cleo, "none").await, Err(PersonRefused::NotAllowed));
        group(1, giving("Managers", PartnerRole::AccountAdmin, &ben)).await;
        make(&store, &ben, &cleo, "of ben").await.unwrap();
        assert!(is_open("of ben").await);
        assert_eq!(listed(&store, &ben, &cleo).await, []);
        group(2, giving("Admins", PartnerRole::GlobalAdmin, &cleo)).await;
        assert!(!is_open("of ben").await, "Cleo is a Global admin by a group");
        assert_eq!(make(&store, &ben, &cleo, "none").await, Err(PersonRefused::OnlyGlobalAdmin));
        assert_eq!(end(&store, &ben, &cleo, EndSessions::All).await, Err(PersonRefused::OnlyGlobalAdmin));
        group(2, GroupChange::Delete).await;
        group(1, GroupChange::Delete).await;
        assert!(!use_link(&store, "of ben", "new").await, "Ben does not manage people any more");
    })
    .await;
}

#[tokio::test]
async fn a_password_is_changed_by_who_knows_the_one_before() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let session = begin(&store, 1, &anna, 10).await;
        let who = store.partner_user(anna.id).await.unwrap().unwrap();
        let trying = Trying { sign_in_name: &anna.sign_in_name, person: Some(anna.id), address: None, device: None };
        let attempt = store.note_sign_in_attempt(trying, NOW).await.unwrap().unwrap();
        let event = event(SecurityEventKind::PasswordChanged, &anna);
        let other = begin(&store, 2, &anna, 11).await;
        let this = hash_of(&session);
        let changed = store.change_password(&attempt, (who.clone(), &this), "new", &event).await.unwrap();
        assert!(matches!(changed, Changed::Done(changed) if changed.password_hash == "new"));
        assert!(is_there(&store, session).await && !is_there(&store, other).await);
        let late = SecurityEvent { id: security::event(event.kind, NOW, Caller::default()).id, ..event };
        let changed = store.change_password(&attempt, (who, &this), "newer", &late).await.unwrap();
        assert!(matches!(changed, Changed::Meanwhile), "it was another by then");
        // A session that was ended while the request was under way changes nothing.
        let who = store.partner_user(anna.id).await.unwrap().unwrap();
        end(&store, &anna, &anna, EndSessions::All).await.unwrap();
        let changed = store.change_password(&attempt, (who, &this), "newest", &late).await.unwrap();
        assert!(matches!(changed, Changed::SessionEnded));
        assert_eq!(store.partner_user(anna.id).await.unwrap().unwrap().password_hash, "new");
    })
    .await;
}

#[tokio::test]
async fn requests_for_links_are_counted_for_each_name_and_network() {
    each_engine(async |store| {
        let address = Some("192.0.2.1".parse().unwrap());
        for _ in 0..RESET_ATTEMPTS {
            assert!(store.note_reset_request("Anna", None, NOW).await.unwrap());
        }
        assert!(!store.note_reset_request(" anna ", address, NOW).await.unwrap());
        assert!(store.note_reset_request("ben", address, NOW).await.unwrap());
    })
    .await;
}
