//! One of the people: does one thing after another until the time is over, or tries to.

use super::crew::{Member, again, may};
use super::history::{Answered, Asked, History, Import, version};
use super::roles::{Known, Roles};
use super::{JOB_ABOVE, QUIET, USERS};
use crate::dice::{Dice, PRODUCTS};
use crate::fixtures::*;
use crate::history::preview_undo;
use crate::support::arrivals;
use domain::access::permission::Permission;
use domain::access::{Actor, CustomerScope};
use domain::console::purchase::{BuyReply, BuyRequest};
use domain::console::save::{SaveReply, UndoRequest};
use domain::ids::{OperationId, UserId};
use domain::import::customer::CustomerImport;
use domain::rules::plan::PlanDigest;
use domain::rules::shortage_policy::ShortagePolicy;
use domain::store::StoreError;
use domain::store::prelude::*;
use server::store::import::customer::{Arrival, WriteError};
use server::store::{SqlStore, own_selection_id};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// State shared by all people.
pub struct Shared {
    base: CustomerImport,
    until: Instant,
    /// Operations saved so far, by anybody.
    operations: Mutex<Vec<OperationId>>,
    imports: AtomicU64,
    /// The roles of those who are unsteady.
    pub roles: Arc<Roles>,
}

impl Shared {
    pub fn of(base: CustomerImport, until: Instant) -> Self {
        Self { base, until, operations: Mutex::default(), imports: AtomicU64::new(0), roles: Arc::default() }
    }
}

pub struct Client {
    store: SqlStore,
    actor: Actor,
    is_unsteady: bool,
    scope: CustomerScope,
    dice: Dice,
    shared: Arc<Shared>,
    history: History,
}

impl Client {
    pub async fn of(store: SqlStore, member: Member, number: u64, shared: Arc<Shared>) -> Self {
        let Member { actor, is_unsteady } = member;
        let customer = shared.base.customer.id;
        let sees_users = may(&store, &actor, Permission::SeeUsers, customer).await;
        let scope = match sees_users {
            Some(scope) => scope,
            None => may(&store, &actor, Permission::SeeCustomers, customer).await.unwrap(),
        };
        let history = History { scope: sees_users, ..History::default() };
        Self { store, actor, is_unsteady, scope, dice: Dice(number + 1), shared, history }
    }

    pub async fn work(mut self) -> History {
        while Instant::now() < self.shared.until {
            let dice = self.dice.roll(250);
            if !self.may(needed(dice)).await {
                continue;
            }
            match dice {
                0..=119 => self.save().await,
                120..=139 => self.save_for_many().await,
                140..=179 => self.undo().await,
                180..=203 => self.buy().await,
                204..=221 => self.confirm().await,
                222..=245 => self.repeat().await,
                _ => self.import().await,
            }
        }
        self.history
    }

    /// Whether the roles allow something. Being denied takes as long as other things do about.
    async fn may(&mut self, permission: Permission) -> bool {
        let is_allowed = match self.is_unsteady {
            true => self.may_now(permission).await,
            false => may(&self.store, &self.actor, permission, self.shared.base.customer.id).await.is_some(),
        };
        if is_allowed {
            return true;
        }
        self.history.denied += 1;
        tokio::time::sleep(Duration::from_millis(200)).await;
        false
    }

    /// The same of somebody whose role is taken away and given back, who is looked up anew with every request. One that begins after
    /// the role was taken away, and ends before it is given back, is refused; and the other way round.
    async fn may_now(&mut self, permission: Permission) -> bool {
        let before = self.shared.roles.now();
        self.actor = again(&self.store, &self.actor).await;
        let is_allowed = may(&self.store, &self.actor, permission, self.shared.base.customer.id).await.is_some();
        if before == self.shared.roles.now() {
            match before.1 {
                Known::Has => assert!(is_allowed, "{permission:?} was refused to {:?}", self.actor),
                Known::Lacks => {
                    assert!(!is_allowed, "{permission:?} was allowed to {:?}", self.actor);
                    self.history.lacked += 1;
                }
                Known::Changing => {}
            }
        }
        is_allowed
    }

    /// Saves for a few users.
    async fn save(&mut self) {
        let among = if self.dice.roll(5) == 0 { USERS } else { USERS - QUIET };
        let mut users = self.dice.users(3, among);
        users.push(user_id(u128::from(self.dice.roll(among) + 1)));
        self.save_for(&users).await;
    }

