//! A part of a plan for users.

use domain::ids::{OperationId, SkuId};
use domain::rules::outcome::PlannedUser;
use domain::rules::reserved_seats::{SeatMoves, seat_moves};
use domain::rules::snapshot::Snapshot;
use std::collections::BTreeMap;

/// A part of a plan, with the operation that it belongs to.
#[derive(Clone, Copy)]
pub(in crate::store) struct Part<'a> {
    pub operation: OperationId,
    /// The number of the chunk, if a job writes it.
    pub chunk: Option<i64>,
    /// The users with their places in the whole plan.
    pub users: &'a [(usize, &'a PlannedUser)],
    pub snapshot: &'a Snapshot,
}

impl Part<'_> {
    /// The users without their places.
    pub(in crate::store) fn planned(&self) -> impl Iterator<Item = &PlannedUser> {
        self.users.iter().map(|(_, planned)| *planned)
    }

    /// The seats that this part takes and gives back.
    pub(in crate::store) fn seat_moves(&self) -> BTreeMap<SkuId, SeatMoves> {
        seat_moves(self.planned(), self.snapshot)
    }
}
