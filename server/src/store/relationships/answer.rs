//! The customer's answer to a request, by its link.

use super::read::read_entra_roles;
use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::engine::stored::parsed;
use crate::store::people::security_log;
use async_trait::async_trait;
use domain::access::relationship::{DAY_MS, RelationshipStatus, Stage};
use domain::access::relationship_request::{CustomerAnswer, RelationshipRequest};
use domain::access::relationship_rules::{RelationshipEvent, next};
use domain::console::security::SecurityEvent;
use domain::store::{RelationshipRequestStore, StoreError};

const OPEN: &str = "SELECT r.partner_id, r.customer_id, p.name AS partner_name, c.name AS customer_name, r.name, \
    r.roles, r.days, r.auto_extend, r.approve_by FROM relationship AS r JOIN partner AS p ON p.id = r.partner_id \
    JOIN customer AS c ON c.id = r.customer_id \
    WHERE r.token_hash = $1 AND r.stage = 'Approval pending' AND r.approve_by > $2";
/// Uses the link up: of two answers at once, the second finds no row.
const ANSWER: &str = "UPDATE relationship SET stage = $3, activated = $4, ends = $5, answered_by_link = $6, \
    token_hash = NULL \
    WHERE token_hash = $1 AND stage = 'Approval pending' AND approve_by > $2";

/// The row of [`OPEN`].
#[derive(sqlx::FromRow)]
struct OpenRequest {
    partner_id: String,
    customer_id: String,
    partner_name: String,
    customer_name: String,
    name: String,
    roles: String,
    days: i64,
    auto_extend: i64,
    approve_by: i64,
}

impl OpenRequest {
    fn request(self) -> Result<RelationshipRequest, StoreError> {
        Ok(RelationshipRequest {
            customer: parsed(&self.customer_id)?,
            partner_name: self.partner_name,
            customer_name: self.customer_name,
            name: self.name,
            roles: read_entra_roles(&self.roles)?,
            days: self.days,
            auto_extend: self.auto_extend == 1,
            approve_by: self.approve_by,
        })
    }
}

/// How far a request has come after an answer. An approved one comes into force at once.
fn answered(answer: CustomerAnswer) -> Option<Stage> {
    let pending = RelationshipStatus::ApprovalPending;
    match answer {
        CustomerAnswer::Approve => {
            next(pending, RelationshipEvent::Approve).ok()?;
            next(RelationshipStatus::Approved, RelationshipEvent::Activate).ok()
        }
        CustomerAnswer::Reject => next(pending, RelationshipEvent::Reject).ok(),
    }
}

#[async_trait]
impl RelationshipRequestStore for SqlStore {
    async fn open_request(&self, token_hash: &str, now: i64) -> Result<Option<RelationshipRequest>, StoreError> {
        let query = sqlx::query_as(OPEN).bind(token_hash.to_owned()).bind(now);
        let found: Option<OpenRequest> = query.optional(&self.vital).await?;
        found.map(OpenRequest::request).transpose()
    }

    async fn answer_request(
        &self,
        token_hash: &str,
        answer: CustomerAnswer,
        event: &SecurityEvent,
    ) -> Result<Option<RelationshipRequest>, StoreError> {
        let (now, Some(stage)) = (event.at, answered(answer)) else { return Ok(None) };
        let mut transaction = self.begin().await?;
        let query = sqlx::query_as(OPEN).bind(token_hash.to_owned()).bind(now);
        let found: Option<OpenRequest> = query.optional(&mut *transaction).await?;
        let Some(found) = found else { return Ok(None) };
        let in_force = (stage == Stage::Active).then_some(now);
        let query = sqlx::query(ANSWER)
            .bind(token_hash.to_owned())
            .bind(now)
            .bind(stage.as_str())
            .bind(in_force)
            .bind(in_force.map(|from| from + found.days * DAY_MS))
            .bind(i64::from(event.person.is_none()));
        if query.run(&mut *transaction).await? == 0 {
            return Ok(None);
        }
        let event = event.clone().at_partner(parsed(&found.partner_id)?).about(parsed(&found.customer_id)?);
        let request = found.request()?;
        security_log::keep(&mut transaction, &event.done_to(&request.name)).await?;
        commit(transaction).await?;
        Ok(Some(request))
    }
}

pub(super) fn statements() -> Vec<String> {
    [OPEN, ANSWER].map(String::from).into()
}
