//! Sign-in attempts: counted before anything is checked, per name, network and known browser.

use super::activity_chain::run;
use super::engines::each_engine;
use super::fixtures::*;
use domain::access::Actor;
use domain::console::security::SecurityEventKind;
use domain::ids::PartnerUserId;
use domain::store::prelude::*;
use server::security::event;
use server::store::SqlStore;
use server::store::people::known_browsers::DEVICE_KEPT_MS;
use server::store::people::throttle::{
    Attempt, CODE_ATTEMPTS, CODE_WINDOW_MS, NAME_ATTEMPTS, NETWORK_ATTEMPTS, QUIET_MS, RESET_ATTEMPTS, ROWS_GIVEN_UP,
    ROWS_MAX, Trying, WINDOW_MS,
};
use std::net::IpAddr;

const HOME: &str = "192.0.2.1";

fn address(text: &str) -> Option<IpAddr> {
    Some(text.parse().unwrap())
}

fn trying(sign_in_name: &str) -> Trying<'_> {
    Trying { sign_in_name, person: None, address: None, device: None }
}

async fn attempt(store: &SqlStore, trying: Trying<'_>, now: i64) -> Option<Attempt> {
    store.note_sign_in_attempt(trying, now).await.unwrap()
}

/// How many of these successive attempts are let through.
async fn let_through(store: &SqlStore, attempts: usize, trying: Trying<'_>, now: i64) -> i64 {
    let mut count = 0;
    for _ in 0..attempts {
        count += i64::from(attempt(store, trying, now).await.is_some());
    }
    count
}

/// Records a successful sign-in in a browser that keeps this token.
async fn succeed(store: &SqlStore, actor: &Actor, attempt: &Attempt, device: &str, now: i64) {
    let who = store.partner_user(actor.id).await.unwrap().unwrap();
    let event = event(SecurityEventKind::SignedIn, now, Default::default());
    store.sign_in_succeeded(attempt, &who, device, &event).await.unwrap();
}

#[tokio::test]
async fn of_attempts_at_the_same_time_only_the_allowance_is_let_through() {
    each_engine(async |store| {
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..120 {
            let store = store.clone();
            tasks.spawn(async move { attempt(&store, trying("anna"), NOW).await.is_some() });
        }
        let through = tasks.join_all().await.into_iter().filter(|through| *through).count();
        assert_eq!(i64::try_from(through).unwrap(), NAME_ATTEMPTS);
    })
    .await;
}

#[tokio::test]
async fn an_allowance_comes_back_bit_by_bit() {
    each_engine(async |store| {
        assert_eq!(let_through(&store, 15, trying("anna"), NOW).await, NAME_ATTEMPTS);
        assert_eq!(let_through(&store, 2, trying(" ANNA "), NOW).await, 0, "the same name");
        assert_eq!(let_through(&store, 2, trying("bert"), NOW).await, 2, "another name");
        let each = WINDOW_MS / NAME_ATTEMPTS;
        assert_eq!(let_through(&store, 2, trying("anna"), NOW + each - 1).await, 0);
        assert_eq!(let_through(&store, 2, trying("anna"), NOW + each).await, 1);
        assert_eq!(let_through(&store, 15, trying("anna"), NOW + 2 * WINDOW_MS + QUIET_MS).await, NAME_ATTEMPTS);
        // Attempts recorded while the clock was ahead keep nobody out.
        assert_eq!(let_through(&store, 15, trying("anna"), NOW).await, NAME_ATTEMPTS);
    })
    .await;
}

