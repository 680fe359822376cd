//! Second factors: codes that are good once, recovery codes, and who must have one.

use super::engines::each_engine;
use super::fixtures::*;
use domain::access::Actor;
use domain::access::person::PersonChange;
use domain::access::person_refused::PersonRefused;
use domain::access::role::PartnerRole;
use domain::access::second_factor::{
    RequiredRoles, SecondFactor, SecondFactorRefused, Seed, TypedCode, recovery_codes, recovery_hash,
};
use domain::console::activity::Caller;
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::ids::SessionId;
use domain::store::prelude::*;
use server::security;
use server::store::SqlStore;
use server::totp::{STEP_MS, code_at};
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;
use uuid::Uuid;

/// A session that is none.
pub const NO_SESSION: SessionId = SessionId::new(Uuid::nil());

pub fn seed() -> Seed {
    Seed::from_bytes(b"12345678901234567890").unwrap()
}

pub fn event(actor: &Actor, at: i64) -> SecurityEvent {
    security::event(SecurityEventKind::SecondFactorOn, at, Caller::default()).by(actor.partner, actor.id)
}

/// The code that the app shows at a time.
pub fn code(at: i64) -> TypedCode {
    TypedCode::App(code_at(&seed(), at.div_euclid(STEP_MS)))
}

/// Sets up a second factor at [`NOW`], and returns the recovery codes as typed.
pub async fn set_up(store: &SqlStore, actor: &Actor) -> Vec<TypedCode> {
    store.begin_second_factor(actor, &seed(), NOW).await.unwrap().unwrap();
    let codes = recovery_codes(app::services::random);
    let hashes: Vec<String> = codes.iter().map(recovery_hash).collect();
    store.confirm_second_factor(actor, &code(NOW), &hashes, NO_SESSION, &event(actor, NOW)).await.unwrap().unwrap();
    codes.iter().map(|code| code.reveal().parse().ok().unwrap()).collect()
}

async fn used(store: &SqlStore, actor: &Actor, code: &TypedCode, at: i64) -> bool {
    store.use_code(actor, code, &event(actor, at)).await.unwrap()
}

async fn kinds(store: &SqlStore, actor: &Actor) -> Vec<SecurityEventKind> {
    let rows = store.security_events(actor, Default::default(), Default::default()).await.unwrap().rows;
    rows.into_iter().map(|row| row.kind).collect()
}

#[tokio::test]
async fn a_new_phone_takes_the_place_of_the_one_before_when_its_code_is_typed() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let old_codes = set_up(&store, &anna).await;
        let (first, second) = (Seed::from_bytes(&[1; 20]).unwrap(), Seed::from_bytes(&[2; 20]).unwrap());
        let at = NOW + 10 * STEP_MS;
        let code_of = |seed: &Seed, at: i64| TypedCode::App(code_at(seed, at.div_euclid(STEP_MS)));
        let hashes: Vec<String> = recovery_codes(app::services::random).iter().map(recovery_hash).collect();
        let confirm = async |code: TypedCode| {
            store.confirm_second_factor(&anna, &code, &hashes, NO_SESSION, &event(&anna, at)).await.unwrap()
        };
        store.begin_second_factor(&anna, &first, at).await.unwrap().unwrap();
        store.begin_second_factor(&anna, &second, at).await.unwrap().unwrap();
        for wrong in [code(at), code_of(&first, at), old_codes[0].clone()] {
            assert_eq!(confirm(wrong).await, Err(SecondFactorRefused::WrongCode));
        }
        assert!(used(&store, &anna, &code(at), at).await, "the phone before still works");
        assert_eq!(confirm(code_of(&second, at)).await, Ok(()));
        assert!(!used(&store, &anna, &code_of(&second, at), at).await, "that code is used up");
        let later = at + STEP_MS;
        assert!(!used(&store, &anna, &code(later), later).await && !used(&store, &anna, &old_codes[1], later).await);
        assert!(used(&store, &anna, &code_of(&second, later), later).await);
        assert_eq!(confirm(code_of(&second, later)).await, Err(SecondFactorRefused::AlreadyOn));
        assert!(kinds(&store, &anna).await.contains(&SecurityEventKind::SecondFactorReplaced));
        store.begin_second_factor(&anna, &first, at).await.unwrap().unwrap();
        assert!(store.remove_second_factor(anna.id, &event(&anna, at)).await.unwrap());
        assert_eq!(confirm(code_of(&first, at)).await, Err(SecondFactorRefused::NotBegun), "nothing is left of it");
    })
    .await;
}

