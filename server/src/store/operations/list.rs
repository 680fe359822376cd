//! Operations and their outcomes.

use crate::store::SqlStore;
use crate::store::activity::StoredCounts;
use crate::store::engine::bind::Statement;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::paging::{page, push_limit, push_place};
use crate::store::engine::stored::{from_json, kind_of, outcome_of, parsed, state_of};
use crate::store::people::shown_name::{both_with_shown_name, shown_words, with_shown_name};
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::console::operation::{Operation, OperationState, OutcomeRow, OutcomeTab};
use domain::directory::page::{Cursor, Page, PageSize};
use domain::directory::user::ProductName;
use domain::ids::{OperationId, UserId};
use domain::rules::change::Change;
use domain::rules::failure::FailureCode;
use domain::store::{OperationStore, StoreError};
use sqlx::AssertSqlSafe;

/// An operation. Outcomes with a failure have the lowest positions, and users who were left as they are have the
/// highest: see [`outcome_rows`](crate::store::operations::outcome_rows).
const OPERATION: &str = "SELECT w.name AS actor, o.kind, o.created, o.state, o.change, o.policy, o.user_count, \
    o.changed_count, o.failed_count, o.unchanged_count, o.assigned_count, o.revoked_count, o.direct_removed_count, \
    CASE WHEN o.kind IN ('Add', 'Upload', 'Edit', 'Restore', 'Reinstate') \
    THEN (SELECT COUNT(*) FROM operation_user AS u WHERE u.operation_id = o.id AND u.position < 1000000000 \
    AND u.code IS NOT NULL AND u.outcome <> 'Failed') ELSE 0 END AS done_in_part, \
    CASE WHEN o.kind = 'Licenses' AND o.policy = '\"InOrder\"' THEN (SELECT COUNT(*) FROM operation_user AS u \
    WHERE u.operation_id = o.id AND u.position >= 2000000000 AND u.outcome = 'LeftOut') ELSE 0 END AS left_out, \
    CASE WHEN o.kind IN ('Reset', 'Add', 'Upload', 'Edit') THEN (SELECT COUNT(*) FROM operation_user AS u \
    WHERE u.operation_id = o.id AND u.outcome IN ('PasswordReset', 'Added')) ELSE 0 END AS needing_passwords, \
    o.undoes, o.offboarding, o.planned_by, (SELECT MAX(b.id) FROM operation AS b \
    WHERE b.customer_id = o.customer_id AND b.undoes = o.id) AS undone_by, \
    COALESCE((SELECT MAX(a.reason) FROM activity AS a WHERE a.subject_id = o.id), \
    (SELECT j.reason FROM job AS j WHERE j.operation_id = o.id)) AS reason FROM operation AS o \
    JOIN partner_user AS w ON w.id = o.actor_id WHERE o.customer_id = $1 AND o.id = $2";
const AVAILABLE: &str = "SELECT p.name, p.sku_id, c.owned - c.consumed - c.reserved FROM customer_product AS c \
    JOIN product AS p ON p.sku_id = c.sku_id WHERE c.customer_id = $1 AND c.sku_id = $2";
const FAILURES: &str = "SELECT u.code, COUNT(*) FROM operation_user AS u \
    WHERE u.customer_id = $1 AND u.operation_id = $2 AND u.code IS NOT NULL GROUP BY u.code \
    ORDER BY COUNT(*) DESC, u.code";
const OUTCOMES: &str = "SELECT o.position, o.user_id, o.name, o.upn, o.outcome, o.code, o.message, o.before, o.after \
    FROM operation_user AS o WHERE o.customer_id = $1 AND o.operation_id = $2";

/// A row of [`OUTCOMES`].
#[derive(sqlx::FromRow)]
struct StoredOutcome {
    position: i64,
    user_id: String,
    name: String,
    upn: String,
    outcome: String,
    code: Option<String>,
    message: String,
    before: String,
    after: String,
}

/// The row of [`OPERATION`].
#[derive(sqlx::FromRow)]
struct StoredOperation {
    actor: String,
    kind: String,
    created: i64,
    state: String,
    change: String,
    policy: String,
    #[sqlx(flatten)]
    counts: StoredCounts,
    done_in_part: i64,
    left_out: i64,
    needing_passwords: i64,
    undoes: Option<String>,
    offboarding: Option<String>,
    planned_by: Option<String>,
    undone_by: Option<String>,
    reason: Option<String>,
}

