//! Concurrent changes of accounts. With any interleaving, an email belongs to one live user, nobody is deleted or
//! restored twice, and users hold what the outcomes say.

use super::account_profiles;
use super::accounts::{asked as asked_of_accounts, listed, live, renaming};
use super::dice::Dice;
use super::engines::{all_engines, another_server, each_engine};
use super::entries::{added, asked, typed};
use super::fixtures::*;
use super::history::preview_undo;
use super::people::*;
use domain::access::CustomerScope;
use domain::access::permission::Permission;
use domain::console::entries::{Entries, EntriesRequest};
use domain::console::operation_kind::EntriesKind;
use domain::console::passwords::Handover;
use domain::console::save::{SaveReply, UndoRequest};
use domain::directory::day::Day;
use domain::directory::profile::TypedProfile;
use domain::ids::OperationId;
use domain::rules::account_change::AccountChange;
use domain::rules::entries::{EntryAction, UserEntry};
use domain::rules::offboard::{DeleteWhen, Offboarding, Revoke};
use domain::rules::outcome::Touched;
use domain::rules::shortage_policy::ShortagePolicy;
use domain::store::StoreError;
use domain::store::prelude::*;
use server::store::SqlStore;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

const PEOPLE: u64 = 8;
const STEPS: usize = 40;
const USERS: u64 = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_email_asked_for_ten_times_at_once_is_given_once() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let scope = customer(&store, &actor, &company(9, &[(E3, 5)])).await;
        let mut requests = Vec::new();
        for number in 1..=10 {
            let entries = Entries::Each(vec![added(number, "Anna", assign(E3))]);
            requests.push(asked(&store, scope, EntriesKind::Add, entries).await);
        }
        let send = |request: EntriesRequest| {
            let store = store.clone();
            tokio::spawn(async move { store.save_entries(scope, &request, stamp()).await.unwrap() })
        };
        let sent: Vec<_> = requests.into_iter().map(send).collect();
        let mut saved = 0;
        for reply in sent {
            match reply.await.unwrap() {
                SaveReply::Saved(_) => saved += 1,
                SaveReply::Stale(now) => assert_eq!((now.changed, now.failed), (0, 1)),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!((saved, live(&store, scope).await.len()), (1, 1));
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 1);
        assert_eq!(store.violations().await.unwrap(), []);
    })
    .await;
}

/// One of the concurrent people.
struct Person {
    store: SqlStore,
    scope: CustomerScope,
    dice: Dice,
    saved: Arc<Mutex<Vec<OperationId>>>,
}

impl Person {
    async fn work(mut self) {
        for _ in 0..STEPS {
            let reply = match self.dice.roll(16) {
                0..=1 => self.enter(true).await,
                2 => self.enter(false).await,
                3 => self.change(AccountChange::Delete).await,
                4 => self.change(AccountChange::restore()).await,
                5 => self.rename().await,
                6 => self.save().await,
                7 => self.change(AccountChange::Block).await,
                8 => self.change(AccountChange::Allow).await,
                9 => self.change(AccountChange::Reset).await,
                10 => self.change(AccountChange::CancelDeletion).await,
                11 => self.change(AccountChange::DeletePermanently).await,
                12 => self.offboard().await,
                13 => self.time_passes().await,
                14 => self.hand_out().await,
                _ => self.undo().await,
            };
            match reply {
                Ok(SaveReply::Saved(operation)) => self.saved.lock().unwrap().push(operation),
                Ok(_) | Err(StoreError::Unavailable(_)) => {}
                Err(error) => panic!("{error}"),
            }
        }
    }

    fn someone(&mut self) -> u128 {
        u128::from(self.dice.roll(USERS) + 1)
    }

