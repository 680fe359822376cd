//! Security events: logged, kept for a while, and listed.

use crate::store::SqlStore;
use crate::store::engine::bind::Statement;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::engine::paging::{page, push_limit, push_place};
use crate::store::engine::stored::{from_json, parsed, to_json};
use crate::store::people::throttle::network;
use async_trait::async_trait;
use domain::access::Actor;
use domain::access::tenant::TenantReach;
use domain::console::activity::Caller;
use domain::console::security::{SecurityEvent, SecurityEventRow};
use domain::directory::page::{Cursor, Page, PageSize};
use domain::ids::{PartnerId, SecurityEventId};
use domain::store::{SecurityStore, StoreError};
use sqlx::{Any, AnyExecutor, Transaction};

/// The time for which events are kept: 400 days, so that a yearly review finds a whole year.
pub const KEPT_MS: i64 = 400 * 24 * 60 * 60 * 1000;
/// The maximum number of events; the oldest are removed.
const ROWS_MAX: i64 = 200_000;
/// An event that a stranger can repeat is kept once for each network, person and customer in this many milliseconds.
const ONCE_IN_MS: i64 = 15 * 60 * 1000;

const KEEP: &str = "INSERT INTO security_event \
    (id, at, event, partner_id, partner_user_id, name_hash, customer_id, address, request_id, done_to, roles, tenant_id) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
const IS_KEPT: &str = "SELECT COUNT(*) FROM security_event WHERE event = $1 AND COALESCE(address, '') = $2 AND at > $3 \
    AND at <= $4 AND COALESCE(partner_user_id, '') = $5 AND COALESCE(customer_id, '') = $6";
/// The time of the oldest event that stays when there are too many; no row when there are not.
const OLDEST_KEPT: &str = "SELECT at FROM security_event ORDER BY at DESC, id DESC LIMIT 1 OFFSET $1";
const COUNT_UNTIL: &str =
    "SELECT CAST(COALESCE(SUM(CASE WHEN at <= $1 THEN 1 ELSE 0 END), 0) AS BIGINT), COUNT(*) FROM security_event";
/// The triggers of the table allow deleting events up to this time (`guarded.rs`).
const ALLOW_PURGE: &str = "INSERT INTO security_event_purge (one, until, at, kept) VALUES (1, $1, $2, $3) \
    ON CONFLICT (one) DO UPDATE SET until = excluded.until, at = excluded.at, kept = excluded.kept";
const PURGE: &str = "DELETE FROM security_event WHERE at <= $1";

const ROWS: &str = "SELECT e.id, e.at, e.event, p.name, p.sign_in_name, e.name_hash, e.done_to, e.customer_id, e.address, \
    e.request_id, e.roles FROM security_event AS e LEFT JOIN partner_user AS p ON p.id = e.partner_user_id \
    WHERE (e.partner_id = $1 OR e.partner_id IS NULL)";
/// The tenant that an event is about; nothing where it is about none.
const TENANT: &str = "COALESCE(e.tenant_id, p.tenant_id, '')";

/// A row of [`ROWS`].
#[derive(sqlx::FromRow)]
struct StoredEvent {
    id: String,
    at: i64,
    event: String,
    name: Option<String>,
    sign_in_name: Option<String>,
    name_hash: Option<String>,
    done_to: Option<String>,
    customer_id: Option<String>,
    address: Option<String>,
    request_id: Option<String>,
    roles: Option<String>,
}

impl StoredEvent {
    fn row(self) -> Result<SecurityEventRow, StoreError> {
        Ok(SecurityEventRow {
            id: parsed(&self.id)?,
            kind: parsed(&self.event)?,
            at: self.at,
            person: self.name.zip(self.sign_in_name),
            name_hash: self.name_hash,
            done_to: self.done_to,
            customer: self.customer_id.map(|customer| parsed(&customer)).transpose()?,
            roles: self.roles.map(|roles| from_json(&roles)).transpose()?,
            address: self.address,
            request: self.request_id,
        })
    }
}

#[async_trait]
impl SecurityStore for SqlStore {
    /// Logs and keeps an event. A failure to keep it is logged.
    async fn note_security(&self, event: &SecurityEvent) {
        if let Err(error) = self.keep_event(event).await {
            tracing::error!(target: "security", %error, "a security event was not kept");
        }
    }

    async fn security_events(
        &self,
        actor: &Actor,
        place: Cursor<SecurityEventId>,
        size: PageSize,
    ) -> Result<Page<SecurityEventRow>, StoreError> {
        self.security_events_page((actor.partner, actor.reach()), place, size).await
    }
}

