//! Invariants of the data. Queries check them after every test and in `tenantry check`.

use crate::store::SqlStore;
use crate::store::engine::fetch::Fetch;
use domain::store::StoreError;

/// A broken invariant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The name of the invariant.
    pub invariant: &'static str,
    /// The number of rows that break it.
    pub rows: i64,
}

// Code checks these invariants, because no single query can.
const CHAINS: &str = "the chain of every customer's activity log verifies";
const WORDS: &str = "every activity row is found by its words";
const ORDERS: &str = "every order is in the state that the activity log says";
const TRIGGERS: &str = "the triggers that keep the activity log and security events append-only are as they were set";

const INVARIANTS: &[(&str, &str)] = &[
    (
        "consumed seats are the distinct users holding the product",
        "SELECT COUNT(*) FROM customer_product AS c WHERE c.consumed <> (SELECT COUNT(DISTINCT a.user_id) \
         FROM assignment AS a WHERE a.customer_id = c.customer_id AND a.sku_id = c.sku_id AND a.error IS NULL) \
         AND c.customer_id NOT IN (SELECT g.id FROM customer AS g WHERE g.deleted IS NOT NULL)",
    ),
    (
        "consumed and reserved seats stay within what is owned, but for seats that were lost",
        "SELECT COUNT(*) FROM customer_product WHERE consumed + reserved > owned + over_assigned",
    ),
    (
        "owned seats are the sum of the assignable subscriptions",
        "SELECT COUNT(*) FROM customer_product AS c WHERE c.owned <> (SELECT CAST(COALESCE(SUM(s.enabled + s.warning), \
         0) AS BIGINT) FROM subscription AS s WHERE s.customer_id = c.customer_id AND s.sku_id = c.sku_id)",
    ),
    (
        "no license belongs to a deleted user",
        "SELECT COUNT(*) FROM assignment AS a JOIN users AS u ON u.customer_id = a.customer_id AND u.id = a.user_id \
         WHERE u.deleted IS NOT NULL",
    ),
    (
        "no deletion is planned of a deleted user",
        "SELECT COUNT(*) FROM planned_deletion AS p JOIN users AS u ON u.customer_id = p.customer_id \
         AND u.id = p.user_id WHERE u.deleted IS NOT NULL",
    ),
    (
        "only a deleted user was deleted by an operation",
        "SELECT COUNT(*) FROM users WHERE deleted IS NULL AND deleted_by IS NOT NULL",
    ),
    (
        "every operation has an outcome for each user that it counts as done, and in the end for all",
        "SELECT COUNT(*) FROM operation AS o WHERE ((o.state = 'Done' AND o.user_count <> o.changed_count + \
         o.failed_count + o.unchanged_count) OR o.changed_count + o.failed_count + o.unchanged_count <> \
         (SELECT COUNT(*) FROM operation_user AS u WHERE u.operation_id = o.id)) \
         AND o.customer_id NOT IN (SELECT g.id FROM customer AS g WHERE g.deleted IS NOT NULL)",
    ),
    (
        "no operation assigned or revoked more licenses of products than it counts",
        "SELECT COUNT(*) FROM operation AS o JOIN (SELECT p.operation_id, CAST(SUM(p.assigned) AS BIGINT) AS assigned, \
         CAST(SUM(p.revoked) AS BIGINT) AS revoked FROM operation_product AS p GROUP BY p.operation_id) AS s \
         ON s.operation_id = o.id WHERE s.assigned > o.assigned_count OR s.revoked > o.revoked_count",
    ),
    (
        "every operation that has ended stands under exactly one activity row",
        "SELECT COUNT(*) FROM operation AS o WHERE CASE WHEN o.state IN ('Done', 'Cancelled') THEN 1 ELSE 0 END <> \
         (SELECT COUNT(*) FROM activity AS a WHERE a.customer_id = o.customer_id AND a.subject_id = o.id \
         AND a.action IN ('Licenses updated', 'Change undone', 'Sign-in blocked', 'Sign-in allowed', 'Users deleted', \
         'Users restored', 'Users permanently deleted', 'Users added', 'Users uploaded', 'Users updated', \
         'Passwords reset', 'Users offboarded', 'Users reinstated', 'Planned deletions cancelled'))",
    ),
    (
        "an operation is running exactly as long as there is a job for it",
        "SELECT COUNT(*) FROM operation AS o WHERE CASE WHEN o.state = 'Running' THEN 1 ELSE 0 END <> \
         (SELECT COUNT(*) FROM job AS j WHERE j.operation_id = o.id AND j.customer_id = o.customer_id)",
    ),
    (
        "seats are reserved for running jobs alone",
        "SELECT COUNT(*) FROM customer_product AS c WHERE c.reserved <> (SELECT CAST(COALESCE(SUM(s.seats), 0) \
         AS BIGINT) FROM job_seat AS s WHERE s.customer_id = c.customer_id AND s.sku_id = c.sku_id)",
    ),
    (
        "only operations that were stopped are noted as such",
        "SELECT COUNT(*) FROM operation WHERE stop_unsaid = 1 AND state <> 'Cancelled'",
    ),
    (
        "a key has one effect",
        "SELECT COUNT(*) FROM operation AS o JOIN purchase_order AS p ON p.actor_id = o.actor_id \
         AND p.customer_id = o.customer_id AND p.idempotency_key = o.idempotency_key",
    ),
    (
        "what came of a key's request stands under that key",
        "SELECT COUNT(*) FROM idempotency_record AS r WHERE r.subject_id IS NOT NULL AND NOT EXISTS (SELECT 1 \
         FROM operation AS o WHERE o.id = r.subject_id AND o.actor_id = r.actor_id AND o.customer_id = r.customer_id \
         AND o.idempotency_key = r.idempotency_key) AND NOT EXISTS (SELECT 1 FROM purchase_order AS p \
         WHERE p.id = r.subject_id AND p.actor_id = r.actor_id AND p.customer_id = r.customer_id \
         AND p.idempotency_key = r.idempotency_key)",
    ),
    (
        "every order stands under exactly one activity row of its purchase",
        "SELECT COUNT(*) FROM purchase_order AS p WHERE (SELECT COUNT(*) FROM activity AS a \
         WHERE a.customer_id = p.customer_id AND a.subject_id = p.id AND a.action = 'Licenses bought') <> 1",
    ),
    (
        "exactly the licensed users are marked as licensed",
        "SELECT COUNT(*) FROM users AS u WHERE u.is_licensed <> CASE WHEN EXISTS (SELECT 1 FROM assignment AS a \
         WHERE a.customer_id = u.customer_id AND a.user_id = u.id AND a.error IS NULL) THEN 1 ELSE 0 END",
    ),
    (
        "exactly the users with errors that count are marked as having errors",
        "SELECT COUNT(*) FROM users AS u WHERE u.deleted IS NULL AND u.has_errors <> CASE WHEN u.failed_in IS NOT NULL \
         OR EXISTS (SELECT 1 FROM assignment AS a WHERE a.customer_id = u.customer_id AND a.user_id = u.id \
         AND a.error IS NOT NULL AND NOT EXISTS (SELECT 1 FROM dismissed_error AS d \
         WHERE d.customer_id = a.customer_id AND d.user_id = a.user_id AND d.sku_id = a.sku_id \
         AND d.source = a.source AND d.error = a.error)) THEN 1 ELSE 0 END",
    ),
    (
        "a user's failure is an outcome of the operation that it names",
        "SELECT COUNT(*) FROM users AS u WHERE u.deleted IS NULL AND u.failed_in IS NOT NULL AND NOT EXISTS (SELECT 1 \
         FROM operation_user AS o WHERE o.operation_id = u.failed_in AND o.user_id = u.id AND o.code IS NOT NULL)",
    ),
    (
        "only people with a second factor have recovery codes",
        "SELECT COUNT(*) FROM recovery_code AS c WHERE NOT EXISTS (SELECT 1 FROM second_factor AS f \
         WHERE f.partner_user_id = c.partner_user_id AND f.confirmed IS NOT NULL)",
    ),
    (
        "sealed secrets stand beside the name of their key",
        "SELECT COUNT(*) FROM second_factor WHERE NOT EXISTS (SELECT 1 FROM sealing_key)",
    ),
    (
        "nobody has roles and custom permissions of their own",
        "SELECT COUNT(*) FROM (SELECT roles, custom FROM partner_user UNION ALL SELECT roles, custom FROM partner_group \
         UNION ALL SELECT roles, custom FROM invitation) AS d WHERE d.custom IS NOT NULL AND d.roles <> ''",
    ),
    (
        "members of groups are people and applications of the same partner that were not removed",
        "SELECT COUNT(*) FROM partner_group_member AS m JOIN partner_group AS g ON g.id = m.group_id \
          JOIN partner_user AS u ON u.id = m.partner_user_id WHERE u.removed IS NOT NULL OR u.partner_id <> g.partner_id",
    ),
    (
        "members of groups that follow a directory are those of the directory",
        "SELECT (SELECT COUNT(*) FROM partner_group_member AS m JOIN partner_group AS g ON g.id = m.group_id \
         JOIN partner_user AS u ON u.id = m.partner_user_id WHERE g.directory_group_id IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM directory_group AS d JOIN directory_group_member AS i \
         ON i.customer_id = d.customer_id AND i.group_id = d.id WHERE d.customer_id = g.tenant_id \
         AND d.id = g.directory_group_id AND d.gone = 0 AND u.tenant_id = d.customer_id \
         AND i.user_id = u.directory_user_id)) \
         + (SELECT COUNT(*) FROM partner_group AS g JOIN directory_group AS d ON d.customer_id = g.tenant_id \
         AND d.id = g.directory_group_id AND d.gone = 0 JOIN directory_group_member AS i \
         ON i.customer_id = d.customer_id AND i.group_id = d.id JOIN partner_user AS u ON u.tenant_id = d.customer_id \
         AND u.directory_user_id = i.user_id AND u.removed IS NULL AND u.partner_id = g.partner_id \
         WHERE u.application_id IS NULL AND NOT EXISTS (SELECT 1 FROM partner_group_member AS m \
         WHERE m.group_id = g.id AND m.partner_user_id = u.id))",
    ),
    (
        "applications have no password, and nothing else by which people sign in",
        "SELECT COUNT(*) FROM partner_user AS u WHERE u.application_id IS NOT NULL AND (u.password_hash <> '' \
         OR u.sign_in_key = LOWER(u.sign_in_key) \
         OR EXISTS (SELECT 1 FROM session AS s WHERE s.partner_user_id = u.id) \
         OR EXISTS (SELECT 1 FROM reset_link AS r WHERE r.partner_user_id = u.id) \
         OR EXISTS (SELECT 1 FROM second_factor AS f WHERE f.partner_user_id = u.id))",
    ),
    (
        "keys belong to applications that were not removed, and of each at most two were never revoked and live at once",
        "SELECT COUNT(*) FROM application_key AS k JOIN partner_user AS u ON u.id = k.partner_user_id \
         WHERE u.application_id IS NULL OR u.removed IS NOT NULL OR (k.revoked IS NULL AND (SELECT COUNT(*) \
         FROM application_key AS o WHERE o.partner_user_id = k.partner_user_id AND o.revoked IS NULL \
         AND o.created <= k.created AND o.expires > k.created) > 2)",
    ),
    (
        "linked accounts belong to people of the provider's partner and customer who were not removed",
        "SELECT COUNT(*) FROM partner_identity AS i JOIN identity_provider AS p ON p.id = i.provider_id \
         JOIN partner_user AS u ON u.id = i.partner_user_id WHERE u.removed IS NOT NULL OR u.partner_id <> p.partner_id \
         OR COALESCE(u.customer_id, '') <> COALESCE(p.customer_id, '')",
    ),
    (
        "identity providers of customers belong to the customer's partner and give no groups",
        "SELECT COUNT(*) FROM identity_provider AS p JOIN customer AS c ON c.id = p.customer_id \
         WHERE c.partner_id <> p.partner_id OR p.group_claim <> '' \
         OR EXISTS (SELECT 1 FROM identity_provider_group AS m WHERE m.provider_id = p.id)",
    ),
    (
        "identity providers give groups of their own partner",
        "SELECT COUNT(*) FROM identity_provider_group AS m JOIN identity_provider AS p ON p.id = m.provider_id \
         JOIN partner_group AS g ON g.id = m.group_id WHERE g.partner_id <> p.partner_id",
    ),
    (
        "client secrets are sealed with a key that the database names",
        "SELECT COUNT(*) FROM identity_provider WHERE client_secret IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM sealing_key)",
    ),
    (
        "people of a customer's portal have no roles and groups of the partner, which is the customer's",
        "SELECT COUNT(*) FROM partner_user AS u JOIN customer AS c ON c.id = u.customer_id WHERE u.roles <> '' \
         OR u.partner_id <> c.partner_id \
         OR EXISTS (SELECT 1 FROM partner_group_member AS m WHERE m.partner_user_id = u.id)",
    ),
    (
        "every customer's user count is right",
        "SELECT COUNT(*) FROM customer AS c WHERE c.live_users <> (SELECT COUNT(*) FROM users AS u \
         WHERE u.customer_id = c.id AND u.deleted IS NULL) AND c.deleted IS NULL",
    ),
    (
        "no customer is deleted without a security event",
        "SELECT COUNT(*) FROM customer AS c WHERE c.deleted IS NOT NULL AND NOT EXISTS (SELECT 1 FROM security_event AS e \
         WHERE e.event = 'Customer deleted' AND e.customer_id = c.id AND e.at = c.deleted)",
    ),
];