    /// Adds or renames a user. There are only few emails, so they collide.
    async fn enter(&mut self, is_new: bool) -> Result<SaveReply, StoreError> {
        let name = format!("n{}", self.dice.roll(10));
        let mut entry = added(self.someone(), &name, assign(E3));
        if is_new {
            entry.user = domain::ids::UserId::new(uuid::Uuid::new_v4());
        } else {
            let email = format!("{name}@fabrikam.com");
            let profile = TypedProfile { department: Some(name.clone()), ..typed(&name, &email) };
            entry = UserEntry { asked: EntryAction::Edit(profile), ..entry };
        }
        let kind = if is_new { EntriesKind::Add } else { EntriesKind::Edit };
        let request = asked(&self.store, self.scope, kind, Entries::Each(vec![entry])).await;
        self.store.save_entries(self.scope, &request, stamp()).await
    }

    async fn change(&mut self, change: AccountChange) -> Result<SaveReply, StoreError> {
        let who = listed(&[self.someone(), self.someone(), self.someone()]);
        let request = asked_of_accounts(&self.store, self.scope, who, change).await;
        self.store.change_accounts(self.scope, &request, stamp()).await
    }

    async fn offboard(&mut self) -> Result<SaveReply, StoreError> {
        let delete = self.dice.one(&[DeleteWhen::Never, DeleteWhen::Now, DeleteWhen::On(Day::of(NOW).unwrap())]);
        let revoke = self.dice.one(&[Revoke::All, Revoke::Nothing]);
        let asked = Offboarding { block: self.dice.roll(2) == 1, revoke, reset: self.dice.roll(2) == 1, delete };
        self.change(AccountChange::Offboard(asked)).await
    }

    /// Deletes users whose planned deletion is due, on one of the servers.
    async fn time_passes(&mut self) -> Result<SaveReply, StoreError> {
        self.store.delete_planned_users(NOW, stamp).await.map(|_| SaveReply::NothingToDo)
    }

    /// Hands out passwords or links for an operation that added or reset users, if there is one.
    async fn hand_out(&mut self) -> Result<SaveReply, StoreError> {
        let operations = self.saved.lock().unwrap().clone();
        if operations.is_empty() {
            return Ok(SaveReply::NothingToDo);
        }
        let operation = self.dice.one(&operations);
        let how = self.dice.one(&[Handover::Passwords, Handover::Links]);
        let out = self.store.hand_out(self.scope, operation, how, app::services::random, stamp()).await;
        out.map(|_| SaveReply::NothingToDo)
    }

    /// Restores a user under one of the few emails.
    async fn rename(&mut self) -> Result<SaveReply, StoreError> {
        let (user, email) = (self.someone(), format!("n{}@fabrikam.com", self.dice.roll(10)));
        let request = asked_of_accounts(&self.store, self.scope, listed(&[user]), renaming(user, &email)).await;
        self.store.change_accounts(self.scope, &request, stamp()).await
    }

    async fn save(&mut self) -> Result<SaveReply, StoreError> {
        let users = [user_id(self.someone()), user_id(self.someone())];
        let selection = select(&self.store, self.scope, &users).await;
        let change = self.dice.one(&[assign(E3), revoke(E3)]);
        let request = request(&self.store, self.scope, selection, change, ShortagePolicy::InOrder).await;
        self.store.save(self.scope, &request, stamp()).await
    }

