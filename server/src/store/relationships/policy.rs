//! Whether the partner's people need relationships, and at how many customers they would be refused.

use crate::store::SqlStore;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::seen::sees_users;
use crate::store::people::partner_choices::{choice_of, write_choice};
use async_trait::async_trait;
use domain::access::Actor;
use domain::access::relationship_policy::RelationshipPolicy;
use domain::access::relationship_policy_rules::{PolicyRefused, RelationshipCounts, check_policy};
use domain::console::security::SecurityEvent;
use domain::store::{RelationshipPolicyStore, StoreError};
use sqlx::AssertSqlSafe;

/// The partner's customers, those where a relationship was ever in force, and those where one lets somebody see users at a moment.
fn counts() -> String {
    let recorded = "SELECT v.customer_id FROM relationship AS v \
        WHERE v.partner_id = $1 AND (v.activated IS NOT NULL OR v.stage = 'Active')";
    let granted = format!(
        "SELECT v.customer_id FROM relationship AS v JOIN access_assignment AS s ON s.relationship_id = v.id \
         JOIN partner_group_member AS m ON m.group_id = s.group_id WHERE v.partner_id = $1 AND v.stage = 'Active' \
         AND (v.auto_extend = 1 OR v.ends > $2) AND s.status = 'Active' AND ({})",
        sees_users()
    );
    let number = |of: &str| format!("CAST(COALESCE(SUM(CASE WHEN c.id IN ({of}) THEN 1 ELSE 0 END), 0) AS BIGINT)");
    format!(
        "SELECT COUNT(*), {}, {} FROM customer AS c WHERE c.partner_id = $1 AND c.own_organization = 0 \
         AND c.deleted IS NULL",
        number(recorded),
        number(&granted)
    )
}

#[async_trait]
impl RelationshipPolicyStore for SqlStore {
    async fn relationship_policy(
        &self,
        actor: &Actor,
        now: i64,
    ) -> Result<(RelationshipPolicy, RelationshipCounts), StoreError> {
        let policy = self.partner_choice(actor.partner).await?;
        let query = sqlx::query_as(AssertSqlSafe(counts())).bind(actor.partner.to_string()).bind(now);
        let (customers, recorded, granted): (i64, i64, i64) = query.one(&self.read).await?;
        Ok((policy, RelationshipCounts { customers, recorded, granted }))
    }

    async fn set_relationship_policy(
        &self,
        actor: &Actor,
        policy: RelationshipPolicy,
        event: &SecurityEvent,
    ) -> Result<Result<(), PolicyRefused>, StoreError> {
        let mut changing = self.lock_managed(actor, event.at).await?;
        if let Err(refused) = check_policy(&changing.people, &changing.actor) {
            return Ok(Err(refused));
        }
        let before: RelationshipPolicy = choice_of(&mut changing.transaction, actor.partner).await?;
        if before == policy {
            return Ok(Ok(()));
        }
        write_choice(&mut changing.transaction, actor.partner, &policy).await?;
        changing.finish(&event.clone().of_setting(RelationshipPolicy::SETTING, before, policy)).await.map(Ok)
    }
}

pub(super) fn statements() -> Vec<String> {
    vec![counts()]
}
