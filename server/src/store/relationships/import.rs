//! Importing admin relationships from Microsoft's files.

use super::read::{relationship, written_roles};
use crate::store::SqlStore;
use crate::store::engine::error::database;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::engine::stored::parsed;
use crate::store::people::security;
use domain::access::group_rules::group_key;
use domain::access::relationship::{AccessAssignment, AssignmentStatus, Relationship};
use domain::access::relationship_rules::name_key;
use domain::console::security::SecurityEvent;
use domain::ids::{CustomerId, PartnerGroupId, PartnerId, RelationshipId};
use domain::import::graph_relationships::{ImportedAssignment, ImportedRelationship};
use domain::store::StoreError;
use sqlx::{Any, Transaction};
use std::collections::BTreeMap;
use uuid::Uuid;

const IS_OWN: &str = "SELECT COUNT(*) FROM customer WHERE id = $1 AND partner_id = $2";
const KNOWN: &str = "SELECT id, customer_id FROM relationship WHERE partner_id = $1 AND microsoft_id = $2";
const HAS_NAME: &str = "SELECT COUNT(*) FROM relationship WHERE partner_id = $1 AND name_key = $2 AND id <> $3";
const ADD: &str = "INSERT INTO relationship (id, partner_id, customer_id, name, name_key, days, roles, auto_extend, stage, \
    created, activated, ends, microsoft_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
/// Another end has reminders of its own.
const UPDATE: &str = "UPDATE relationship SET customer_id = $2, name = $3, name_key = $4, days = $5, roles = $6, \
    auto_extend = $7, stage = $8, created = $9, activated = $10, \
    reminded = CASE WHEN ends = $11 THEN reminded ELSE NULL END, ends = $11 WHERE id = $1";
const CLEAR: &str = "DELETE FROM access_assignment WHERE relationship_id = $1";
const ASSIGN: &str =
    "INSERT INTO access_assignment (id, relationship_id, group_id, roles, status) VALUES ($1, $2, $3, $4, $5)";
const GROUP: &str = "SELECT id FROM partner_group WHERE id = $1 AND partner_id = $2";
const GROUP_BY_NAME: &str = "SELECT id FROM partner_group WHERE partner_id = $1 AND name_key = $2";
const GROUP_NAME: &str = "SELECT name FROM partner_group WHERE id = $1";
const ADD_GROUP: &str =
    "INSERT INTO partner_group (id, partner_id, name, name_key, roles, created) VALUES ($1, $2, $3, $4, '', $5)";

/// What an import changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportCounts {
    /// Relationships that were not known.
    pub added: usize,
    /// Relationships that were known and differ now.
    pub updated: usize,
    /// Relationships that were known like this.
    pub unchanged: usize,
    /// Names of groups that were not known.
    pub groups: Vec<String>,
    /// Names of relationships with customers that are not the partner's here.
    pub unknown_customers: Vec<String>,
    /// Names that another relationship has here.
    pub names_taken: Vec<String>,
}

impl SqlStore {
    /// Records relationships of a partner as Microsoft keeps them, all or none. `fresh` makes ids. A dry run writes
    /// nothing.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn import_relationships(
        &self,
        partner: PartnerId,
        all: &[ImportedRelationship],
        fresh: impl Fn() -> Uuid,
        event: &SecurityEvent,
        dry_run: bool,
    ) -> Result<ImportCounts, StoreError> {
        let mut transaction = self.begin().await?;
        let mut counts = ImportCounts::default();
        for one in all {
            let mut import = Import { partner, now: event.at, transaction: &mut transaction, counts: &mut counts };
            import.record(one, RelationshipId::new(fresh())).await?;
        }
        if dry_run {
            transaction.rollback().await.map_err(database)?;
            return Ok(counts);
        }
        security::keep(&mut transaction, &event.clone().at_partner(partner)).await?;
        commit(transaction).await?;
        Ok(counts)
    }
}

/// An import that is under way.
struct Import<'a> {
    partner: PartnerId,
    now: i64,
    transaction: &'a mut Transaction<'static, Any>,
    counts: &'a mut ImportCounts,
}