    async fn undo(&mut self) -> Result<SaveReply, StoreError> {
        let operations = self.saved.lock().unwrap().clone();
        if operations.is_empty() {
            return Ok(SaveReply::NothingToDo);
        }
        let operation = self.dice.one(&operations);
        let digest = preview_undo(&self.store, self.scope, operation).await?.digest;
        let request = UndoRequest { key: new_key(), operation, upns: Default::default(), digest, reason: None };
        self.store.undo(self.scope, &request, stamp()).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn outcomes_tell_who_is_there_and_what_they_hold_whatever_came_first() {
    all_engines(async |store| {
        let first = partner(&store, 1).await;
        let mut directory = company(9, &[(E3, 8)]);
        directory.users = (1..=u128::from(USERS)).map(|number| person(number, "Anna")).collect();
        let scope = customer(&store, &first, &directory).await;
        let servers = [store.clone(), another_server(&store).await];
        let saved = Arc::default();
        let mut working = Vec::new();
        for number in 0..PEOPLE {
            let actor = person_of(&store, first.partner, u128::from(number) + 100).await;
            let scope = domain::cases::scope::open(&store, &actor, Permission::SeeUsers, scope.customer(), 0)
                .await
                .unwrap()
                .scope()
                .unwrap();
            let store = servers[number as usize % servers.len()].clone();
            let person = Person { store, scope, dice: Dice(number + 7), saved: Arc::clone(&saved) };
            working.push(tokio::spawn(person.work()));
        }
        for person in working {
            person.await.unwrap();
        }
        let all: Vec<OperationId> = saved.lock().unwrap().clone();
        assert!(all.len() > 20, "hardly anything was done: {}", all.len());
        assert_eq!(store.violations().await.unwrap(), []);
        effects(&store, scope).await;
        account_profiles::are_as_told(&store).await;
        passwords(&store).await;
    })
    .await;
}

/// Checks that all outcomes add up to the live users and their licenses.
async fn effects(store: &SqlStore, scope: CustomerScope) {
    let rows: Vec<(String, String, String)> =
        sqlx::query_as("SELECT user_id, before, after FROM operation_user").fetch_all(store.read_pool()).await.unwrap();
    let mut there: BTreeMap<String, i64> = (1..=u128::from(USERS)).map(|user| (user_id(user).to_string(), 1)).collect();
    let mut allowed = there.clone();
    let mut held: BTreeMap<String, i64> = BTreeMap::new();
    for (user, before, after) in rows {
        for (touched, by) in [(before, -1), (after, 1)] {
            let touched: Touched = serde_json::from_str(&touched).unwrap();
            if touched.deleted == Some(false) {
                *there.entry(user.clone()).or_default() += by;
            }
            if touched.sign_in_allowed == Some(true) {
                *allowed.entry(user.clone()).or_default() += by;
            }
            for license in touched.direct.into_values().flatten() {
                assert!(license.is_empty());
                *held.entry(user.clone()).or_default() += by;
            }
        }
    }
    let told = |counts: BTreeMap<String, i64>| -> BTreeSet<String> {
        assert!(counts.values().all(|count| (0..=1).contains(count)), "done twice: {counts:?}");
        counts.into_iter().filter(|(_, count)| *count == 1).map(|(user, _)| user).collect()
    };
    let rows: Vec<(String,)> = sqlx::query_as("SELECT id FROM users WHERE customer_id = $1 AND deleted IS NULL")
        .bind(scope.customer().to_string())
        .fetch_all(store.read_pool())
        .await
        .unwrap();
    assert_eq!(told(there), rows.into_iter().map(|(user,)| user).collect());
    let rows: Vec<(String, i64)> =
        sqlx::query_as("SELECT id, sign_in_allowed FROM users").fetch_all(store.read_pool()).await.unwrap();
    for (user, is_allowed) in rows {
        // Added users may sign in from the beginning.
        assert_eq!(allowed.get(&user).copied().unwrap_or(1), is_allowed, "sign-in of {user}");
    }
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT user_id FROM assignment").fetch_all(store.read_pool()).await.unwrap();
    let holders: BTreeSet<String> = rows.into_iter().map(|(user,)| user).collect();
    assert_eq!(i64::try_from(holders.len()).unwrap(), seats(store, scope, E3).await.0.consumed);
    assert_eq!(told(held), holders);
}

/// Checks that no deleted user has a password or a link, and that nobody has both.
async fn passwords(store: &SqlStore) {
    for sql in [
        "SELECT COUNT(*) FROM temporary_password AS p JOIN users AS u ON u.id = p.user_id WHERE u.deleted IS NOT NULL",
        "SELECT COUNT(*) FROM password_link AS l JOIN users AS u ON u.id = l.user_id WHERE u.deleted IS NOT NULL",
        "SELECT COUNT(*) FROM temporary_password AS p JOIN password_link AS l ON l.user_id = p.user_id",
    ] {
        assert_eq!(number(store, sql).await, 0, "{sql}");
    }
}