#[tokio::test]
async fn beyond_the_allowance_the_wait_grows_until_a_day_is_quiet() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let each = WINDOW_MS / NAME_ATTEMPTS;
        let mut now = NOW;
        assert_eq!(let_through(&store, 15, trying("person1"), now).await, NAME_ATTEMPTS);
        for wait in [each, 2 * each, 4 * each, 8 * each, WINDOW_MS, WINDOW_MS, WINDOW_MS] {
            assert_eq!(let_through(&store, 1, trying("person1"), now + wait - 1).await, 0, "{wait}");
            now += wait;
            assert_eq!(let_through(&store, 3, trying("person1"), now).await, 1, "{wait}");
        }
        // Waiting until everything is available again, and purging, does not end it.
        now += QUIET_MS / 2;
        store.purge_sign_in(now).await.unwrap();
        assert_eq!(let_through(&store, 15, trying("person1"), now).await, 1);
        now += QUIET_MS + WINDOW_MS;
        assert_eq!(let_through(&store, 15, trying("person1"), now).await, NAME_ATTEMPTS);
        // A right password ends it at once.
        now += WINDOW_MS;
        let right = attempt(&store, trying("person1"), now).await.unwrap();
        succeed(&store, &anna, &right, "a browser", now).await;
        assert_eq!(let_through(&store, 15, trying("person1"), now).await, NAME_ATTEMPTS);
        // The wait of a network, which many share, does not grow.
        let from = async |count: i64, now| {
            let mut through = 0;
            for number in 0..count {
                let name = format!("name{number} at {now}");
                through += let_through(&store, 1, Trying { address: address(HOME), ..trying(&name) }, now).await;
            }
            through
        };
        assert_eq!(from(NETWORK_ATTEMPTS + 5, now).await, NETWORK_ATTEMPTS);
        assert_eq!(from(NETWORK_ATTEMPTS, now + WINDOW_MS / 2).await, NETWORK_ATTEMPTS / 2);
    })
    .await;
}

#[tokio::test]
async fn codes_are_tried_thirty_times_a_day_but_in_a_known_browser() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        // Somebody who knows the password and waits as long as they are told to.
        let guesses = async |from: i64| {
            let mut through = 0;
            for minute in 0..6 * 60 {
                let now = from + minute * 60 * 1000;
                let Some(attempt) = attempt(&store, trying("person1"), now).await else { continue };
                through += i64::from(store.note_code_attempt(&attempt, anna.id, now).await.unwrap());
            }
            through
        };
        let later = CODE_WINDOW_MS / 4 / (CODE_WINDOW_MS / CODE_ATTEMPTS);
        let through = guesses(NOW).await;
        assert!((CODE_ATTEMPTS..=CODE_ATTEMPTS + later).contains(&through), "{through}");
        let now = NOW + CODE_WINDOW_MS / 4;
        store.purge_sign_in(now).await.unwrap();
        let stranger = attempt(&store, trying("person1"), now + WINDOW_MS).await.unwrap();
        let through = guesses(now).await;
        assert!(through <= later + 1, "purging frees none: {through}");

        // A right code that was tried is taken back, and one in a known browser frees all.
        let now = now + CODE_WINDOW_MS / 4;
        succeed(&store, &anna, &stranger, "what Anna's browser keeps", now).await;
        let at_home = Trying { person: Some(anna.id), device: Some("what Anna's browser keeps"), ..trying("person1") };
        let known = attempt(&store, at_home, now).await.unwrap();
        for _ in 0..2 * CODE_ATTEMPTS {
            assert!(store.note_code_attempt(&known, anna.id, now).await.unwrap());
        }
        store.code_succeeded(&known, anna.id).await.unwrap();
        for _ in 0..2 * CODE_ATTEMPTS {
            assert!(store.note_code_attempt(&stranger, anna.id, now).await.unwrap());
            store.code_succeeded(&stranger, anna.id).await.unwrap();
        }
        for _ in 0..CODE_ATTEMPTS {
            assert!(store.note_code_attempt(&stranger, anna.id, now).await.unwrap());
        }
        assert!(!store.note_code_attempt(&stranger, anna.id, now).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn many_names_from_one_network_wait_too() {
    each_engine(async |store| {
        let from =
            async |name: String, address| attempt(&store, Trying { address, ..trying(&name) }, NOW).await.is_some();
        let mut through = 0;
        for number in 0..2 * NETWORK_ATTEMPTS {
            // The network chooses the lower 64 bits of an IPv6 address freely.
            through += i64::from(from(format!("name{number}"), address(&format!("2001:db8::{number:x}"))).await);
        }
        assert_eq!(through, NETWORK_ATTEMPTS);
        assert!(!from("another".into(), address("2001:db8::99")).await);
        assert!(from("another".into(), address("2001:db8:0:1::99")).await);
        assert!(from("another".into(), address(HOME)).await);
    })
    .await;
}

#[tokio::test]
async fn ten_people_behind_one_address_do_not_hinder_the_eleventh() {
    each_engine(async |store| {
        let here = address(HOME);
        for number in 0..10 {
            let name = format!("name{number}");
            let trying = Trying { address: here, ..trying(&name) };
            assert_eq!(let_through(&store, 15, trying, NOW).await, NAME_ATTEMPTS);
            for _ in 0..RESET_ATTEMPTS {
                assert!(store.note_reset_request(&name, here, NOW).await.unwrap());
            }
        }
        assert!(attempt(&store, Trying { address: here, ..trying("eleventh") }, NOW).await.is_some());
        assert!(store.note_reset_request("eleventh", here, NOW).await.unwrap());
    })
    .await;
}

/// Fills the table with rows that are used a little, as somebody with many networks does.
async fn fill(store: &SqlStore, beginning: &str) {
    run(
        store,
        format!(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS_MAX}) \
             INSERT INTO sign_in_throttle (throttle_key, free_at) \
             SELECT '{beginning}' || CAST(i AS TEXT), {NOW} + 1000 FROM n"
        ),
    )
    .await
    .unwrap();
}

