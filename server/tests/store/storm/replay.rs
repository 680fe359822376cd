//! Repeats sequentially, in memory, what many people did at once.

use super::history::{Answered, Asked, Event, History, Import, Kept, Record};
use super::jobs::{DoneSoFar, Jobs, Planned};
use crate::model::Model;
use domain::console::purchase::{Order, OrderState};
use domain::console::save::{SaveDecision, SaveReply, decide, decide_undo};
use domain::ids::{OperationId, OrderId};
use domain::rules::data::RulesData;
use domain::rules::outcome::{Outcome, PlannedUser};
use domain::rules::plan::Plan;
use domain::rules::snapshot::Snapshot;
use domain::rules::undo::Done;
use std::collections::{BTreeMap, BTreeSet};

pub struct Replay {
    model: Model,
    /// A snapshot of the model's whole customer for the rule, updated with every event.
    snapshot: Snapshot,
    record: Record,
    saved: BTreeMap<OperationId, Answered<Asked, SaveReply>>,
    /// Refused requests still to be sent, the next one last.
    refused: Vec<Answered<Asked, SaveReply>>,
    /// Refused requests that were sent and do not fit any moment so far.
    unexplained: Vec<Answered<Asked, SaveReply>>,
    purchases: BTreeMap<OrderId, Answered<domain::console::purchase::BuyRequest, Order>>,
    confirmations: BTreeMap<OrderId, Vec<Answered<OrderId, Order>>>,
    imports: BTreeMap<u64, Answered<Import, ()>>,
    /// Orders recorded but not confirmed.
    open: BTreeMap<OrderId, Order>,
    jobs: Jobs,
    /// Jobs that somebody asked to stop.
    stopped: BTreeSet<OperationId>,
    done: BTreeMap<OperationId, DoneSoFar>,
    /// Whether the customer is Local, so that orders count at once.
    local: bool,
}

