//! Importing admin relationships from Microsoft's files.

use super::read::{relationship, written_entra_roles};
use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch, commit, roll_back};
use crate::store::engine::stored::parsed;
use crate::store::people::security_log;
use domain::access::group_rules::group_key;
use domain::access::relationship::{AccessAssignment, AssignmentStatus, Relationship};
use domain::access::relationship_rules::name_key;
use domain::access::tenant::TenantReach;
use domain::console::security::SecurityEvent;
use domain::ids::{CustomerId, PartnerGroupId, PartnerId, RelationshipId};
use domain::import::graph_assignments::ImportedAssignment;
use domain::import::graph_relationships::ImportedRelationship;
use domain::store::StoreError;
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, Transaction};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const IS_OWN: &str = "SELECT COUNT(*) FROM customer WHERE id = $1 AND partner_id = $2 AND deleted IS NULL";
const KNOWN: &str = "SELECT id, customer_id FROM relationship WHERE partner_id = $1 AND microsoft_id = $2";
const HAS_NAME: &str = "SELECT COUNT(*) FROM relationship WHERE partner_id = $1 AND name_key = $2 AND id <> $3";
const ADD: &str = "INSERT INTO relationship (id, customer_id, name, name_key, days, roles, auto_extend, stage, created, \
    activated, ends, partner_id, microsoft_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
/// Another end has reminders of its own.
const UPDATE: &str = "UPDATE relationship SET customer_id = $2, name = $3, name_key = $4, days = $5, roles = $6, \
    auto_extend = $7, stage = $8, created = $9, activated = $10, \
    reminded = CASE WHEN ends = $11 THEN reminded ELSE NULL END, ends = $11 WHERE id = $1";
const CLEAR: &str = "DELETE FROM access_assignment WHERE relationship_id = $1";
const ASSIGN: &str =
    "INSERT INTO access_assignment (id, relationship_id, group_id, roles, status) VALUES ($1, $2, $3, $4, $5)";
const GROUP: &str = "SELECT id, name FROM partner_group WHERE partner_id = $2 \
    AND (microsoft_id = $1 OR (id = $1 AND microsoft_id IS NULL)) ORDER BY CASE WHEN microsoft_id IS NULL THEN 1 ELSE 0 END LIMIT 1";
/// A group that stands for another one of Microsoft's only has the same name.
const GROUP_BY_NAME: &str =
    "SELECT id, name FROM partner_group WHERE partner_id = $1 AND name_key = $2 AND microsoft_id IS NULL";
const STANDS_FOR: &str = "UPDATE partner_group SET microsoft_id = $2 WHERE id = $1 AND microsoft_id IS NULL";
const HAS_GROUP_NAME: &str = "SELECT COUNT(*) FROM partner_group WHERE partner_id = $1 AND name_key = $2";
const ADD_GROUP: &str = "INSERT INTO partner_group (id, partner_id, name, name_key, roles, created, microsoft_id) \
    VALUES ($1, $2, $3, $4, '', $5, $1)";

/// Why the assignments of a file are not recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AssignmentsRefused {
    /// No relationship was imported with this id of Microsoft's.
    #[error("no relationship with this id was imported. Import it first, with --file.")]
    NotImported,
    /// Microsoft gives groups nothing else, so the file is that of another relationship.
    #[error(
        "the file has roles that the relationship {0} doesn't have. It is that of another relationship, or the relationship was changed: import it first, with --file."
    )]
    OtherRoles(String),
}

/// The changes of an import.
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
    /// Names of relationships without groups in the file. The groups recorded before keep their roles.
    pub without_assignments: Vec<String>,
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
        let ambiguous = names_of_several(all.iter().flat_map(|relationship| relationship.assignments.iter().flatten()));
        let mut import = Import::begin(self.begin().await?, (partner, event.at), ambiguous);
        for one in all {
            import.record(one, RelationshipId::new(fresh())).await?;
        }
        import.finish(&event.clone().at_partner(partner), dry_run).await
    }

    /// Records the assignments of a relationship that was imported before, as Microsoft keeps them, all or none. The others of that
    /// relationship go. A dry run writes nothing.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn import_assignments(
        &self,
        partner: PartnerId,
        (microsoft_id, all): (&str, &[ImportedAssignment]),
        event: &SecurityEvent,
        dry_run: bool,
    ) -> Result<Result<ImportCounts, AssignmentsRefused>, StoreError> {
        let ambiguous = names_of_several(all.iter());
        let mut import = Import::begin(self.begin().await?, (partner, event.at), ambiguous);
        let Some(before) = import.known(microsoft_id).await? else { return Ok(Err(AssignmentsRefused::NotImported)) };
        if all.iter().any(|one| !one.roles.is_subset(&before.roles)) {
            return Ok(Err(AssignmentsRefused::OtherRoles(before.name)));
        }
        let now = Relationship { assignments: import.assignments(all).await?, ..before.clone() };
        if same(&before, &now) {
            import.counts.unchanged = 1;
        } else {
            import.assign(&now).await?;
            import.counts.updated = 1;
        }
        let event = event.clone().at_partner(partner).about(now.customer).done_to(&now.name);
        import.finish(&event, dry_run).await.map(Ok)
    }
}