#[tokio::test]
async fn who_fills_the_table_keeps_nobody_out_and_frees_nothing_that_is_used_up() {
    each_engine(async |store| {
        let rows = async || number(&store, "SELECT COUNT(*) FROM sign_in_throttle").await;
        let anna = Trying { address: address(HOME), ..trying("anna") };
        assert_eq!(let_through(&store, 15, anna, NOW).await, NAME_ATTEMPTS);
        fill(&store, "network:").await;
        assert!(attempt(&store, trying("ben"), NOW).await.is_some());
        assert_eq!(attempt(&store, anna, NOW).await, None, "what is used up stays so");
        assert!(rows().await < ROWS_MAX);
        // Attempts that cost nothing fill only their own part.
        fill(&store, "cheap:key-network:").await;
        assert!(store.note_reset_request("anna", address(HOME), NOW).await.unwrap());
        assert!(store.note_wrong_key(address(HOME), NOW).await.unwrap());
        assert!(store.note_provider_visit(address(HOME), NOW).await.unwrap());
        assert_eq!(attempt(&store, anna, NOW).await, None);
        assert!(rows().await < 2 * ROWS_MAX);
    })
    .await;
}

#[tokio::test]
async fn a_full_table_gives_up_the_rows_that_are_used_least_and_no_others() {
    each_engine(async |store| {
        // Among those that are full is one of each kind that is used less than all of them, and one that is used more.
        fill(&store, "network:").await;
        let rows = [("name:least", 1), ("name:most", 2_000), ("code:least", 1), ("cheap:least", 1)];
        let values: Vec<String> = rows.iter().map(|(key, used)| format!("('{key}', {})", NOW + used)).collect();
        let values = values.join(", ");
        run(&store, format!("INSERT INTO sign_in_throttle (throttle_key, free_at) VALUES {values}")).await.unwrap();
        let count = async || number(&store, "SELECT COUNT(*) FROM sign_in_throttle").await;
        let before = count().await;
        assert!(attempt(&store, trying("ben"), NOW).await.is_some());
        assert_eq!(count().await, before - ROWS_GIVEN_UP + 1, "and Ben's own row came");
        for (key, is_kept) in [("name:least", 0), ("name:most", 1), ("code:least", 1), ("cheap:least", 1)] {
            let kept = format!("SELECT COUNT(*) FROM sign_in_throttle WHERE throttle_key = '{key}'");
            assert_eq!(number(&store, &kept).await, is_kept, "{key}");
        }
    })
    .await;
}

