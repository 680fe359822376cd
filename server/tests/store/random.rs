//! Two hundred random operations. After each, the store matches a model in memory.

use super::dice::{Dice, PRODUCTS};
use super::engines::each_engine;
use super::fixtures::*;
use super::model::Model;
use super::people::*;
use super::users::ids;
use domain::access::{Actor, CustomerScope};
use domain::console::purchase::{BuyReply, BuyRequest};
use domain::console::save::{SaveDecision, SaveReply, SaveRequest, decide, plan_for_all};
use domain::console::selection::SelectionChange;
use domain::directory::filter::{ReadyFilter, UserFilter};
use domain::directory::page::PageSize;
use domain::ids::{OperationId, SelectionId, UserId};
use domain::import::customer::ImportedUser;
use domain::rules::plan::PlanDigest;
use domain::rules::shortage_policy::ShortagePolicy;
use domain::store::UserQuery;
use domain::store::prelude::*;
use server::store::SqlStore;
use server::store::chunks::Step;
use std::collections::{BTreeMap, BTreeSet};

const USERS: u64 = 60;
const STEPS: i64 = 200;
/// Saves for more users than this are jobs.
const JOB_ABOVE: usize = 8;

struct Run {
    store: SqlStore,
    actor: Actor,
    scope: CustomerScope,
    model: Model,
    selections: [SelectionId; 3],
    dice: Dice,
    told: BTreeMap<&'static str, usize>,
}

impl Run {
    async fn save(&mut self) {
        let selection = self.dice.one(&self.selections);
        let change = self.dice.change();
        let policy = self.dice.one(&[ShortagePolicy::EverybodyOrNobody, ShortagePolicy::InOrder]);
        let seen = self.model.snapshot(selection);
        let mut digest = plan_for_all(&seen.snapshot, &seen.order, &change, policy).digest;
        if self.dice.roll(10) == 0 {
            digest = PlanDigest("of another moment".into());
        }
        let request = SaveRequest { key: new_key(), selection, change, policy, digest, reason: None };
        let stamp = stamp();
        let expected = match decide(&seen.snapshot, &seen.order, &request) {
            SaveDecision::Answer(reply) => reply,
            SaveDecision::Write(plan) => {
                self.model.apply(&plan);
                SaveReply::Saved(OperationId::new(stamp.id))
            }
        };
        *self.told.entry(name(&expected)).or_default() += 1;
        assert_eq!(self.store.save(self.scope, &request, stamp).await.unwrap(), expected, "{request:?}");
        self.work_off().await;
    }

    /// Runs the job of the last save, if it has one; sometimes as a server that does not know the plan.
    async fn work_off(&mut self) {
        let Some(mut job) = self.store.next_job(NOW).await.unwrap() else { return };
        *self.told.entry("job").or_default() += 1;
        loop {
            if self.dice.roll(4) == 0 {
                self.store.leave_job(&job).await.unwrap();
                job = self.store.next_job(NOW).await.unwrap().unwrap();
            }
            if self.store.work_chunk(&mut job, stamp()).await.unwrap() == Step::Ended {
                return;
            }
        }
    }

    async fn buy(&mut self) {
        let (part_number, quantity) = (self.dice.one(&PRODUCTS), self.dice.roll(4) as i64 + 1);
        let request = BuyRequest {
            key: new_key(),
            sku_id: sku(part_number),
            quantity: quantity.try_into().unwrap(),
            reason: None,
        };
        let reply = self.store.buy(self.scope, &request, stamp()).await.unwrap();
        let owned = self.model.buy(part_number, quantity);
        assert_eq!(matches!(reply, BuyReply::Ordered(_)), owned, "{reply:?}");
    }

    async fn select(&mut self) {
        let selection = self.dice.one(&self.selections[1..]);
        let members = self.model.selections.get_mut(&selection).unwrap();
        let change = if self.dice.roll(12) == 0 {
            members.clear();
            SelectionChange::Clear
        } else {
            let (add, remove) = (self.dice.users(12, USERS), self.dice.users(6, USERS));
            members.extend(add.iter().filter(|id| self.model.users.contains_key(id)));
            members.retain(|id| !remove.contains(id));
            SelectionChange::Clicks { add, remove }
        };
        self.store.change_selection(self.scope, selection, &change, NOW).await.unwrap();
    }