    /// Saves for so many users that it is a job; sometimes stops the job.
    async fn save_for_many(&mut self) {
        let (first, many) = (self.dice.roll(QUIET), JOB_ABOVE as u64 + 1 + self.dice.roll(20));
        let of_quiet = |number: u64| user_id(u128::from(USERS - QUIET + 1 + number % QUIET));
        let users: Vec<_> = (first..first + many).map(of_quiet).collect();
        if let SaveReply::Saved(operation) = self.save_for(&users).await
            && self.dice.roll(8) == 0
        {
            until_answered(|| self.store.cancel_operation(self.scope, operation, stamp())).await;
            self.history.stopped.insert(operation);
        }
    }

    /// Saves what a preview showed. If others were quicker, previews again and retries once.
    async fn save_for(&mut self, users: &[UserId]) -> SaveReply {
        let selection = select(&self.store, self.scope, users).await;
        let stored = own_selection_id(self.scope, selection).parse().unwrap();
        self.history.selections.insert(stored, selection);
        let change = self.dice.change();
        let policy = self.dice.one(&[ShortagePolicy::EverybodyOrNobody, ShortagePolicy::InOrder]);
        let first = request(&self.store, self.scope, selection, change.clone(), policy).await;
        match self.ask(Asked::Save(first)).await {
            SaveReply::Stale(_) => {
                let second = request(&self.store, self.scope, selection, change, policy).await;
                self.ask(Asked::Save(second)).await
            }
            reply => reply,
        }
    }

    /// Undoes any saved operation.
    async fn undo(&mut self) {
        let Some(operation) = self.any_operation() else { return };
        let digest = preview_undo(&self.store, self.scope, operation).await.unwrap().digest;
        self.ask(Asked::Undo(UndoRequest {
            key: new_key(),
            operation,
            upns: Default::default(),
            digest,
            reason: None,
        }))
        .await;
    }

    /// One of the latest operations, whose users are unlikely to have changed again, or any operation.
    fn any_operation(&mut self) -> Option<OperationId> {
        let shared = self.shared.clone();
        let operations = shared.operations.lock().unwrap();
        let all = operations.len();
        let among = if self.dice.roll(2) == 0 { all.min(20) } else { all };
        (among > 0).then(|| operations[all - 1 - self.dice.roll(among as u64) as usize])
    }

    /// Sends a request; sometimes twice at once, as a browser may do after losing the connection.
    async fn ask(&mut self, asked: Asked) -> SaveReply {
        if self.dice.roll(10) > 0 {
            return self.send(asked).await;
        }
        let before = version(&self.store, self.scope).await;
        let replies = tokio::join!(self.reply(&asked), self.reply(&asked));
        let after = version(&self.store, self.scope).await;
        match (&replies.0, &replies.1) {
            (SaveReply::Saved(one), SaveReply::Saved(other)) => {
                assert_eq!(one, other, "done twice: {asked:?}");
                self.history.repeated += 1;
                self.note(asked, replies.0.clone(), before, after);
            }
            _ => {
                for reply in [&replies.0, &replies.1] {
                    self.note(asked.clone(), reply.clone(), before, after);
                }
            }
        }
        if matches!(replies.0, SaveReply::Saved(_)) { replies.0 } else { replies.1 }
    }

    async fn send(&mut self, asked: Asked) -> SaveReply {
        let before = version(&self.store, self.scope).await;
        let reply = self.reply(&asked).await;
        let after = version(&self.store, self.scope).await;
        self.note(asked, reply.clone(), before, after);
        reply
    }

