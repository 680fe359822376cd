//! Requesting relationships and changing them.
//!
//! Each write but a request begins by locking the relationship, so the rules see it as it is.

use super::read::{relationship, written_entra_roles};
use crate::store::SqlStore;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::engine::stored::parsed_if_any;
use crate::store::people::group_grants::would_keys_gain;
use crate::store::people::security_log;
use async_trait::async_trait;
use domain::access::Actor;
use domain::access::CustomerScope;
use domain::access::entra_role::RelationshipRole;
use domain::access::relationship::{AssignmentStatus, Relationship, Stage};
use domain::access::relationship_request::ApprovalLink;
use domain::access::relationship_rules::{
    AssignmentForm, RelationshipChange, RelationshipEvent, RelationshipForm, RelationshipRefused, check_assignment,
    check_auto_extend, check_form, check_terminate, check_unassign, name_key, next,
};
use domain::access::tenant::TenantReach;
use domain::console::security::SecurityEvent;
use domain::ids::{AccessAssignmentId, CustomerId, RelationshipId};
use domain::store::{RelationshipChangeStore, StoreError};
use sqlx::{Any, Transaction};

/// Writes nothing if another relationship of the partner has the name.
const REQUEST: &str = "INSERT INTO relationship \
    (id, partner_id, customer_id, name, name_key, days, roles, auto_extend, stage, created, token_hash, approve_by) \
    SELECT CAST($1 AS TEXT), c.partner_id, c.id, CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS BIGINT), \
    CAST($6 AS TEXT), CAST($7 AS BIGINT), CAST($8 AS TEXT), CAST($9 AS BIGINT), CAST($10 AS TEXT), \
    CAST($11 AS BIGINT) FROM customer AS c WHERE c.id = $2 AND c.deleted IS NULL \
    ON CONFLICT (partner_id, name_key) DO NOTHING";
const LOCK: &str = "UPDATE relationship SET name = name WHERE id = $1 AND customer_id = $2";
const ASK: &str = "UPDATE relationship SET stage = $2, token_hash = $3, approve_by = $4 WHERE id = $1";
/// A link that the customer has is void after it.
const TERMINATE: &str = "UPDATE relationship SET stage = $2, token_hash = NULL WHERE id = $1";
/// Reminders begin anew.
const AUTO_EXTEND: &str = "UPDATE relationship SET auto_extend = $2, ends = $3, reminded = NULL WHERE id = $1";
const GROUP_TENANT: &str = "SELECT g.tenant_id FROM partner_group AS g JOIN customer AS c ON c.partner_id = g.partner_id \
    WHERE g.id = $1 AND c.id = $2";
const ASSIGN: &str =
    "INSERT INTO access_assignment (id, relationship_id, group_id, roles, status) VALUES ($1, $2, $3, $4, $5)";
const UNASSIGN: &str = "DELETE FROM access_assignment WHERE id = $1 AND relationship_id = $2";

type Changed = Result<Result<(), RelationshipRefused>, StoreError>;

#[async_trait]
impl RelationshipChangeStore for SqlStore {
    async fn request_relationship(
        &self,
        scope: CustomerScope,
        id: RelationshipId,
        form: &RelationshipForm,
        link: &ApprovalLink,
        event: &SecurityEvent,
    ) -> Changed {
        let customer = scope.customer();
        if let Err(refused) = check_form(form) {
            return Ok(Err(refused));
        }
        let name = form.name.trim();
        let mut transaction = self.begin().await?;
        let written = sqlx::query(REQUEST)
            .bind(id.to_string())
            .bind(customer.to_string())
            .bind(name)
            .bind(name_key(name))
            .bind(form.days)
            .bind(written_entra_roles(form.roles.iter().map(|role| RelationshipRole::from(*role))))
            .bind(i64::from(form.auto_extend))
            .bind(Stage::ApprovalPending.as_str())
            .bind(event.at)
            .bind(link.token_hash.clone())
            .bind(link.expires)
            .run(&mut *transaction)
            .await?;
        if written == 0 {
            return Ok(Err(RelationshipRefused::NameTaken));
        }
        finish(transaction, event, name).await
    }

    async fn ask_customer(
        &self,
        scope: CustomerScope,
        id: RelationshipId,
        link: &ApprovalLink,
        event: &SecurityEvent,
    ) -> Changed {
        let customer = scope.customer();
        let mut transaction = self.begin().await?;
        // The customer is asked before any group has roles of it.
        let Some(now) = locked(&mut transaction, TenantReach::All, (customer, id)).await? else {
            return Ok(Err(RelationshipRefused::Gone));
        };
        let stage = match next(now.status_at(event.at), RelationshipEvent::AskCustomer) {
            Ok(stage) => stage,
            Err(refused) => return Ok(Err(refused)),
        };
        sqlx::query(ASK)
            .bind(id.to_string())
            .bind(stage.as_str())
            .bind(link.token_hash.clone())
            .bind(link.expires)
            .run(&mut *transaction)
            .await?;
        finish(transaction, event, &now.name).await
    }

