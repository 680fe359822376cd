//! Undoing an operation of any kind: under its key and the customer's lock, from its recorded effects.

use crate::store::SqlStore;
use crate::store::operations::run_once::Once;
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::console::operation::OperationState;
use domain::console::operation_kind::OperationKind;
use domain::console::save::{SaveReply, UndoRequest};
use domain::store::{Stamp, StoreError, UndoStore};

#[async_trait]
impl UndoStore for SqlStore {
    async fn undo(&self, scope: CustomerScope, request: &UndoRequest, stamp: Stamp) -> Result<SaveReply, StoreError> {
        let once = Once::of(request.key, request.reason.as_ref(), request)?;
        self.run_once(scope, once, stamp.now, |mut transaction, once| async move {
            let found = self.load_done(&mut transaction, scope, request.operation).await?;
            if found.state == OperationState::Running {
                return Ok(SaveReply::StillRunning);
            }
            match (found.kind, found.kind.inverse()) {
                (OperationKind::Edit, _) => self.undo_edit(transaction, scope, found, request, once, stamp).await,
                (_, Some(change)) => {
                    self.undo_accounts(transaction, scope, (change, found), request, once, stamp).await
                }
                (OperationKind::Licenses, None) => {
                    self.undo_licenses(transaction, scope, found, request, once, stamp).await
                }
                // The effects of these can't be taken back; the preview shows nothing.
                (_, None) => Ok(SaveReply::NothingToDo),
            }
        })
        .await
    }
}