impl Import<'_> {
    async fn record(&mut self, one: &ImportedRelationship, fresh: RelationshipId) -> Result<(), StoreError> {
        if !self.is_own(one.customer).await? {
            self.counts.unknown_customers.push(one.name.clone());
            return Ok(());
        }
        let before = self.known(&one.microsoft_id).await?;
        let id = before.as_ref().map_or(fresh, |before| before.id);
        if self.has_name(&one.name, id).await? {
            self.counts.names_taken.push(one.name.clone());
            return Ok(());
        }
        let now = Relationship {
            id,
            customer: one.customer,
            name: one.name.clone(),
            days: one.days,
            roles: one.roles.clone(),
            auto_extend: one.auto_extend,
            stage: one.stage,
            created: one.created.or(before.as_ref().map(|before| before.created)).unwrap_or(self.now),
            approve_by: before.as_ref().and_then(|before| before.approve_by),
            activated: one.activated,
            ends: one.ends,
            imported: true,
            assignments: self.assignments(&one.assignments).await?,
        };
        match before {
            Some(before) if same(&before, &now) => {
                self.counts.unchanged += 1;
                return Ok(());
            }
            Some(_) => {
                self.update(&now).await?;
                self.counts.updated += 1;
            }
            None => {
                self.add(&now, &one.microsoft_id).await?;
                self.counts.added += 1;
            }
        }
        self.assign(&now).await
    }

    async fn is_own(&mut self, customer: CustomerId) -> Result<bool, StoreError> {
        let query = sqlx::query_scalar(IS_OWN).bind(customer.to_string()).bind(self.partner.to_string());
        let count: i64 = query.one(&mut **self.transaction).await?;
        Ok(count > 0)
    }

    async fn known(&mut self, microsoft_id: &str) -> Result<Option<Relationship>, StoreError> {
        let query = sqlx::query_as(KNOWN).bind(self.partner.to_string()).bind(microsoft_id.to_owned());
        let found: Option<(String, String)> = query.optional(&mut **self.transaction).await?;
        let Some((id, customer)) = found else { return Ok(None) };
        relationship(self.transaction, parsed(&customer)?, parsed(&id)?).await
    }

    async fn has_name(&mut self, name: &str, id: RelationshipId) -> Result<bool, StoreError> {
        let query =
            sqlx::query_scalar(HAS_NAME).bind(self.partner.to_string()).bind(name_key(name)).bind(id.to_string());
        let count: i64 = query.one(&mut **self.transaction).await?;
        Ok(count > 0)
    }

    /// The assignments with the partner's groups, one for each group.
    async fn assignments(&mut self, all: &[ImportedAssignment]) -> Result<Vec<AccessAssignment>, StoreError> {
        let mut by_group: BTreeMap<PartnerGroupId, AccessAssignment> = BTreeMap::new();
        for one in all {
            let (group, group_name) = self.group(one).await?;
            let assignment =
                AccessAssignment { id: one.id, group, group_name, roles: one.roles.clone(), status: one.status };
            match by_group.get_mut(&group) {
                Some(known) if known.status == one.status => known.roles.extend(one.roles.iter().copied()),
                Some(known) if known.status == AssignmentStatus::Active => (),
                Some(_) | None => {
                    by_group.insert(group, assignment);
                }
            }
        }
        Ok(by_group.into_values().collect())
    }

    /// The partner's group of an assignment: the one with its id, the one with its name, or a new one without roles.
    async fn group(&mut self, one: &ImportedAssignment) -> Result<(PartnerGroupId, String), StoreError> {
        let said = one.group_name.clone().unwrap_or_else(|| one.group.to_string());
        let query = sqlx::query_scalar(GROUP).bind(one.group.to_string()).bind(self.partner.to_string());
        let mut known: Option<String> = query.optional(&mut **self.transaction).await?;
        if known.is_none() {
            let query = sqlx::query_scalar(GROUP_BY_NAME).bind(self.partner.to_string()).bind(group_key(&said));
            known = query.optional(&mut **self.transaction).await?;
        }
        if let Some(known) = known {
            let query = sqlx::query_scalar(GROUP_NAME).bind(known.clone());
            return Ok((parsed(&known)?, query.one(&mut **self.transaction).await?));
        }
        sqlx::query(ADD_GROUP)
            .bind(one.group.to_string())
            .bind(self.partner.to_string())
            .bind(said.clone())
            .bind(group_key(&said))
            .bind(self.now)
            .run(&mut **self.transaction)
            .await?;
        self.counts.groups.push(said.clone());
        Ok((one.group, said))
    }

    async fn add(&mut self, now: &Relationship, microsoft_id: &str) -> Result<(), StoreError> {
        sqlx::query(ADD)
            .bind(now.id.to_string())
            .bind(self.partner.to_string())
            .bind(now.customer.to_string())
            .bind(now.name.clone())
            .bind(name_key(&now.name))
            .bind(now.days)
            .bind(written_roles(now.roles.iter().copied()))
            .bind(i64::from(now.auto_extend))
            .bind(now.stage.as_str())
            .bind(now.created)
            .bind(now.activated)
            .bind(now.ends)
            .bind(microsoft_id.to_owned())
            .run(&mut **self.transaction)
            .await
            .map(|_| ())
    }

    async fn update(&mut self, now: &Relationship) -> Result<(), StoreError> {
        sqlx::query(UPDATE)
            .bind(now.id.to_string())
            .bind(now.customer.to_string())
            .bind(now.name.clone())
            .bind(name_key(&now.name))
            .bind(now.days)
            .bind(written_roles(now.roles.iter().copied()))
            .bind(i64::from(now.auto_extend))
            .bind(now.stage.as_str())
            .bind(now.created)
            .bind(now.activated)
            .bind(now.ends)
            .run(&mut **self.transaction)
            .await
            .map(|_| ())
    }

    async fn assign(&mut self, now: &Relationship) -> Result<(), StoreError> {
        sqlx::query(CLEAR).bind(now.id.to_string()).run(&mut **self.transaction).await?;
        for one in &now.assignments {
            sqlx::query(ASSIGN)
                .bind(one.id.to_string())
                .bind(now.id.to_string())
                .bind(one.group.to_string())
                .bind(written_roles(one.roles.iter().copied()))
                .bind(one.status.as_str())
                .run(&mut **self.transaction)
                .await?;
        }
        Ok(())
    }
}

/// Whether nothing of a relationship differs. The order of its groups does not count.
fn same(before: &Relationship, now: &Relationship) -> bool {
    let by_group = |one: &Relationship| {
        let mut assignments = one.assignments.clone();
        assignments.sort_by_key(|assignment| assignment.group);
        Relationship { assignments, ..one.clone() }
    };
    by_group(before) == by_group(now)
}

pub(super) fn statements() -> Vec<String> {
    let all = [IS_OWN, KNOWN, HAS_NAME, ADD, UPDATE, CLEAR, ASSIGN, GROUP, GROUP_BY_NAME, GROUP_NAME, ADD_GROUP];
    all.map(String::from).into()
}
