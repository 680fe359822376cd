//! Doing again, one after the other and in memory, what many did at once.

use super::history::{Answered, Asked, Event, History, Import, Kept, Record};
use crate::model::Model;
use domain::console::purchase::{Order, OrderState};
use domain::console::save::{Decision, SaveReply, decide, decide_undo};
use domain::ids::{OperationId, OrderId};
use domain::rules::data::RulesData;
use domain::rules::outcome::{Outcome, PlannedUser};
use domain::rules::plan::Plan;
use domain::rules::snapshot::Snapshot;
use domain::rules::undo::Done;
use std::collections::{BTreeMap, BTreeSet};

pub struct Replay {
    model: Model,
    /// The model's whole customer as the rule is shown it, kept up with every event.
    snapshot: Snapshot,
    record: Record,
    saved: BTreeMap<OperationId, Answered<Asked, SaveReply>>,
    /// Those that are still to be sent, the next one last.
    refused: Vec<Answered<Asked, SaveReply>>,
    /// Those that were sent and fit no moment so far.
    unexplained: Vec<Answered<Asked, SaveReply>>,
    purchases: BTreeMap<OrderId, Answered<domain::console::purchase::BuyRequest, Order>>,
    confirmations: BTreeMap<OrderId, Vec<Answered<OrderId, Order>>>,
    imports: BTreeMap<u64, Answered<Import, ()>>,
    /// Orders that are recorded but not confirmed.
    open: BTreeMap<OrderId, Order>,
    /// What each operation did, to be undone.
    done: BTreeMap<OperationId, Vec<Done>>,
    /// Whether orders count at once.
    local: bool,
}

impl Replay {
    pub fn of(model: Model, history: History, record: Record) -> Self {
        let (mut saved, mut refused) = (BTreeMap::new(), Vec::new());
        for one in history.operations {
            match one.answer {
                SaveReply::Saved(id) => {
                    assert!(saved.insert(id, one).is_none(), "{id} was answered to two requests");
                }
                _ => refused.push(one),
            }
        }
        refused.sort_by_key(|one| std::cmp::Reverse(one.before));
        let mut confirmations: BTreeMap<OrderId, Vec<_>> = BTreeMap::new();
        for one in history.confirmations {
            assert_eq!((one.answer.id, one.answer.state), (one.request, OrderState::Confirmed));
            confirmations.entry(one.request).or_default().push(one);
        }
        let rules = RulesData::shipped().unwrap();
        let groups = model.directory.groups.iter().cloned().collect();
        let snapshot = Snapshot { rules, groups, ..Snapshot::default() };
        let mut replay = Self {
            model,
            snapshot,
            record,
            saved,
            refused,
            unexplained: Vec::new(),
            purchases: history.purchases.into_iter().map(|one| (one.answer.id, one)).collect(),
            confirmations,
            imports: history.imports.into_iter().map(|one| (one.request.number, one)).collect(),
            open: BTreeMap::new(),
            done: BTreeMap::new(),
            local: true,
        };
        replay.look_at_everybody();
        replay
    }

    /// Takes every version in turn; what is left over at the end was never done, or never asked.
    pub fn run(mut self, last: i64) -> Model {
        // Which were there before anybody began: the first directory is version 1.
        let first = 1;
        self.explain_refused(first);
        let mut without_effect = 0;
        for version in first + 1..=last {
            match self.record.events.remove(&version) {
                Some(event) => self.take(version, event),
                None => without_effect += 1,
            }
            self.explain_refused(version);
        }
        // An order that was confirmed already is confirmed again without an effect; nothing else raises the version.
        let twice: usize = self.confirmations.values().map(Vec::len).sum();
        assert_eq!(without_effect, twice, "versions without a write");
        assert_eq!(self.record.events.len(), 0, "noted, but later than the last version");
        let left = |all: Vec<String>| assert_eq!(all, Vec::<String>::new(), "answered, but not there");
        left(self.saved.keys().map(ToString::to_string).collect());
        left(self.purchases.keys().map(ToString::to_string).collect());
        left(self.imports.keys().map(ToString::to_string).collect());
        assert!(self.refused.is_empty() && self.unexplained.is_empty(), "refused, but later than the last version");
        assert!(self.record.outcomes.is_empty(), "outcomes of no operation");
        self.model
    }

    fn take(&mut self, version: i64, event: Event) {
        match event {
            Event::Operation(id) => self.operation(version, id),
            Event::Bought(id) => self.bought(version, id),
            Event::Confirmed(id) => self.confirmed(version, id),
            Event::Imported(number) => self.imported(version, number),
        }
    }

