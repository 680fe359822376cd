//! Removing a person and deleting the user that the person is in the directory of a tenant: one transaction, with the
//! tenant's lock and the partner's. So nobody is removed from only one of the two.

use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::operations::new_operation::{NewOperation, saved_by};
use crate::store::operations::run_once::{Once, OnceReply};
use crate::store::people::in_tenants::managed_people;
use crate::store::people::manage::{checked_in, write_removal};
use domain::access::person::PersonChange;
use domain::access::person_refused::PersonRefused;
use domain::access::{Actor, CustomerScope};
use domain::console::accounts::Who;
use domain::console::directory_user::check_planned;
use domain::console::operation_kind::OperationKind;
use domain::console::save::SaveReply;
use domain::console::security::SecurityEvent;
use domain::ids::PartnerUserId;
use domain::rules::account_change::{AccountChange, plan_accounts};
use domain::store::{Stamp, StoreError};

/// The state of a request about a person and the person's user, by its key.
pub(super) enum InBoth {
    /// Both were changed, by an operation of the tenant.
    Both,
    /// The user was as asked already, so the person alone was changed.
    Here,
    /// Nothing was written.
    Refused(PersonRefused),
}

impl InBoth {
    pub(super) fn done(self) -> Result<(), PersonRefused> {
        match self {
            Self::Both | Self::Here => Ok(()),
            Self::Refused(refused) => Err(refused),
        }
    }
}

impl OnceReply for InBoth {
    const IN_FLIGHT: Self = Self::Refused(PersonRefused::DirectoryRefuses);
    const KEY_REUSED: Self = Self::Refused(PersonRefused::DirectoryRefuses);
    const REASON_MISSING: Self = Self::Refused(PersonRefused::DirectoryWantsReason);
    const EARLIER: &str = SaveReply::EARLIER;

    fn is_done(&self) -> bool {
        matches!(self, Self::Both)
    }

    async fn of_earlier(_: &mut CustomerTransaction, _: CustomerScope, _: &str) -> Result<Self, StoreError> {
        Ok(Self::Both)
    }
}

/// The actor, and the person to remove.
#[derive(Clone, Copy)]
pub(super) struct Removing<'a> {
    pub(super) actor: &'a Actor,
    pub(super) scope: CustomerScope,
    pub(super) person: PartnerUserId,
    pub(super) event: &'a SecurityEvent,
    pub(super) stamp: Stamp,
}

impl SqlStore {
    /// Asks both rules, writes both, and commits.
    pub(super) async fn remove_in(
        &self,
        mut transaction: CustomerTransaction,
        Removing { actor, scope, person, event, stamp }: Removing<'_>,
        once: Once<'_>,
    ) -> Result<InBoth, StoreError> {
        let (people, actor) = managed_people(&mut transaction, self.dialect, actor, event.at).await?;
        let change = PersonChange::Remove;
        let before = match checked_in(&mut transaction, self.dialect, (&people, &actor), (person, &change)).await? {
            Ok(before) => before,
            Err(refused) => return Ok(InBoth::Refused(refused)),
        };
        // The person may belong elsewhere by now.
        let here = before.directory_user.filter(|_| before.tenant == Some(scope.customer()));
        let Some(user) = here else { return Ok(InBoth::Refused(PersonRefused::NoDirectoryUser)) };
        let (who, delete) = (Who::Listed(vec![user]), AccountChange::Delete);
        let accounts = self.load_accounts(&mut transaction, scope, &who, &delete).await?;
        let plan = plan_accounts(&accounts, &delete);
        if let Err(refused) = check_planned(&plan) {
            return Ok(InBoth::Refused(refused));
        }
        write_removal(&mut transaction, self.dialect, (&people, &actor), &before, event).await?;
        if !plan.users.iter().any(|planned| planned.outcome.changes()) {
            // The user was deleted before.
            transaction.commit().await?;
            return Ok(InBoth::Here);
        }
        let new = NewOperation::new(OperationKind::of(&delete), once);
        let reply = self.write_accounts(transaction, scope, accounts, plan, &new, stamp).await?;
        saved_by(actor.id, reply).map(|_| InBoth::Both)
    }
}
