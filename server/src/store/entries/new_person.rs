//! Creating a user in the directory of a tenant and inviting that user: one transaction, with the tenant's lock and the partner's.

use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::stored::parsed;
use crate::store::entries::save::Decided;
use crate::store::operations::new_operation::{NewOperation, saved_by};
use crate::store::operations::run_once::{Once, OnceReply};
use crate::store::people::in_tenants::managed_people;
use crate::store::people::loaded::knows_chosen;
use crate::store::people::manage::is_in_use;
use crate::store::people::new_invitation::{NewInvitation, add_invitation};
use crate::store::people::security_log;
use async_trait::async_trait;
use domain::access::person_refused::PersonRefused;
use domain::access::{Actor, CustomerScope};
use domain::console::entries::Entries;
use domain::console::new_person::{
    NewPersonOutcome, NewPersonRefused, NewPersonRequest, check_added, check_new_person,
};
use domain::console::operation_kind::OperationKind;
use domain::console::save::SaveReply;
use domain::console::security::SecurityEvent;
use domain::ids::OperationId;
use domain::rules::entries::plan_entries;
use domain::store::{InvitationLink, NewPersonStore, Stamp, StoreError};

/// The outcome of a request under its key.
enum Created {
    /// The user was added and invited.
    Now(OperationId),
    /// An earlier request with the key did that.
    Earlier(OperationId),
    /// Nothing was written.
    Refused(NewPersonRefused),
}

impl OnceReply for Created {
    const IN_FLIGHT: Self = Self::Refused(NewPersonRefused::InFlight);
    const KEY_REUSED: Self = Self::Refused(NewPersonRefused::KeyReused);
    const REASON_MISSING: Self = Self::Refused(NewPersonRefused::ReasonMissing);
    const EARLIER: &str = SaveReply::EARLIER;

    fn is_done(&self) -> bool {
        !matches!(self, Self::Refused(_))
    }

    async fn of_earlier(_: &mut CustomerTransaction, _: CustomerScope, id: &str) -> Result<Self, StoreError> {
        parsed(id).map(Self::Earlier)
    }
}

/// The request with its actor, and the values made anew for it.
#[derive(Clone, Copy)]
struct Creation<'a> {
    actor: &'a Actor,
    scope: CustomerScope,
    request: &'a NewPersonRequest,
    link: &'a InvitationLink,
    event: &'a SecurityEvent,
    stamp: Stamp,
}

#[async_trait]
impl NewPersonStore for SqlStore {
    async fn create_person(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        request: &NewPersonRequest,
        link: &InvitationLink,
        event: &SecurityEvent,
        stamp: Stamp,
    ) -> Result<NewPersonOutcome, StoreError> {
        let once = Once::of(request.key, request.reason.as_ref(), request)?;
        let creation = Creation { actor, scope, request, link, event, stamp };
        let created = self.run_once(scope, once, stamp.now, |transaction, once| async move {
            self.create_in(transaction, creation, once).await
        });
        Ok(match created.await? {
            Created::Now(operation) => NewPersonOutcome::Made { operation, invitation: Some(link.id) },
            Created::Earlier(operation) => {
                let invitation = self.renew_of_user(actor, (request.tenant, request.user), link, event).await?;
                NewPersonOutcome::Made { operation, invitation }
            }
            Created::Refused(refused) => NewPersonOutcome::Refused(refused),
        })
    }
}

impl SqlStore {
    /// Checks both rules, writes both, and commits.
    async fn create_in(
        &self,
        mut transaction: CustomerTransaction,
        creation: Creation<'_>,
        once: Once<'_>,
    ) -> Result<Created, StoreError> {
        let Creation { actor, scope, request, stamp, .. } = creation;
        if let Err(refused) = self.invite_in(&mut transaction, creation).await? {
            return Ok(Created::Refused(refused.into()));
        }
        let entries = Entries::Each(vec![request.entry()]);
        let (accounts, entries) = self.load_entries(&mut transaction, scope, &entries).await?;
        let plan = plan_entries(&accounts, &entries);
        if let Err(refused) = check_added(&plan, &accounts.snapshot) {
            // The transaction is dropped, and the invitation with it.
            return Ok(Created::Refused(refused));
        }
        let new = NewOperation::new(OperationKind::Add, once);
        let decided = Decided { accounts, entries, plan };
        let reply = self.write_entries(transaction, scope, decided, &new, stamp).await?;
        saved_by(actor.id, reply).map(Created::Now)
    }

    /// Invites the user, if the people's rules allow it.
    async fn invite_in(
        &self,
        transaction: &mut CustomerTransaction,
        Creation { actor, request, link, event, .. }: Creation<'_>,
    ) -> Result<Result<(), PersonRefused>, StoreError> {
        let (people, now) = managed_people(&mut *transaction, self.dialect, actor, event.at).await?;
        if let Err(refused) = check_new_person(&people, &now, request) {
            return Ok(Err(refused));
        }
        if !knows_chosen(&mut *transaction, self.dialect, actor.partner, request.custom.as_ref()).await? {
            return Ok(Err(PersonRefused::CustomerGone));
        }
        let form = request.invitation();
        let Some(invitee) = form.people.first() else { return Ok(Err(PersonRefused::NoSignInName)) };
        if is_in_use(&mut *transaction, actor.partner, &invitee.sign_in_name).await? {
            return Ok(Err(PersonRefused::Taken));
        }
        let (tenant, directory_user) = (Some(request.tenant), Some(request.user));
        let person = form.form_of(invitee);
        let new = NewInvitation { form: &person, groups: &form.groups, tenant, directory_user };
        add_invitation(&mut *transaction, actor, &new, link).await?;
        let event = event.clone().done_to(&invitee.sign_in_name).with_roles(new.given(&people));
        security_log::keep(&mut *transaction, &event).await?;
        Ok(Ok(()))
    }
}
