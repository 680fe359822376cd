//! A plan for accounts, as it is written.

use domain::console::operation_kind::OperationKind;
use domain::ids::OperationId;
use domain::rules::accounts::Accounts;
use domain::rules::outcome::PlannedUser;
use domain::rules::plan::Plan;

/// A plan for accounts, with the operation that it belongs to.
#[derive(Clone, Copy)]
pub(in crate::store) struct AccountsPart<'a> {
    pub operation: OperationId,
    pub kind: OperationKind,
    pub plan: &'a Plan,
    pub accounts: &'a Accounts,
}

impl<'a> AccountsPart<'a> {
    pub(in crate::store) fn changed(self) -> impl Iterator<Item = &'a PlannedUser> {
        self.plan.users.iter().filter(|planned| planned.outcome.changes())
    }
}