#[tokio::test]
async fn a_second_factor_is_on_when_a_code_has_confirmed_it() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let off = SecondFactor { is_on: false, is_required: false, recovery_codes: 0 };
        let confirm = async |code: TypedCode| {
            store.confirm_second_factor(&anna, &code, &[], NO_SESSION, &event(&anna, NOW)).await.unwrap()
        };
        assert_eq!(confirm(code(NOW)).await, Err(SecondFactorRefused::NotBegun));
        let other = Seed::from_bytes(&[1; 20]).unwrap();
        store.begin_second_factor(&anna, &other, NOW).await.unwrap().unwrap();
        assert_eq!(confirm(code(NOW)).await, Err(SecondFactorRefused::WrongCode), "a code of another seed");
        assert_eq!(store.second_factor(&anna).await.unwrap(), off);
        assert!(!used(&store, &anna, &code(NOW), NOW).await, "nothing is asked before it is confirmed");
        let codes = set_up(&store, &anna).await;
        assert_eq!(codes.len(), 10);
        let on = SecondFactor { is_on: true, recovery_codes: 10, ..off };
        assert_eq!(store.second_factor(&anna).await.unwrap(), on);
        assert_eq!(confirm(code(NOW)).await, Err(SecondFactorRefused::AlreadyOn));
        assert!(kinds(&store, &anna).await.contains(&SecurityEventKind::SecondFactorOn));
    })
    .await;
}

#[tokio::test]
async fn a_code_is_good_once_and_for_about_its_time() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        set_up(&store, &anna).await;
        assert!(!used(&store, &anna, &code(NOW), NOW).await, "the code that confirmed is used up");
        let later = NOW + 10 * STEP_MS;
        assert!(!used(&store, &anna, &code(later - 2 * STEP_MS), later).await, "too old");
        assert!(!used(&store, &anna, &code(later + 2 * STEP_MS), later).await, "too early");
        assert!(used(&store, &anna, &code(later), later).await);
        assert!(!used(&store, &anna, &code(later), later).await, "used");
        assert!(!used(&store, &anna, &code(later - STEP_MS), later).await, "before one that was used");
        assert!(used(&store, &anna, &code(later + STEP_MS), later).await, "a clock may be ahead");
        assert!(kinds(&store, &anna).await.contains(&SecurityEventKind::CodeRefused));
    })
    .await;
}