    fn operation(&mut self, version: i64, id: OperationId) {
        let one = self.saved.remove(&id).unwrap_or_else(|| panic!("operation {id} was answered to nobody"));
        assert!(one.may_be(version), "operation {id} was done before it was asked, or after it was answered");
        let undoes = if let Asked::Undo(undo) = &one.request { Some(undo.operation) } else { None };
        assert_eq!(self.record.operations.remove(&id), Some((one.request.key(), undoes)));
        let plan = match self.decide(&one.request) {
            Decision::Write(plan) => plan,
            Decision::Answer(reply) => {
                panic!("version {version}: {:?} should have been answered {reply:?}", one.request)
            }
        };
        let kept = self.record.outcomes.remove(&id).unwrap_or_default();
        assert_eq!(kept, self.outcomes(&plan), "the outcomes of version {version}, {:?}", one.request);
        self.model.apply(&plan);
        for planned in &plan.users {
            if let Some(user) = self.model.user(planned.user) {
                self.snapshot.users.insert(planned.user, user);
            }
        }
        self.snapshot.products = self.model.products();
        let changed = plan.users.into_iter().filter(|planned| planned.outcome.changes());
        let done = changed.map(|PlannedUser { user, before, after, .. }| Done { user, before, after });
        self.done.insert(id, done.collect());
    }

    /// What the rule says to a request now.
    fn decide(&self, asked: &Asked) -> Decision {
        match asked {
            Asked::Save(request) => {
                let nobody = BTreeSet::new();
                let selected = self.record.selections.get(&request.selection).unwrap_or(&nobody);
                decide(&self.snapshot, &self.model.order(selected), request)
            }
            Asked::Undo(request) => decide_undo(&self.snapshot, &self.done[&request.operation], request),
        }
    }

    /// A plan's outcomes as they are kept: failures first.
    fn outcomes(&self, plan: &Plan) -> Vec<Kept> {
        let mut planned: Vec<&PlannedUser> = plan.users.iter().collect();
        planned.sort_by_key(|planned| match planned.outcome {
            Outcome::Failed(_) => 0,
            Outcome::Unchanged => 2,
            _ => 1,
        });
        let kept = |planned: &PlannedUser| Kept {
            user: planned.user,
            outcome: planned.outcome.name().into(),
            code: planned.outcome.failure().map(|failure| failure.code().as_str().into()),
            before: planned.before.clone(),
            after: planned.after.clone(),
            message: planned.words(&self.snapshot),
        };
        planned.into_iter().map(kept).collect()
    }

    fn bought(&mut self, version: i64, id: OrderId) {
        let one = self.purchases.remove(&id).unwrap_or_else(|| panic!("order {id} was answered to nobody"));
        assert!(one.may_be(version), "order {id} was made before it was asked, or after it was answered");
        let state = if self.local { OrderState::Confirmed } else { OrderState::Recorded };
        assert_eq!((one.answer.state, one.answer.quantity), (state, one.request.quantity.get()));
        if self.local {
            self.add_seats(&one.answer);
        } else {
            self.open.insert(id, one.answer);
        }
    }

    fn confirmed(&mut self, version: i64, id: OrderId) {
        let order = self.open.remove(&id).unwrap_or_else(|| panic!("order {id} was confirmed twice"));
        let sent = self.confirmations.get_mut(&id).unwrap_or_else(|| panic!("nobody confirmed order {id}"));
        let at = sent.iter().position(|one| one.may_be(version));
        sent.remove(at.unwrap_or_else(|| panic!("order {id} was confirmed when nobody asked for it")));
        self.add_seats(&order);
    }

    fn add_seats(&mut self, order: &Order) {
        let held = self.model.directory.products.iter().find(|held| held.product.sku_id == order.sku_id).unwrap();
        let part_number = held.product.part_number.clone();
        assert!(self.model.buy(&part_number, order.quantity));
        self.snapshot.products = self.model.products();
    }

    fn imported(&mut self, version: i64, number: u64) {
        let one = self.imports.remove(&number).unwrap_or_else(|| panic!("import {number} was answered to nobody"));
        assert!(one.may_be(version), "import {number} was done before it was asked, or after it was answered");
        self.model.directory = one.request.directory;
        self.model.import();
        self.local = !one.request.imported;
        self.look_at_everybody();
    }

    fn look_at_everybody(&mut self) {
        self.snapshot.products = self.model.products();
        let users = self.model.users.keys().filter_map(|id| Some((*id, self.model.user(*id)?)));
        self.snapshot.users = users.collect();
    }

    /// A refusal is right if the rule says the same at some moment between the question and the answer.
    fn explain_refused(&mut self, version: i64) {
        while let Some(one) = self.refused.pop_if(|one| one.before <= version) {
            self.unexplained.push(one);
        }
        let mut unexplained = std::mem::take(&mut self.unexplained);
        unexplained.retain(|one| {
            let fits = self.has_these_seats(&one.answer);
            !(fits && matches!(self.decide(&one.request), Decision::Answer(reply) if reply == one.answer))
        });
        if let Some(late) = unexplained.iter().find(|one| one.after <= version) {
            panic!("no moment fits the answer {:?} to {:?}", late.answer, late.request);
        }
        self.unexplained = unexplained;
    }

    /// Looked at first, because it is quick.
    fn has_these_seats(&self, reply: &SaveReply) -> bool {
        let (SaveReply::Stale(told) | SaveReply::SeatsShort(told)) = reply else { return true };
        told.seats.iter().all(|(sku, told)| {
            let seats = self.snapshot.products.get(sku).and_then(|held| held.seats);
            seats.is_some_and(|seats| seats.owned - seats.consumed == told.available)
        })
    }
}