#[tokio::test]
async fn many_who_find_the_table_full_at_once_are_all_answered() {
    each_engine(async |store| {
        fill(&store, "network:").await;
        let mut tasks = tokio::task::JoinSet::new();
        for one in 0..40 {
            let store = store.clone();
            tasks.spawn(async move {
                let name = format!("person {one}");
                let tried = store.note_sign_in_attempt(trying(&name), NOW).await;
                // Rows that say nothing any more are removed at the same time, in another order.
                (tried, store.purge_sign_in(NOW + 500).await)
            });
        }
        for (tried, purged) in tasks.join_all().await {
            assert!(matches!(tried, Ok(Some(_))), "{:?}", tried.err());
            purged.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn strangers_do_not_keep_a_person_out_of_a_known_browser() {
    each_engine(async |store| {
        let (anna, bert) = (partner(&store, 1).await, partner(&store, 2).await);
        let (name, device) = ("person1", "what Anna's browser keeps");
        let first = attempt(&store, trying(name), NOW).await.unwrap();
        assert!(!first.is_known);
        succeed(&store, &anna, &first, device, NOW).await;
        assert_eq!(
            let_through(&store, 50, Trying { address: address(HOME), ..trying(name) }, NOW).await,
            NAME_ATTEMPTS
        );

        let of = |person: PartnerUserId, device| Trying {
            sign_in_name: name,
            person: Some(person),
            address: address(HOME),
            device: Some(device),
        };
        assert!(attempt(&store, of(anna.id, device), NOW).await.unwrap().is_known);
        assert_eq!(attempt(&store, of(bert.id, device), NOW).await, None, "another person's browser");
        assert_eq!(attempt(&store, of(anna.id, "made up"), NOW).await, None);
        assert_eq!(let_through(&store, 50, of(anna.id, device), NOW).await, NAME_ATTEMPTS - 1, "guesses there count");
        let late = NOW + DEVICE_KEPT_MS + 1;
        assert!(!attempt(&store, of(anna.id, device), late).await.unwrap().is_known);
        let kept = "SELECT COUNT(*) FROM known_device";
        assert_eq!(number(&store, kept).await, 1);
        store.purge_sign_in(late).await.unwrap();
        assert_eq!(number(&store, kept).await, 0);
    })
    .await;
}

#[tokio::test]
async fn an_attempt_that_was_right_is_taken_back() {
    each_engine(async |store| {
        let anna = partner(&store, 1).await;
        let here = Trying { person: Some(anna.id), address: address(HOME), ..trying("person1") };
        for round in 0..NETWORK_ATTEMPTS + 10 {
            let right = attempt(&store, here, NOW).await.expect("nothing is used up");
            succeed(&store, &anna, &right, &format!("browser {round}"), NOW + round).await;
        }
        assert_eq!(number(&store, "SELECT COUNT(*) FROM known_device").await, 20, "a person has so many browsers");
        assert_eq!(let_through(&store, 15, here, NOW).await, NAME_ATTEMPTS);
    })
    .await;
}

#[tokio::test]
async fn what_says_nothing_any_more_is_removed_and_no_name_is_kept() {
    each_engine(async |store| {
        let secret = "a name that nobody has";
        attempt(&store, Trying { address: address(HOME), ..trying(secret) }, NOW).await.unwrap();
        let rows = "SELECT COUNT(*) FROM sign_in_throttle";
        assert_eq!(number(&store, rows).await, 2);
        let keys: Vec<String> =
            sqlx::query_scalar("SELECT throttle_key FROM sign_in_throttle").fetch_all(store.read_pool()).await.unwrap();
        assert!(keys.iter().all(|key| !key.contains(secret) && key.len() < 80), "{keys:?}");
        store.purge_sign_in(NOW).await.unwrap();
        assert_eq!(number(&store, rows).await, 2);
        store.purge_sign_in(NOW + WINDOW_MS).await.unwrap();
        assert_eq!(number(&store, rows).await, 1, "the name's, because its wait may grow");
        store.purge_sign_in(NOW + WINDOW_MS + QUIET_MS).await.unwrap();
        assert_eq!(number(&store, rows).await, 0);
    })
    .await;
}