    /// Sends a request until nobody else works on it, and returns the reply.
    async fn reply(&self, asked: &Asked) -> SaveReply {
        loop {
            let reply = match asked {
                Asked::Save(request) => until_answered(|| self.store.save(self.scope, request, stamp())).await,
                Asked::Undo(request) => until_answered(|| self.store.undo(self.scope, request, stamp())).await,
            };
            if reply != SaveReply::InFlight {
                return reply;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    fn note(&mut self, request: Asked, answer: SaveReply, before: i64, after: i64) {
        if let SaveReply::Saved(operation) = &answer {
            self.shared.operations.lock().unwrap().push(*operation);
        }
        self.history.operations.push(Answered { request, answer, before, after });
    }

    async fn buy(&mut self) {
        let quantity = (self.dice.roll(3) as i64 + 1).try_into().unwrap();
        let request = BuyRequest { key: new_key(), sku_id: sku(self.dice.one(&PRODUCTS)), quantity, reason: None };
        let before = version(&self.store, self.scope).await;
        let reply = until_answered(|| self.store.buy(self.scope, &request, stamp())).await;
        let after = version(&self.store, self.scope).await;
        let BuyReply::Ordered(answer) = reply else { panic!("not ordered: {reply:?}") };
        self.history.purchases.push(Answered { request, answer, before, after });
    }

    /// Confirms an open order. Somebody else may do so at the same time.
    async fn confirm(&mut self) {
        let open = self.store.open_orders(self.scope).await.unwrap();
        if open.is_empty() {
            return;
        }
        let request = self.dice.one(&open).id;
        let before = version(&self.store, self.scope).await;
        let answer = until_answered(|| self.store.confirm_order(self.scope, request, stamp())).await.unwrap();
        let after = version(&self.store, self.scope).await;
        self.history.confirmations.push(Answered { request, answer, before, after });
    }

    /// Repeats an answered request, or sends a different one under its key.
    async fn repeat(&mut self) {
        if self.dice.roll(4) == 0 && !self.history.purchases.is_empty() {
            let at = self.dice.roll(self.history.purchases.len() as u64) as usize;
            let Answered { request, answer, .. } = &self.history.purchases[at];
            let reply = until_answered(|| self.store.buy(self.scope, request, stamp())).await;
            let BuyReply::Ordered(again) = reply else { panic!("not the same answer: {reply:?}") };
            assert_eq!((again.id, again.quantity), (answer.id, answer.quantity), "bought again");
            self.history.repeated += 1;
            return;
        }
        let saved = |one: &&Answered<Asked, SaveReply>| matches!(one.answer, SaveReply::Saved(_));
        let all = self.history.operations.iter().filter(saved).count();
        if all == 0 {
            return;
        }
        let at = self.dice.roll(all as u64) as usize;
        let (asked, answer) = self
            .history
            .operations
            .iter()
            .filter(saved)
            .nth(at)
            .map(|one| (one.request.clone(), one.answer.clone()))
            .unwrap();
        if self.dice.roll(3) == 0 {
            assert_eq!(self.reply(&another(asked)).await, SaveReply::KeyReused);
            self.history.keys_reused += 1;
        } else {
            assert_eq!(self.reply(&asked).await, answer, "sent again: {asked:?}");
            self.history.repeated += 1;
        }
    }

    /// Imports the directory again, with other users, licenses and seats; often with fewer seats than are taken.
    async fn import(&mut self) {
        let number = self.shared.imports.fetch_add(1, Ordering::Relaxed);
        let mut directory = self.shared.base.clone();
        directory.customer.name = format!("Import {number}");
        for _ in 0..30 {
            let at = self.dice.roll(directory.users.len() as u64) as usize;
            let user = directory.users.remove(at);
            if self.dice.roll(4) > 0 {
                let number = user.id.uuid().as_u128() as u64;
                directory.users.push(self.dice.user(number));
            }
        }
        for owned in directory.products.iter_mut().flat_map(|held| &mut held.subscriptions) {
            owned.enabled = self.dice.roll(240) as i64;
        }
        let imported = number.is_multiple_of(2);
        let now = NOW + 1 + number as i64;
        let arrival = Arrival { imported, ..arrivals::local(self.actor.partner, now) };
        let before = version(&self.store, self.scope).await;
        let write = async || {
            let users = directory.users.iter().cloned();
            match self.store.write_directory(arrival, &directory, users, false).await {
                Err(WriteError::Store(error)) => Err(error),
                other => Ok(other.unwrap()),
            }
        };
        until_answered(write).await;
        let after = version(&self.store, self.scope).await;
        let request = Import { number, directory, imported };
        self.history.imports.push(Answered { request, answer: (), before, after });
    }
}

/// The permission of a choice of [`Client::work`]. An import needs no role, but a person who sees no users does none.
fn needed(dice: u64) -> Permission {
    match dice {
        0..=179 => Permission::ManageLicenses,
        180..=221 => Permission::BuyLicenses,
        _ => Permission::SeeUsers,
    }
}

/// Repeats a request while the server can't answer it, as people do. On a busy machine, so many people may wait for one
/// customer that a wait exceeds its limit.
pub async fn until_answered<T, Asking: Future<Output = Result<T, StoreError>>>(ask: impl Fn() -> Asking) -> T {
    loop {
        match ask().await {
            Err(StoreError::Unavailable(words)) => println!("again: {words}"),
            other => return other.unwrap(),
        }
    }
}

/// A different request under the same key.
fn another(asked: Asked) -> Asked {
    let digest = PlanDigest("of another moment".into());
    match asked {
        Asked::Save(request) => Asked::Save(domain::console::save::SaveRequest { digest, ..request }),
        Asked::Undo(request) => Asked::Undo(UndoRequest { digest, ..request }),
    }
}