    /// Imports the directory again, with other users, licenses and seats.
    async fn import(&mut self, now: i64) {
        let dice = &mut self.dice;
        let mut users: BTreeMap<UserId, ImportedUser> = std::mem::take(&mut self.model.users);
        for _ in 0..5 {
            let number = dice.roll(USERS) + 1;
            let user = dice.user(number);
            if dice.roll(2) == 0 {
                users.insert(user.id, user)
            } else {
                users.remove(&user.id)
            };
        }
        for held in &mut self.model.directory.products {
            for owned in &mut held.subscriptions {
                owned.enabled = (owned.enabled + dice.roll(9) as i64 - 4).max(0);
            }
        }
        self.model.directory.users = users.into_values().collect();
        self.model.import();
        arrive(&self.store, &self.actor, &self.model.directory, now).await;
        self.select_everybody().await;
    }

    /// Selects everybody in the first selection, which also keeps users who are gone.
    async fn select_everybody(&mut self) {
        let all = SelectionChange::Matching(UserFilter::default());
        self.store.change_selection(self.scope, self.selections[0], &all, NOW).await.unwrap();
        self.model.selections.entry(self.selections[0]).or_default().extend(self.model.users.keys());
    }

    async fn compare(&self, step: i64) {
        for selection in self.selections {
            let held = self.store.snapshot(self.scope, selection).await.unwrap();
            assert_eq!(held, self.model.snapshot(selection), "after step {step}");
        }
        let filter = UserFilter { ready: ReadyFilter::WithErrors, ..UserFilter::default() };
        let query = UserQuery { filter, size: PageSize::try_from(100).unwrap(), ..UserQuery::default() };
        let marked: BTreeSet<_> = ids(&self.store.users(self.scope, &query).await.unwrap()).into_iter().collect();
        assert_eq!(marked, self.model.marked(), "in error after step {step}");
        // All invariants are checked at the end anyway. Checks in between narrow down where one broke.
        if step % 10 == 0 {
            assert_eq!(self.store.violations().await.unwrap(), [], "after step {step}");
        }
    }
}

fn name(reply: &SaveReply) -> &'static str {
    match reply {
        SaveReply::Saved(_) => "saved",
        SaveReply::Stale(_) => "stale",
        SaveReply::SeatsShort(_) => "short",
        _ => "other",
    }
}

#[tokio::test]
async fn the_store_follows_a_model() {
    each_engine(async |store| {
        let store = store.with_jobs_above(JOB_ABOVE);
        let mut dice = Dice(2026);
        let actor = partner(&store, 1).await;
        let mut directory = company(9, &PRODUCTS.map(|part_number| (part_number, 25)));
        directory.groups = vec![(group(5), "All staff".into()), (group(6), "Sales".into())];
        directory.users = (1..=USERS).step_by(2).map(|number| dice.user(number)).collect();
        let scope = customer(&store, &actor, &directory).await;
        let selections = [new_selection(), new_selection(), new_selection()];
        let mut model = Model::new(directory);
        model.selections = selections.iter().map(|id| (*id, BTreeSet::new())).collect();
        let mut run = Run { store, actor, scope, model, selections, dice, told: BTreeMap::new() };
        run.select_everybody().await;
        for step in 1..=STEPS {
            match run.dice.roll(20) {
                0..=11 => run.save().await,
                12..=13 => run.buy().await,
                14..=17 => run.select().await,
                _ => run.import(NOW + step).await,
            }
            run.compare(step).await;
        }
        let enough =
            ["saved", "stale", "short", "job"].iter().all(|reply| run.told.get(reply).is_some_and(|times| *times > 3));
        assert!(enough, "the steps exercise too little: {:?}", run.told);
    })
    .await;
}
