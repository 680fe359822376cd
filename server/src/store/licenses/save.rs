//! Saving a change of licenses, and undoing one. One transaction locks, loads, decides, and writes licenses,
//! seats, outcomes and activity. For very many users it writes a job instead, which then does the work chunk by chunk.

use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::licenses::part::Part;
use crate::store::operations::new_operation::{Effects, NewOperation, Progress};
use crate::store::operations::run_once::Once;
use crate::store::snapshot::selection::lock_selection;
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::console::activity::Details;
use domain::console::operation::OperationCounts;
use domain::console::operation_kind::OperationKind;
use domain::console::save::{SaveDecision, SaveReply, SaveRequest, UndoRequest, decide, decide_undo};
use domain::ids::OperationId;
use domain::rules::plan::Plan;
use domain::rules::shortage_policy::ShortagePolicy;
use domain::rules::snapshot::Snapshot;
use domain::rules::undo::touched;
use domain::store::{DoneSnapshot, LicenseStore, SelectionSnapshot, Stamp, StoreError};
use std::borrow::Cow;

#[async_trait]
impl LicenseStore for SqlStore {
    async fn save(&self, scope: CustomerScope, request: &SaveRequest, stamp: Stamp) -> Result<SaveReply, StoreError> {
        let once = Once::of(request.key, request.reason.as_ref(), request)?;
        self.run_once(scope, once, stamp.now, |mut transaction, once| async move {
            lock_selection(&mut transaction, scope, request.selection).await?;
            let SelectionSnapshot { snapshot, order } =
                self.load_snapshot(&mut transaction, scope, request.selection).await?;
            let plan = match decide(&snapshot, &order, request) {
                SaveDecision::Answer(reply) => return Ok(reply),
                SaveDecision::Write(plan) => plan,
            };
            let new = NewOperation {
                selection: Some(request.selection),
                change: Cow::Borrowed(&request.change),
                policy: request.policy,
                ..NewOperation::new(OperationKind::Licenses, once)
            };
            self.write_licenses(transaction, scope, snapshot, plan, &new, stamp).await
        })
        .await
    }
}

impl SqlStore {
    /// Undoes an operation of this kind.
    pub(in crate::store) async fn undo_licenses(
        &self,
        transaction: CustomerTransaction,
        scope: CustomerScope,
        DoneSnapshot { snapshot, done, .. }: DoneSnapshot,
        request: &UndoRequest,
        once: Once<'_>,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let plan = match decide_undo(&snapshot, &done, request) {
            SaveDecision::Answer(reply) => return Ok(reply),
            SaveDecision::Write(plan) => plan,
        };
        let new = NewOperation {
            change: Cow::Owned(touched(&done)),
            policy: ShortagePolicy::EverybodyOrNobody,
            undoes: Some(request.operation),
            ..NewOperation::new(OperationKind::Licenses, once)
        };
        self.write_licenses(transaction, scope, snapshot, plan, &new, stamp).await
    }

    /// Writes a plan, at once or as a job, and commits.
    async fn write_licenses(
        &self,
        mut transaction: CustomerTransaction,
        scope: CustomerScope,
        snapshot: Snapshot,
        plan: Plan,
        new: &NewOperation<'_>,
        stamp: Stamp,
    ) -> Result<SaveReply, StoreError> {
        let operation = OperationId::new(stamp.id);
        let counts = OperationCounts::of(&plan.users);
        if plan.users.len() > self.job_above {
            let version = transaction.version();
            self.begin_operation(&mut transaction, scope, new, Progress::running(counts), stamp).await?;
            self.begin_job(&mut transaction, operation, new.once.reason, &plan, stamp).await?;
            let reply = self.commit_operation(transaction, scope, new, stamp).await?;
            self.hand_over(scope, operation, version, snapshot, plan);
            return Ok(reply);
        }
        self.begin_operation(&mut transaction, scope, new, Progress::done(counts), stamp).await?;
        let users: Vec<_> = plan.users.iter().enumerate().collect();
        let part = Part { operation, chunk: None, users: &users, snapshot: &snapshot };
        let outcomes = self.write_part(&mut transaction, part, &part.seat_moves(), &stamp.seed).await?;
        let details = Details::of_plan(&plan, &snapshot, &new.change, counts, new.undoes);
        self.end_operation(transaction, scope, new, Effects { details: &details, outcomes }, stamp).await
    }
}