#[async_trait]
impl OperationStore for SqlStore {
    async fn operation(&self, scope: CustomerScope, id: OperationId) -> Result<Option<Operation>, StoreError> {
        let row: Option<StoredOperation> = sqlx::query_as(AssertSqlSafe(with_shown_name(OPERATION, scope)))
            .bind(scope.customer().to_string())
            .bind(id.to_string())
            .optional(&self.read)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let change: Change = from_json(&row.change)?;
        let mut available = Vec::new();
        for sku in change.products.keys() {
            let row: Option<(String, String, i64)> = sqlx::query_as(AVAILABLE)
                .bind(scope.customer().to_string())
                .bind(sku.to_string())
                .optional(&self.read)
                .await?;
            available.extend(row.map(|(name, _, seats)| (ProductName { name, sku_id: *sku }, seats)));
        }
        available.sort();
        let state = state_of(&row.state)?;
        let any_failed = row.counts.failed_count + row.done_in_part > 0 && state != OperationState::Running;
        let failures = if any_failed { self.failures_of(scope, id).await? } else { Vec::new() };
        Ok(Some(Operation {
            id,
            kind: kind_of(&row.kind)?,
            state,
            policy: from_json(&row.policy)?,
            counts: row.counts.into(),
            failures,
            done_in_part: row.done_in_part,
            left_out: row.left_out,
            needing_passwords: row.needing_passwords,
            offboarding: row.offboarding.as_deref().map(from_json).transpose()?,
            planned_by: row.planned_by.map(|planned_by| parsed(&planned_by)).transpose()?,
            undoes: row.undoes.map(|undone| parsed(&undone)).transpose()?,
            undone_by: row.undone_by.map(|undo| parsed(&undo)).transpose()?,
            actor: row.actor,
            // Reasons and tickets are the partner's.
            reason: row.reason.filter(|_| !scope.is_portal()),
            created: row.created,
            change,
            available,
        }))
    }

    async fn outcomes(
        &self,
        scope: CustomerScope,
        id: OperationId,
        tab: OutcomeTab,
        place: Cursor<i64>,
        size: PageSize,
    ) -> Result<Page<OutcomeRow>, StoreError> {
        let mut statement = Statement::new(OUTCOMES);
        statement.bind(scope.customer().to_string());
        statement.bind(id.to_string());
        statement.push(tab_condition(tab));
        let backwards = push_place(&mut statement, "o.position", place, ">", Into::into);
        statement.push(if backwards { " ORDER BY o.position DESC" } else { " ORDER BY o.position" });
        push_limit(&mut statement, size);
        let rows: Vec<StoredOutcome> = statement.rows().all(&self.read).await?;
        let page = page(rows, place, size, backwards);
        let users: Vec<&str> = page.rows.iter().map(|row| row.user_id.as_str()).collect();
        let mut held = self.products_held(scope, &users).await?;
        let whereabouts = self.whereabouts(scope, &users).await?;
        let touched = page.rows.iter().map(|row| (row.before.as_str(), row.after.as_str()));
        let mut plans_off = self.plans_off(touched).await?.into_iter();
        page.try_map(|row| {
            let user: UserId = parsed(&row.user_id)?;
            Ok(OutcomeRow {
                position: row.position,
                user,
                name: row.name,
                upn: row.upn,
                outcome: outcome_of(&row.outcome)?,
                code: row.code,
                message: shown_words(row.message, scope),
                now: whereabouts.get(&user).copied().unwrap_or_default(),
                licenses_now: held.remove(&user).unwrap_or_default(),
                plans_off: plans_off.next().unwrap_or_default(),
            })
        })
    }
}

impl SqlStore {
    /// The number of users who failed for each reason; there are few reasons.
    async fn failures_of(&self, scope: CustomerScope, id: OperationId) -> Result<Vec<(FailureCode, i64)>, StoreError> {
        let rows: Vec<(String, i64)> =
            sqlx::query_as(FAILURES).bind(scope.customer().to_string()).bind(id.to_string()).all(&self.read).await?;
        let known = |(code, users): (String, i64)| match FailureCode::parse(&code) {
            Some(code) => Ok((code, users)),
            None => Err(StoreError::Corrupt(format!("an outcome has the code “{code}”"))),
        };
        rows.into_iter().map(known).collect()
    }
}

fn tab_condition(tab: OutcomeTab) -> &'static str {
    match tab {
        OutcomeTab::All => "",
        OutcomeTab::Successful => " AND o.code IS NULL",
        OutcomeTab::Errors => " AND o.code IS NOT NULL",
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    let mut all: Vec<String> = [AVAILABLE, FAILURES].map(String::from).into();
    all.extend(both_with_shown_name(OPERATION));
    for tab in [OutcomeTab::All, OutcomeTab::Successful, OutcomeTab::Errors] {
        all.push(format!("{OUTCOMES}{} AND o.position > $3 ORDER BY o.position LIMIT $4", tab_condition(tab)));
    }
    all
}