    async fn change_relationship(
        &self,
        actor: &Actor,
        scope: CustomerScope,
        id: RelationshipId,
        change: &RelationshipChange,
        fresh: AccessAssignmentId,
        event: &SecurityEvent,
    ) -> Changed {
        let mut transaction = self.begin().await?;
        let reach = actor.reach();
        let Some(now) = locked(&mut transaction, reach, (scope.customer(), id)).await? else {
            return Ok(Err(RelationshipRefused::Gone));
        };
        let done = match change {
            RelationshipChange::Assign(form) => {
                assign(&mut transaction, self.dialect, actor, (&now, form), fresh, event.at).await?
            }
            RelationshipChange::Unassign(assignment) => unassign(&mut transaction, &now, *assignment, event.at).await?,
            RelationshipChange::Terminate => terminate(&mut transaction, &now, event.at).await?,
            RelationshipChange::AutoExtend(on) => set_auto_extend(&mut transaction, &now, *on, event.at).await?,
        };
        match done {
            Ok(()) => finish(transaction, event, &now.name).await,
            Err(refused) => Ok(Err(refused)),
        }
    }
}

async fn assign(
    transaction: &mut Transaction<'_, Any>,
    dialect: Dialect,
    actor: &Actor,
    (now, form): (&Relationship, &AssignmentForm),
    fresh: AccessAssignmentId,
    at: i64,
) -> Changed {
    if let Err(refused) = check_assignment(now, form, at) {
        return Ok(Err(refused));
    }
    let query = sqlx::query_scalar(GROUP_TENANT).bind(form.group.to_string()).bind(now.customer.to_string());
    let tenant: Option<Option<String>> = query.optional(&mut **transaction).await?;
    let tenant = tenant.map(|tenant| parsed_if_any(tenant.as_deref())).transpose()?;
    // A group of people that the actor does not manage counts as missing.
    if !tenant.is_some_and(|tenant| actor.reaches(tenant)) {
        return Ok(Err(RelationshipRefused::GroupGone));
    }
    if would_keys_gain(transaction, dialect, actor, (now.customer, form), at).await? {
        return Ok(Err(RelationshipRefused::KeysWouldGain));
    }
    sqlx::query(ASSIGN)
        .bind(fresh.to_string())
        .bind(now.id.to_string())
        .bind(form.group.to_string())
        .bind(written_entra_roles(form.roles.iter().copied()))
        .bind(AssignmentStatus::Active.as_str())
        .run(&mut **transaction)
        .await?;
    Ok(Ok(()))
}

async fn unassign(
    transaction: &mut Transaction<'_, Any>,
    now: &Relationship,
    assignment: AccessAssignmentId,
    at: i64,
) -> Changed {
    if let Err(refused) = check_unassign(now, assignment, at) {
        return Ok(Err(refused));
    }
    let query = sqlx::query(UNASSIGN).bind(assignment.to_string()).bind(now.id.to_string());
    let removed = query.run(&mut **transaction).await?;
    Ok(if removed == 0 { Err(RelationshipRefused::AssignmentGone) } else { Ok(()) })
}

async fn terminate(transaction: &mut Transaction<'_, Any>, now: &Relationship, at: i64) -> Changed {
    let stage = match check_terminate(now, at) {
        Ok(stage) => stage,
        Err(refused) => return Ok(Err(refused)),
    };
    let query = sqlx::query(TERMINATE).bind(now.id.to_string()).bind(stage.as_str());
    query.run(&mut **transaction).await?;
    Ok(Ok(()))
}

/// Writes an end that was extended automatically first, so that switching off does not end an active relationship.
async fn set_auto_extend(transaction: &mut Transaction<'_, Any>, now: &Relationship, on: bool, at: i64) -> Changed {
    if let Err(refused) = check_auto_extend(now, on, at) {
        return Ok(Err(refused));
    }
    let query = sqlx::query(AUTO_EXTEND).bind(now.id.to_string()).bind(i64::from(on)).bind(now.end_at(at));
    query.run(&mut **transaction).await?;
    Ok(Ok(()))
}

/// The relationship, locked until the transaction ends. `None` if the customer has no such one.
async fn locked(
    transaction: &mut Transaction<'_, Any>,
    reach: TenantReach,
    (customer, id): (CustomerId, RelationshipId),
) -> Result<Option<Relationship>, StoreError> {
    let query = sqlx::query(LOCK).bind(id.to_string()).bind(customer.to_string());
    query.run(&mut **transaction).await?;
    relationship(transaction, reach, (customer, id)).await
}

async fn finish(mut transaction: Transaction<'_, Any>, event: &SecurityEvent, name: &str) -> Changed {
    security_log::keep(&mut transaction, &event.clone().done_to(name)).await?;
    commit(transaction).await?;
    Ok(Ok(()))
}

pub(super) fn statements() -> Vec<String> {
    [REQUEST, LOCK, ASK, TERMINATE, AUTO_EXTEND, GROUP_TENANT, ASSIGN, UNASSIGN].map(String::from).into()
}