impl SqlStore {
    /// The broken invariants of the whole database.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn violations(&self) -> Result<Vec<Violation>, StoreError> {
        let mut violations = Vec::new();
        for (invariant, sql) in INVARIANTS {
            let rows: i64 = sqlx::query_scalar(*sql).one(&self.whole).await?;
            if rows > 0 {
                violations.push(Violation { invariant, rows });
            }
        }
        let flaws: usize = self.audit(None).await?.iter().map(|audited| audited.found.flaws.len()).sum();
        violations.extend(violation(CHAINS, flaws));
        violations.extend(self.violations_beside_chains().await?);
        Ok(violations)
    }

    /// The broken invariants of the activity log that its chains do not cover.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn violations_beside_chains(&self) -> Result<Vec<Violation>, StoreError> {
        let found = [
            (WORDS, self.rows_with_wrong_words().await?),
            (ORDERS, self.orders_in_a_wrong_state().await?),
            (TRIGGERS, self.wrong_triggers().await?),
        ];
        Ok(found.into_iter().filter_map(|(invariant, rows)| violation(invariant, rows)).collect())
    }
}

fn violation(invariant: &'static str, rows: usize) -> Option<Violation> {
    (rows > 0).then(|| Violation { invariant, rows: i64::try_from(rows).unwrap_or(i64::MAX) })
}

pub(in crate::store) fn statements() -> Vec<String> {
    INVARIANTS.iter().map(|(_, sql)| (*sql).to_owned()).collect()
}