#[tokio::test]
async fn of_two_uses_of_a_code_at_once_one_succeeds() {
    each_engine(async |store| {
        for number in 1..=10 {
            let person = partner(&store, number).await;
            let codes = set_up(&store, &person).await;
            let later = NOW + 10 * STEP_MS;
            for code in [code(later), codes[0].clone()] {
                let mut tasks = tokio::task::JoinSet::new();
                for _ in 0..4 {
                    let (store, person, code) = (store.clone(), person.clone(), code.clone());
                    tasks.spawn(async move { used(&store, &person, &code, later).await });
                }
                assert_eq!(tasks.join_all().await.into_iter().filter(|used| *used).count(), 1);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn recovery_codes_are_good_once_and_for_their_person_alone() {
    each_engine(async |store| {
        let (anna, stranger) = (partner(&store, 1).await, partner(&store, 2).await);
        let codes = set_up(&store, &anna).await;
        set_up(&store, &stranger).await;
        assert!(!used(&store, &stranger, &codes[0], NOW).await);
        assert!(used(&store, &anna, &codes[0], NOW).await && !used(&store, &anna, &codes[0], NOW).await);
        assert_eq!(store.second_factor(&anna).await.unwrap().recovery_codes, 9);
        assert!(kinds(&store, &anna).await.contains(&SecurityEventKind::RecoveryCodeUsed));
        let new = ["a", "b"].map(|code| format!("hash of {code}"));
        let renew =
            async |code: &TypedCode| store.renew_recovery_codes(&anna, code, &new, &event(&anna, NOW)).await.unwrap();
        assert_eq!(renew(&codes[0]).await, Err(SecondFactorRefused::WrongCode));
        assert_eq!(renew(&codes[1]).await, Ok(()));
        assert_eq!(store.second_factor(&anna).await.unwrap().recovery_codes, 2);
        assert!(!used(&store, &anna, &codes[2], NOW).await, "the earlier ones are void");
        assert!(used(&store, &anna, &TypedCode::Recovery(new[0].clone()), NOW).await);
        for _ in 0..20 {
            renew(&codes[0]).await.unwrap_err();
        }
        assert_eq!(renew(&code(NOW + STEP_MS)).await, Err(SecondFactorRefused::TooMany));
    })
    .await;
}

#[tokio::test]
async fn it_is_turned_off_with_a_code_unless_a_role_needs_it() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let codes = set_up(&store, &anna).await;
        let off = async |code: &TypedCode| store.turn_off_second_factor(&anna, code, &event(&anna, NOW)).await.unwrap();
        let require = async |roles: &[PartnerRole]| {
            let roles = RequiredRoles(roles.iter().copied().collect());
            store.require_second_factor(&anna, &roles, &event(&anna, NOW)).await.unwrap();
            assert_eq!(store.second_factor_roles(&anna).await.unwrap(), roles);
        };
        require(&[PartnerRole::GlobalAdmin]).await;
        assert!(store.second_factor(&anna).await.unwrap().is_required);
        assert_eq!(off(&codes[0]).await, Err(SecondFactorRefused::Required));
        require(&[PartnerRole::SalesAgent]).await;
        assert_eq!(off(&code(NOW)).await, Err(SecondFactorRefused::WrongCode));
        assert_eq!(off(&codes[0]).await, Ok(()));
        let none = SecondFactor { is_on: false, is_required: false, recovery_codes: 0 };
        assert_eq!(store.second_factor(&anna).await.unwrap(), none);
        assert_eq!(off(&codes[1]).await, Err(SecondFactorRefused::Off));
        assert!(!used(&store, &anna, &codes[1], NOW).await);
        // Another partner's choice is another.
        let stranger = partner(&store, 2).await;
        assert_eq!(store.second_factor_roles(&stranger).await.unwrap(), RequiredRoles(BTreeSet::new()));
    })
    .await;
}

#[tokio::test]
async fn a_lost_second_factor_is_removed_and_ends_sessions() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let ben = person_of(&store, anna.partner, 2).await;
        let remove = async || {
            let change = PersonChange::RemoveSecondFactor;
            store.change_person(&anna, ben.id, &change, &event(&anna, NOW + 1)).await.unwrap()
        };
        assert_eq!(remove().await, Err(PersonRefused::NoSecondFactor));
        set_up(&store, &ben).await;
        let people = store.partner_people(&anna, NOW).await.unwrap().people;
        assert_eq!(people.iter().map(|person| person.has_second_factor).collect::<Vec<_>>(), [false, true]);
        assert_eq!(remove().await, Ok(()));
        assert!(!store.second_factor(&ben).await.unwrap().is_on);
        assert_eq!(store.partner_user(ben.id).await.unwrap().unwrap().sessions_from, NOW + 1);
        set_up(&store, &ben).await;
        assert!(store.remove_second_factor(ben.id, &event(&ben, NOW + 2)).await.unwrap());
        assert!(!store.remove_second_factor(ben.id, &event(&ben, NOW + 2)).await.unwrap());
        set_up(&store, &ben).await;
        store.change_person(&anna, ben.id, &PersonChange::Remove, &event(&anna, NOW)).await.unwrap().unwrap();
        assert!(!store.second_factor(&ben).await.unwrap().is_on, "who comes back begins anew");
    })
    .await;
}

#[tokio::test]
async fn the_database_holds_no_seed_and_no_recovery_code() {
    each_engine(async |store| {
        let (anna, ben) = (partner(&store, 1).await, partner(&store, 2).await);
        set_up(&store, &anna).await;
        let sealed: String =
            sqlx::query_scalar("SELECT seed FROM second_factor").fetch_one(store.read_pool()).await.unwrap();
        let hexadecimal: String = seed().bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(!sealed.contains(&hexadecimal) && !sealed.contains(&seed().typed()), "{sealed}");
        // A seed that is moved to another row, or changed, does not open.
        set_up(&store, &ben).await;
        let later = NOW + 10 * STEP_MS;
        let swap = format!("UPDATE second_factor SET seed = '{sealed}' WHERE partner_user_id = '{}'", ben.id);
        sqlx::query(AssertSqlSafe(swap)).execute(store.read_pool()).await.unwrap();
        assert!(store.use_code(&ben, &code(later), &event(&ben, later)).await.is_err());
        assert!(used(&store, &anna, &code(later), later).await);
    })
    .await;
}