impl SqlStore {
    /// Logs an event and keeps it.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub(super) async fn keep_event(&self, event: &SecurityEvent) -> Result<(), StoreError> {
        log(event);
        if !event.kind.is_repeated() {
            return insert(self.writer(), event).await;
        }
        // Who has many addresses is one: nobody is to fill the table until older events are removed.
        let caller = Caller { address: event.caller.address.map(network), ..event.caller };
        let event = SecurityEvent { caller, ..event.clone() };
        if self.is_kept(&event).await? { Ok(()) } else { insert(self.writer(), &event).await }
    }

    async fn is_kept(&self, event: &SecurityEvent) -> Result<bool, StoreError> {
        let text = |value: Option<String>| value.unwrap_or_default();
        let count: i64 = sqlx::query_scalar(IS_KEPT)
            .bind(event.kind.as_str())
            .bind(text(event.caller.address.map(|address| address.to_string())))
            .bind(event.at - ONCE_IN_MS)
            .bind(event.at)
            .bind(text(event.person.map(|person| person.to_string())))
            .bind(text(event.customer.map(|customer| customer.to_string())))
            .one(&self.vital)
            .await?;
        Ok(count > 0)
    }

    /// A page of the events of a partner and of those without a partner, newest first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn security_events_of(
        &self,
        partner: PartnerId,
        place: Cursor<SecurityEventId>,
        size: PageSize,
    ) -> Result<Page<SecurityEventRow>, StoreError> {
        self.security_events_page((partner, TenantReach::All), place, size).await
    }

    async fn security_events_page(
        &self,
        whose: (PartnerId, TenantReach),
        place: Cursor<SecurityEventId>,
        size: PageSize,
    ) -> Result<Page<SecurityEventRow>, StoreError> {
        let (statement, backwards) = statement(whose, place, size);
        let rows: Vec<StoredEvent> = statement.rows().all(&self.read).await?;
        page(rows, place, size, backwards).try_map(StoredEvent::row)
    }

    /// Removes expired events, and the oldest of too many. The time up to which they were removed is stored beside
    /// them.
    ///
    /// # Errors
    /// When the database does not answer; none is removed then.
    pub async fn purge_security_events(&self, now: i64) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let query = sqlx::query_scalar::<_, i64>(OLDEST_KEPT).bind(ROWS_MAX - 1);
        let oldest_kept = query.optional(&mut *transaction).await?;
        let until = oldest_kept.map_or(i64::MIN, |at| at - 1).max(now - KEPT_MS);
        let query = sqlx::query_as::<_, (i64, i64)>(COUNT_UNTIL).bind(until);
        let (old, all) = query.one(&mut *transaction).await?;
        if old == 0 {
            return Ok(());
        }
        let query = sqlx::query(ALLOW_PURGE).bind(until).bind(now).bind(all - old);
        query.run(&mut *transaction).await?;
        sqlx::query(PURGE).bind(until).run(&mut *transaction).await?;
        commit(transaction).await
    }
}

/// The statement of a page, and whether its rows come backwards. Events about people of other tenants are not there.
fn statement(
    (partner, reach): (PartnerId, TenantReach),
    place: Cursor<SecurityEventId>,
    size: PageSize,
) -> (Statement, bool) {
    let mut statement = Statement::new(ROWS);
    statement.bind(partner.to_string());
    if let TenantReach::Of(tenant) = reach {
        let own = statement.bind(tenant.map(|tenant| tenant.to_string()).unwrap_or_default());
        statement.push(&format!(" AND (e.partner_id IS NULL OR {TENANT} = ${own})"));
    }
    // Ids ascend with time, so the newest first means the highest first.
    let backwards = push_place(&mut statement, "e.id", place, "<", |id| id.to_string().into());
    statement.push(if backwards { " ORDER BY e.id" } else { " ORDER BY e.id DESC" });
    push_limit(&mut statement, size);
    (statement, backwards)
}

/// Logs an event and keeps it in the transaction that causes it.
pub(in crate::store) async fn keep(
    transaction: &mut Transaction<'_, Any>,
    event: &SecurityEvent,
) -> Result<(), StoreError> {
    log(event);
    insert(&mut **transaction, event).await
}

async fn insert(executor: impl AnyExecutor<'_>, event: &SecurityEvent) -> Result<(), StoreError> {
    sqlx::query(KEEP)
        .bind(event.id.to_string())
        .bind(event.at)
        .bind(event.kind.as_str())
        .bind(event.partner.map(|partner| partner.to_string()))
        .bind(event.person.map(|person| person.to_string()))
        .bind(event.name_hash.clone())
        .bind(event.customer.map(|customer| customer.to_string()))
        .bind(event.caller.address.map(|address| address.to_string()))
        .bind(event.caller.request.map(|request| request.to_string()))
        .bind(event.done_to.clone())
        .bind(event.roles.as_ref().map(to_json).transpose()?)
        .bind(event.tenant.map(|tenant| tenant.to_string()))
        .run(executor)
        .await
        .map(|_| ())
}

/// A line of the log, under the target `security`.
fn log(event: &SecurityEvent) {
    let SecurityEvent { kind, person, name_hash, customer, caller, .. } = event;
    let text = |value: Option<String>| value.unwrap_or_default();
    let person = text(person.map(|person| person.to_string()));
    let customer = text(customer.map(|customer| customer.to_string()));
    let address = text(caller.address.map(|address| address.to_string()));
    let request = text(caller.request.map(|request| request.to_string()));
    let name_hash = name_hash.as_deref().unwrap_or_default();
    if kind.is_refusal() {
        tracing::warn!(target: "security", person, name_hash, customer, address, request, "{}", kind.as_str());
    } else {
        tracing::info!(target: "security", person, name_hash, customer, address, request, "{}", kind.as_str());
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    let fixed = [KEEP, IS_KEPT, OLDEST_KEPT, COUNT_UNTIL, ALLOW_PURGE, PURGE].map(String::from);
    let id = SecurityEventId::new(uuid::Uuid::nil());
    let places = [Cursor::First, Cursor::After(id), Cursor::Before(id), Cursor::Last];
    let partner = PartnerId::new(uuid::Uuid::nil());
    let page = |(reach, place)| statement((partner, reach), place, PageSize::default()).0.sql;
    let pages =
        [TenantReach::All, TenantReach::Of(None)].into_iter().flat_map(|reach| places.map(|place| (reach, place)));
    let pages = pages.map(page);
    fixed.into_iter().chain(pages).collect()
}
