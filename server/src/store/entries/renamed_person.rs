//! Editing a person who gets another name, and giving it to the user that the person is in the directory of a tenant: one
//! transaction, with the tenant's lock and the partner's.

use super::removed_person::{InBoth, Removing};
use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::entries::save::Decided;
use crate::store::operations::new_operation::{NewOperation, saved_by};
use crate::store::operations::run_once::Once;
use crate::store::people::in_tenants::managed_people;
use crate::store::people::manage::{checked_in, write_edit};
use async_trait::async_trait;
use domain::access::person::{PersonChange, PersonForm};
use domain::access::person_refused::PersonRefused;
use domain::access::{Actor, CustomerScope};
use domain::console::directory_user::{check_planned, renamed_entry};
use domain::console::entries::Entries;
use domain::console::operation_kind::OperationKind;
use domain::console::security::SecurityEvent;
use domain::ids::{IdempotencyKey, PartnerUserId};
use domain::rules::entries::plan_entries;
use domain::store::{DirectoryPersonStore, Stamp, StoreError};

/// The request to rename a person.
#[derive(Clone, Copy)]
struct Renaming<'a> {
    actor: &'a Actor,
    scope: CustomerScope,
    person: PartnerUserId,
    form: &'a PersonForm,
    event: &'a SecurityEvent,
    stamp: Stamp,
}

#[async_trait]
impl DirectoryPersonStore for SqlStore {
    async fn rename_person(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        (person, form): (PartnerUserId, &PersonForm),
        key: IdempotencyKey,
        event: &SecurityEvent,
        stamp: Stamp,
    ) -> Result<Result<(), PersonRefused>, StoreError> {
        let once = Once::of(key, None, &(person, form))?;
        let renaming = Renaming { actor, scope, person, form, event, stamp };
        let renamed = self.run_once(scope, once, stamp.now, |transaction, once| async move {
            self.rename_in(transaction, renaming, once).await
        });
        renamed.await.map(InBoth::done)
    }

    async fn remove_person(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        person: PartnerUserId,
        key: IdempotencyKey,
        event: &SecurityEvent,
        stamp: Stamp,
    ) -> Result<Result<(), PersonRefused>, StoreError> {
        let once = Once::of(key, None, &person)?;
        let removing = Removing { actor, scope, person, event, stamp };
        let removed = self.run_once(scope, once, stamp.now, |transaction, once| async move {
            self.remove_in(transaction, removing, once).await
        });
        removed.await.map(InBoth::done)
    }
}

impl SqlStore {
    /// Asks both rules, writes both, and commits.
    async fn rename_in(
        &self,
        mut transaction: CustomerTransaction,
        Renaming { actor, scope, person, form, event, stamp }: Renaming<'_>,
        once: Once<'_>,
    ) -> Result<InBoth, StoreError> {
        let (people, actor) = managed_people(&mut transaction, self.dialect, actor, event.at).await?;
        let change = PersonChange::Edit(form.clone());
        let checked = checked_in(&mut transaction, self.dialect, (&people, &actor), (person, &change)).await?;
        let before = match checked {
            Ok(before) => before,
            Err(refused) => return Ok(InBoth::Refused(refused)),
        };
        // The person may belong elsewhere by now.
        let here = before.directory_user.filter(|_| before.tenant == Some(scope.customer()));
        let Some(user) = here else { return Ok(InBoth::Refused(PersonRefused::NoDirectoryUser)) };
        let asked = Entries::Each(vec![renamed_entry(user, &form.name)]);
        let (accounts, entries) = self.load_entries(&mut transaction, scope, &asked).await?;
        let plan = plan_entries(&accounts, &entries);
        if let Err(refused) = check_planned(&plan) {
            return Ok(InBoth::Refused(refused));
        }
        write_edit(&mut transaction, self.dialect, (&people, &actor), (&before, form), event).await?;
        if !plan.users.iter().any(|planned| planned.outcome.changes()) {
            transaction.commit().await?;
            return Ok(InBoth::Here);
        }
        let new = NewOperation::new(OperationKind::Edit, once);
        let decided = Decided { accounts, entries, plan };
        let reply = self.write_entries(transaction, scope, decided, &new, stamp).await?;
        saved_by(actor.id, reply).map(|_| InBoth::Both)
    }
}