/// An import that is under way.
struct Import {
    partner: PartnerId,
    now: i64,
    /// Keys of names that several groups of the file have.
    ambiguous: BTreeSet<String>,
    transaction: Transaction<'static, Any>,
    counts: ImportCounts,
}

impl Import {
    fn begin(
        transaction: Transaction<'static, Any>,
        (partner, now): (PartnerId, i64),
        ambiguous: BTreeSet<String>,
    ) -> Self {
        Self { partner, now, ambiguous, transaction, counts: ImportCounts::default() }
    }

    /// Writes the import with its event, or nothing of it after a dry run.
    async fn finish(mut self, event: &SecurityEvent, dry_run: bool) -> Result<ImportCounts, StoreError> {
        if dry_run {
            roll_back(self.transaction).await?;
        } else {
            security_log::keep(&mut self.transaction, event).await?;
            commit(self.transaction).await?;
        }
        Ok(self.counts)
    }

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
        let assignments = match &one.assignments {
            Some(assignments) => self.assignments(assignments).await?,
            None => {
                self.counts.without_assignments.push(one.name.clone());
                kept(before.as_ref(), one)
            }
        };
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
            answered_by_link: before.as_ref().is_some_and(|before| before.answered_by_link),
            assignments,
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
        let count: i64 = query.one(&mut *self.transaction).await?;
        Ok(count > 0)
    }

    async fn known(&mut self, microsoft_id: &str) -> Result<Option<Relationship>, StoreError> {
        let query = sqlx::query_as(KNOWN).bind(self.partner.to_string()).bind(microsoft_id.to_owned());
        let found: Option<(String, String)> = query.optional(&mut *self.transaction).await?;
        let Some((id, customer)) = found else { return Ok(None) };
        relationship(&mut self.transaction, TenantReach::All, (parsed(&customer)?, parsed(&id)?)).await
    }

    async fn has_name(&mut self, name: &str, id: RelationshipId) -> Result<bool, StoreError> {
        let query =
            sqlx::query_scalar(HAS_NAME).bind(self.partner.to_string()).bind(name_key(name)).bind(id.to_string());
        let count: i64 = query.one(&mut *self.transaction).await?;
        Ok(count > 0)
    }

    /// The assignments with the partner's groups, one for each group.
    async fn assignments(&mut self, all: &[ImportedAssignment]) -> Result<Vec<AccessAssignment>, StoreError> {
        let mut by_group: BTreeMap<PartnerGroupId, AccessAssignment> = BTreeMap::new();
        for one in all {
            let (group, group_name) = self.group(one).await?;
            let (roles, status) = (one.roles.clone(), one.status);
            let assignment = AccessAssignment { id: one.id, group, group_name, roles, status, elsewhere: false };
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

    /// The partner's group of an assignment: the one that stands for Microsoft's, the one that was made here with its name, or a
    /// new one without roles. Names of security groups are not unique, so an ambiguous name matches none.
    async fn group(&mut self, one: &ImportedAssignment) -> Result<(PartnerGroupId, String), StoreError> {
        let said = one.group_name.clone().unwrap_or_else(|| one.group.to_string());
        let query = sqlx::query_as(GROUP).bind(one.group.to_string()).bind(self.partner.to_string());
        let mut known: Option<(String, String)> = query.optional(&mut *self.transaction).await?;
        if known.is_none() && !self.ambiguous.contains(&group_key(&said)) {
            let query = sqlx::query_as(GROUP_BY_NAME).bind(self.partner.to_string()).bind(group_key(&said));
            known = query.optional(&mut *self.transaction).await?;
        }
        let Some((id, name)) = known else { return self.add_group(one.group, said).await };
        let query = sqlx::query(STANDS_FOR).bind(id.clone()).bind(one.group.to_string());
        query.run(&mut *self.transaction).await?;
        Ok((parsed(&id)?, name))
    }

    /// Adds a group, by another name if one has its own.
    async fn add_group(&mut self, group: PartnerGroupId, said: String) -> Result<(PartnerGroupId, String), StoreError> {
        let id = group.to_string();
        let start = id.get(..8).unwrap_or_default();
        let mut name = said.clone();
        for other in [format!("{said} ({start})"), format!("{said} ({id})")] {
            if !self.has_group_name(&name).await? {
                break;
            }
            name = other;
        }
        sqlx::query(ADD_GROUP)
            .bind(id)
            .bind(self.partner.to_string())
            .bind(name.clone())
            .bind(group_key(&name))
            .bind(self.now)
            .run(&mut *self.transaction)
            .await?;
        self.counts.groups.push(name.clone());
        Ok((group, name))
    }

    async fn has_group_name(&mut self, name: &str) -> Result<bool, StoreError> {
        let query = sqlx::query_scalar(HAS_GROUP_NAME).bind(self.partner.to_string()).bind(group_key(name));
        let count: i64 = query.one(&mut *self.transaction).await?;
        Ok(count > 0)
    }

    async fn add(&mut self, now: &Relationship, microsoft_id: &str) -> Result<(), StoreError> {
        let query = bound(ADD, now).bind(self.partner.to_string()).bind(microsoft_id.to_owned());
        query.run(&mut *self.transaction).await.map(|_| ())
    }

    async fn update(&mut self, now: &Relationship) -> Result<(), StoreError> {
        bound(UPDATE, now).run(&mut *self.transaction).await.map(|_| ())
    }

    async fn assign(&mut self, now: &Relationship) -> Result<(), StoreError> {
        sqlx::query(CLEAR).bind(now.id.to_string()).run(&mut *self.transaction).await?;
        for one in &now.assignments {
            sqlx::query(ASSIGN)
                .bind(one.id.to_string())
                .bind(now.id.to_string())
                .bind(one.group.to_string())
                .bind(written_entra_roles(one.roles.iter().copied()))
                .bind(one.status.as_str())
                .run(&mut *self.transaction)
                .await?;
        }
        Ok(())
    }
}

/// A statement with the values of a relationship.
fn bound<'q>(sql: &'static str, now: &Relationship) -> Query<'q, Any, AnyArguments> {
    sqlx::query(sql)
        .bind(now.id.to_string())
        .bind(now.customer.to_string())
        .bind(now.name.clone())
        .bind(name_key(&now.name))
        .bind(now.days)
        .bind(written_entra_roles(now.roles.iter().copied()))
        .bind(i64::from(now.auto_extend))
        .bind(now.stage.as_str())
        .bind(now.created)
        .bind(now.activated)
        .bind(now.ends)
}

