//! Changing accounts: one transaction that locks, loads, decides, and writes accounts, licenses, seats, outcomes and
//! activity.

use crate::store::SqlStore;
use crate::store::accounts::part::AccountsPart;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::operations::new_operation::{Effects, NewOperation, Progress};
use crate::store::operations::run_once::Once;
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::console::accounts::{AccountsRequest, decide_accounts};
use domain::console::activity::Details;
use domain::console::operation::OperationCounts;
use domain::console::operation_kind::OperationKind;
use domain::console::save::{SaveDecision, SaveReply, UndoRequest};
use domain::ids::OperationId;
use domain::rules::account_change::AccountChange;
use domain::rules::accounts::Accounts;
use domain::rules::plan::Plan;
use domain::store::{AccountStore, DoneSnapshot, Stamp, StoreError};

#[async_trait]
impl AccountStore for SqlStore {
    async fn change_accounts(
        &self,
        scope: CustomerScope,
        request: &AccountsRequest,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let once = Once::of(request.key, request.reason.as_ref(), request)?;
        self.run_once(scope, once, stamp.now, |mut transaction, once| async move {
            let accounts = self.load_accounts(&mut transaction, scope, &request.who, &request.change).await?;
            let plan = match decide_accounts(&accounts, &request.change, &request.digest) {
                SaveDecision::Answer(reply) => return Ok(reply),
                SaveDecision::Write(plan) => plan,
            };
            let offboarding = if let AccountChange::Offboard(asked) = &request.change { Some(asked) } else { None };
            let kind = OperationKind::of(&request.change);
            let new = NewOperation { offboarding, ..NewOperation::new(kind, once) };
            self.write_accounts(transaction, scope, accounts, plan, &new, stamp).await
        })
        .await
    }
}

impl SqlStore {
    /// Undoes an operation on accounts, in the transaction that has loaded it.
    pub(in crate::store) async fn undo_accounts(
        &self,
        mut transaction: CustomerTransaction,
        scope: CustomerScope,
        (change, DoneSnapshot { done, .. }): (AccountChange, DoneSnapshot),
        request: &UndoRequest,
        once: Once<'_>,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let kind = OperationKind::of(&change);
        let change = change.with_upns(request.upns.clone());
        let undone = (request.operation, done.as_slice());
        let accounts = self.load_accounts_changed(&mut transaction, scope, undone, &request.upns).await?;
        let plan = match decide_accounts(&accounts, &change, &request.digest) {
            SaveDecision::Answer(reply) => return Ok(reply),
            SaveDecision::Write(plan) => plan,
        };
        let new = NewOperation { undoes: Some(request.operation), ..NewOperation::new(kind, once) };
        self.write_accounts(transaction, scope, accounts, plan, &new, stamp).await
    }

    /// Writes a plan, and commits.
    pub(in crate::store) async fn write_accounts(
        &self,
        mut transaction: CustomerTransaction,
        scope: CustomerScope,
        accounts: Accounts,
        plan: Plan,
        new: &NewOperation<'_>,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let counts = OperationCounts::of(&plan.users);
        self.begin_operation(&mut transaction, scope, new, Progress::done(counts), stamp).await?;
        let operation = OperationId::new(stamp.id);
        let part = AccountsPart { operation, kind: new.kind, plan: &plan, accounts: &accounts };
        let outcomes = self.write_accounts_part(&mut transaction, part, stamp).await?;
        let details = Details::of_accounts(&plan, &accounts.snapshot, new.undoes);
        self.end_operation(transaction, scope, new, Effects { details: &details, outcomes }, stamp).await
    }
}