impl Replay {
    pub fn of(model: Model, history: History, mut record: Record) -> Self {
        let mut stored = std::mem::take(&mut record.selections);
        let named = history.selections.iter().filter_map(|(own, selection)| Some((*selection, stored.remove(own)?)));
        record.selections = named.collect();
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
            jobs: Jobs::default(),
            stopped: history.stopped,
            done: BTreeMap::new(),
            local: true,
        };
        replay.look_at_everybody();
        replay
    }

    /// Applies all versions in order. The versions that remain at the end were never done, or never asked for.
    /// Those up to `first` were written before anybody began.
    pub fn run(mut self, first: i64, last: i64, stops: i64) -> Model {
        self.explain_refused(first);
        let mut without_effect = 0;
        for version in first + 1..=last {
            match self.record.events.remove(&version) {
                Some(events) => self.take_all(version, events),
                None => without_effect += 1,
            }
            self.explain_refused(version);
        }
        // Confirming an order again has no effect, and asking a job to stop is only recorded.
        let twice: usize = self.confirmations.values().map(Vec::len).sum();
        let stops = usize::try_from(stops).unwrap();
        assert_eq!(without_effect, twice + stops, "versions without a write");
        assert_eq!(self.record.events.len(), 0, "noted, but later than the last version");
        let left = |all: Vec<String>| assert_eq!(all, Vec::<String>::new(), "answered, but not there");
        left(self.saved.keys().map(ToString::to_string).collect());
        left(self.purchases.keys().map(ToString::to_string).collect());
        left(self.imports.keys().map(ToString::to_string).collect());
        left(self.jobs.running().map(ToString::to_string).collect());
        assert!(self.refused.is_empty() && self.unexplained.is_empty(), "refused, but later than the last version");
        assert!(self.record.outcomes.is_empty(), "outcomes of no operation");
        self.model
    }

    /// A version is one write. Only the end of a job shares its version with the last chunk.
    fn take_all(&mut self, version: i64, events: BTreeSet<Event>) {
        let events: Vec<Event> = events.into_iter().collect();
        match events[..] {
            [event] => self.take(version, event),
            [Event::Chunk(one), Event::Ended(other)] if one == other => {
                self.take(version, Event::Chunk(one));
                self.take(version, Event::Ended(one));
            }
            _ => panic!("as version {version}: {events:?}"),
        }
    }

    fn take(&mut self, version: i64, event: Event) {
        match event {
            Event::Operation(id) => self.operation(version, id),
            Event::Chunk(id) => self.chunk(version, id),
            Event::Ended(id) => self.ended(id),
            Event::Bought(id) => self.bought(version, id),
            Event::Confirmed(id) => self.confirmed(version, id),
            Event::Imported(number) => self.imported(version, number),
        }
    }

    fn operation(&mut self, version: i64, id: OperationId) {
        let one = self.saved.remove(&id).unwrap_or_else(|| panic!("operation {id} was answered to nobody"));
        assert!(one.may_be(version), "operation {id} was done before it was asked, or after it was answered");
        let undoes = if let Asked::Undo(undo) = &one.request { Some(undo.operation) } else { None };
        let (key, kept_undoes, state) = &self.record.operations[&id];
        assert_eq!((*key, *kept_undoes), (one.request.key(), undoes));
        let plan = match self.decide(&one.request) {
            SaveDecision::Write(plan) => plan,
            SaveDecision::Answer(reply) => {
                panic!("version {version}: {:?} should have been answered {reply:?}", one.request)
            }
        };
        self.done.insert(id, DoneSoFar::new());
        if Jobs::takes(&plan) {
            self.jobs.begin(id, one.request, &plan);
            self.look_at_seats();
        } else {
            assert_eq!(state, "Done");
            self.record.operations.remove(&id);
            let places = (0..plan.users.len()).collect();
            self.carry_out(version, (id, None), places, plan);
        }
    }

    /// Carries out a chunk by the rule at that time, with the reserved seats.
    fn chunk(&mut self, version: i64, id: OperationId) {
        let Planned { number, places, plan } = self.jobs.chunk(id, &self.snapshot, &self.done);
        self.carry_out(version, (id, Some(number)), places, plan);
    }

    fn ended(&mut self, id: OperationId) {
        let (_, _, state) = self.record.operations.remove(&id).unwrap();
        if self.jobs.end(id) {
            assert_eq!(state, "Done");
        } else {
            assert_eq!(state, "Cancelled");
            assert!(self.stopped.contains(&id), "operation {id} ended too early");
        }
        self.look_at_seats();
    }

    /// Applies a plan to the users at these places of an operation, and compares it with the stored outcomes.
    fn carry_out(&mut self, version: i64, of: (OperationId, Option<i64>), places: Vec<usize>, plan: Plan) {
        let kept = self.record.outcomes.remove(&of).unwrap_or_default();
        assert_eq!(kept, self.outcomes(&places, &plan), "the outcomes of version {version}, {of:?}");
        self.model.apply(&plan);
        for planned in &plan.users {
            if let Some(user) = self.model.user(planned.user) {
                self.snapshot.users.insert(planned.user, user);
            }
        }
        self.look_at_seats();
        let changed = places.into_iter().zip(plan.users).filter(|(_, planned)| planned.outcome.changes());
        let done =
            changed.map(|(place, PlannedUser { user, before, after, .. })| (place, Done { user, before, after }));
        self.done.entry(of.0).or_default().extend(done);
    }

    /// The rule's decision on a request now.
    fn decide(&self, asked: &Asked) -> SaveDecision {
        match asked {
            Asked::Save(request) => {
                let nobody = BTreeSet::new();
                let selected = self.record.selections.get(&request.selection).unwrap_or(&nobody);
                decide(&self.snapshot, &self.model.order(selected), request)
            }
            Asked::Undo(request) if self.jobs.is_running(request.operation) => {
                SaveDecision::Answer(SaveReply::StillRunning)
            }
            Asked::Undo(request) => {
                let done: Vec<Done> = self.done[&request.operation].values().cloned().collect();
                decide_undo(&self.snapshot, &done, request)
            }
        }
    }

    /// The expected outcomes of users at these places, as stored: failures first.
    fn outcomes(&self, places: &[usize], plan: &Plan) -> Vec<Kept> {
        let mut planned: Vec<_> = places.iter().zip(&plan.users).collect();
        let group = |planned: &PlannedUser| match &planned.outcome {
            Outcome::Failed(_) => 0,
            outcome if outcome.stays() => 2,
            _ => 1,
        };
        planned.sort_by_key(|(place, planned)| (group(planned), **place));
        let kept = |planned: &PlannedUser| Kept {
            user: planned.user,
            outcome: planned.outcome.kind().as_str().into(),
            code: planned.outcome.failure().map(|failure| failure.code().as_str().into()),
            before: planned.before.clone(),
            after: planned.after.clone(),
            message: planned.words(&self.snapshot),
        };
        planned.into_iter().map(|(_, planned)| kept(planned)).collect()
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
        self.look_at_seats();
    }

    fn imported(&mut self, version: i64, number: u64) {
        let one = self.imports.remove(&number).unwrap_or_else(|| panic!("import {number} was answered to nobody"));
        assert!(one.may_be(version), "import {number} was done before it was asked, or after it was answered");
        self.model.directory = one.request.directory;
        self.model.import();
        self.local = !one.request.imported;
        self.look_at_everybody();
    }

    /// Takes seats from the model, and adds the reserved ones.
    fn look_at_seats(&mut self) {
        self.snapshot.products = self.model.products();
        for (sku, held) in &mut self.snapshot.products {
            if let Some(seats) = &mut held.seats {
                seats.reserved = self.jobs.reserved(*sku);
            }
        }
    }

    fn look_at_everybody(&mut self) {
        self.look_at_seats();
        let users = self.model.users.keys().filter_map(|id| Some((*id, self.model.user(*id)?)));
        self.snapshot.users = users.collect();
    }

    /// A refusal is right if the rule refuses the same way at some moment between request and answer.
    fn explain_refused(&mut self, version: i64) {
        while let Some(one) = self.refused.pop_if(|one| one.before <= version) {
            self.unexplained.push(one);
        }
        let mut unexplained = std::mem::take(&mut self.unexplained);
        unexplained.retain(|one| {
            let fits = self.has_these_seats(&one.answer);
            !(fits && matches!(self.decide(&one.request), SaveDecision::Answer(reply) if reply == one.answer))
        });
        if let Some(late) = unexplained.iter().find(|one| one.after <= version) {
            panic!("no moment fits the answer {:?} to {:?}", late.answer, late.request);
        }
        self.unexplained = unexplained;
    }

    /// A quick check, made first.
    fn has_these_seats(&self, reply: &SaveReply) -> bool {
        let (SaveReply::Stale(told) | SaveReply::SeatsShort(told)) = reply else { return true };
        told.seats
            .iter()
            .all(|(sku, told)| self.snapshot.products.get(sku).is_some_and(|held| held.available() == told.available))
    }
}
