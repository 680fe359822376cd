//! Jobs of the model: large saves, carried out chunk by chunk while others make changes in between.

use super::history::Asked;
use super::{CHUNK_USERS, JOB_ABOVE};
use domain::console::save::plan_for_all;
use domain::ids::{OperationId, SkuId, UserId};
use domain::rules::plan::Plan;
use domain::rules::reserved_seats::{offer_reserved, order_of_work, seat_moves, to_reserve};
use domain::rules::shortage_policy::ShortagePolicy;
use domain::rules::snapshot::Snapshot;
use domain::rules::undo::{Done, plan_undo};
use std::collections::{BTreeMap, VecDeque};

/// The effects of an operation so far, by the places of its users, for undoing it.
pub type DoneSoFar = BTreeMap<usize, Done>;

/// A job that has not ended.
struct Job {
    asked: Asked,
    /// The users still to be done, with their places.
    chunks: VecDeque<Vec<(usize, UserId)>>,
    next: i64,
    reserved: BTreeMap<SkuId, i64>,
}

/// A chunk's number, the places of its users, and its plan.
pub struct Planned {
    pub number: i64,
    pub places: Vec<usize>,
    pub plan: Plan,
}

/// All jobs that have begun and not ended.
#[derive(Default)]
pub struct Jobs(BTreeMap<OperationId, Job>);

impl Jobs {
    /// Whether a save is carried out as a job.
    pub fn takes(plan: &Plan) -> bool {
        plan.users.len() > JOB_ABOVE
    }

    pub fn begin(&mut self, id: OperationId, asked: Asked, plan: &Plan) {
        let order = order_of_work(plan);
        let chunk = |places: &[usize]| places.iter().map(|place| (*place, plan.users[*place].user)).collect();
        let chunks = order.chunks(CHUNK_USERS).map(chunk).collect();
        self.0.insert(id, Job { asked, chunks, next: 0, reserved: to_reserve(plan) });
    }

    pub fn is_running(&self, id: OperationId) -> bool {
        self.0.contains_key(&id)
    }

    pub fn running(&self) -> impl Iterator<Item = &OperationId> {
        self.0.keys()
    }

    /// The reserved seats of a product.
    pub fn reserved(&self, sku: SkuId) -> i64 {
        self.0.values().filter_map(|job| job.reserved.get(&sku)).sum()
    }

    /// Plans a job's next chunk on the current state, and uses its reserved seats.
    pub fn chunk(&mut self, id: OperationId, now: &Snapshot, done: &BTreeMap<OperationId, DoneSoFar>) -> Planned {
        let job = self.0.get_mut(&id).unwrap_or_else(|| panic!("a chunk of operation {id}, which is no running job"));
        let chunk = job.chunks.pop_front().unwrap_or_else(|| panic!("operation {id} did more chunks than it has"));
        let (places, users): (Vec<usize>, Vec<UserId>) = chunk.into_iter().unzip();
        let mut snapshot = now.clone();
        let plan = match &job.asked {
            Asked::Save(request) => {
                offer_reserved(&mut snapshot, &job.reserved, request.policy);
                plan_for_all(&snapshot, &users, &request.change, request.policy)
            }
            Asked::Undo(undo) => {
                offer_reserved(&mut snapshot, &job.reserved, ShortagePolicy::EverybodyOrNobody);
                let by_user: BTreeMap<UserId, &Done> =
                    done[&undo.operation].values().map(|one| (one.user, one)).collect();
                let of_chunk: Vec<Done> = users.iter().map(|user| by_user[user].clone()).collect();
                plan_undo(&snapshot, &of_chunk)
            }
        };
        let moves = seat_moves(&plan.users, &snapshot);
        for (sku, own) in &mut job.reserved {
            *own -= moves.get(sku).map_or(0, |moved| moved.taken.min(*own));
        }
        job.next += 1;
        Planned { number: job.next - 1, places, plan }
    }

    /// Ends a job and frees its unused seats. Returns whether all of it was done.
    pub fn end(&mut self, id: OperationId) -> bool {
        let job = self.0.remove(&id).unwrap_or_else(|| panic!("operation {id} ended, which is no running job"));
        job.chunks.is_empty()
    }
}