/// The assignments recorded before, for a file that does not tell them. A group keeps only roles that the relationship still has.
fn kept(before: Option<&Relationship>, one: &ImportedRelationship) -> Vec<AccessAssignment> {
    let mut kept = before.map(|before| before.assignments.clone()).unwrap_or_default();
    for assignment in &mut kept {
        assignment.roles.retain(|role| one.roles.contains(role));
    }
    kept.retain(|assignment| !assignment.roles.is_empty());
    kept
}

/// The keys of the names that several groups of a file have.
fn names_of_several<'a>(all: impl Iterator<Item = &'a ImportedAssignment>) -> BTreeSet<String> {
    let mut groups: BTreeMap<String, BTreeSet<PartnerGroupId>> = BTreeMap::new();
    for one in all {
        if let Some(name) = &one.group_name {
            groups.entry(group_key(name)).or_default().insert(one.group);
        }
    }
    groups.into_iter().filter(|(_, groups)| groups.len() > 1).map(|(name, _)| name).collect()
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
    let all = [
        IS_OWN,
        KNOWN,
        HAS_NAME,
        ADD,
        UPDATE,
        CLEAR,
        ASSIGN,
        GROUP,
        GROUP_BY_NAME,
        STANDS_FOR,
        HAS_GROUP_NAME,
        ADD_GROUP,
    ];
    all.map(String::from).into()
}
