//! Security events: logged, kept for a while, and listed.

use crate::store::SqlStore;
use crate::store::engine::bind::Statement;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::engine::paging::{page, push_limit, push_place};
use crate::store::engine::stored::{from_json, parsed, to_json};
use crate::store::people::network::network;
use async_trait::async_trait;
use domain::access::tenant::TenantReach;
use domain::access::{Actor, CustomerScope};
use domain::console::activity::Caller;
use domain::console::security::{SecurityEvent, SecurityEventKind, SecurityEventRow};
use domain::directory::page::{Cursor, Page, PageSize};
use domain::ids::{CustomerId, PartnerId, SecurityEventId};
use domain::store::{SecurityStore, StoreError};
use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AnyExecutor, Transaction};

/// The time for which events are kept: 400 days, so that a yearly review finds a whole year.
pub const KEPT_MS: i64 = 400 * 24 * 60 * 60 * 1000;
/// The maximum number of events; the oldest are removed.
const ROWS_MAX: i64 = 200_000;
/// The maximum number of events without a person, so that strangers can't push out the events of people.
const STRANGER_ROWS_MAX: i64 = 50_000;
/// A repeated event is kept once per network, person, customer and refusal in this many milliseconds.
const ONCE_IN_MS: i64 = 15 * 60 * 1000;
/// The maximum number of events of a kind and a person in that time. Further ones are counted on the latest of them.
pub const OF_A_PERSON_MAX: i64 = 100;

const KEEP: &str = "INSERT INTO security_event \
    (id, at, event, partner_id, partner_user_id, name_hash, customer_id, address, request_id, done_to, roles, refused, tenant_id) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
/// Keeps an event unless one like it is kept. Looking and writing are one statement, so two parts of a page that are refused at the
/// same time write it once. SQLite has one writer; on PostgreSQL [`LOCK_ONCE`] lets one look after the other has written.
const KEEP_ONCE: &str = "INSERT INTO security_event \
    (id, at, event, partner_id, partner_user_id, name_hash, customer_id, address, request_id, done_to, roles, refused, tenant_id) \
    SELECT CAST($1 AS TEXT), CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS TEXT), \
    CAST($7 AS TEXT), CAST($8 AS TEXT), CAST($9 AS TEXT), CAST($10 AS TEXT), CAST($11 AS TEXT), CAST($12 AS TEXT), \
    CAST($13 AS TEXT) \
    WHERE NOT EXISTS (SELECT 1 FROM security_event AS k WHERE k.event = $3 AND COALESCE(k.address, '') = COALESCE($8, '') \
    AND k.at > $14 AND k.at <= $2 AND COALESCE(k.partner_user_id, '') = COALESCE($5, '') \
    AND COALESCE(k.customer_id, '') = COALESCE($7, '') AND COALESCE(k.refused, '') = COALESCE($12, '')) \
    AND (SELECT COUNT(*) FROM (SELECT 1 AS one FROM security_event AS m WHERE m.partner_user_id = $5 AND m.event = $3 \
    AND m.at > $14 AND m.at <= $2 LIMIT $15) AS few) < $15";
/// Counts on the event that is kept of the same, or else on the latest of the person.
const REPEAT: &str = "INSERT INTO security_event_repeat (event_id, times) SELECT id, 1 FROM (SELECT id, at, \
    CASE WHEN COALESCE(address, '') = $2 AND COALESCE(customer_id, '') = $6 AND COALESCE(refused, '') = $7 THEN 0 ELSE 1 \
    END AS other FROM security_event WHERE event = $1 AND at > $3 AND at <= $4 AND COALESCE(partner_user_id, '') = $5) \
    AS near WHERE other = 0 OR $5 <> '' ORDER BY other, at DESC, id DESC LIMIT 1 \
    ON CONFLICT (event_id) DO UPDATE SET times = security_event_repeat.times + 1";
/// Held to the end of the transaction, by writers of the same event alone.
const LOCK_ONCE: &str = "SELECT CAST(pg_advisory_xact_lock(hashtextextended(CAST($1 AS TEXT), 0)) AS TEXT)";
/// The time of the oldest event that stays when there are too many; no row when there are not.
const OLDEST_KEPT: &str = "SELECT at FROM security_event ORDER BY at DESC, id DESC LIMIT 1 OFFSET $1";
const COUNT_UNTIL: &str =
    "SELECT CAST(COALESCE(SUM(CASE WHEN at <= $1 THEN 1 ELSE 0 END), 0) AS BIGINT), COUNT(*) FROM security_event";
/// The triggers of the table allow deleting events up to this time (`guarded.rs`).
const ALLOW_PURGE: &str = "INSERT INTO security_event_purge (one, until, at, kept) VALUES (1, $1, $2, $3) \
    ON CONFLICT (one) DO UPDATE SET until = excluded.until, at = excluded.at, kept = excluded.kept";
const PURGE: &str = "DELETE FROM security_event WHERE at <= $1";
const PURGE_REPEATS: &str =
    "DELETE FROM security_event_repeat WHERE event_id IN (SELECT id FROM security_event WHERE at <= $1)";
const PURGE_STRANGER_REPEATS: &str = "DELETE FROM security_event_repeat WHERE event_id IN \
    (SELECT id FROM security_event WHERE partner_user_id IS NULL AND at <= $1)";
const OLDEST_STRANGER_KEPT: &str =
    "SELECT at FROM security_event WHERE partner_user_id IS NULL ORDER BY at DESC, id DESC LIMIT 1 OFFSET $1";
const ALLOW_STRANGER_PURGE: &str = "INSERT INTO stranger_event_purge (one, until, at, kept) \
    SELECT CAST(1 AS BIGINT), CAST($1 AS BIGINT), CAST($2 AS BIGINT), COUNT(*) FROM security_event \
    WHERE partner_user_id IS NULL AND at > $1 \
    ON CONFLICT (one) DO UPDATE SET until = excluded.until, at = excluded.at, kept = excluded.kept";
const PURGE_STRANGERS: &str = "DELETE FROM security_event WHERE partner_user_id IS NULL AND at <= $1";

/// The rows of a list, which goes on with the condition on the customer that is named.
const ROWS: &str = "SELECT e.id, e.at, e.event, p.name, p.sign_in_name, e.name_hash, e.done_to, e.customer_id, \
    c.name AS customer_name, e.address, e.request_id, e.roles, e.refused, COALESCE(r.times, 0) AS again \
    FROM security_event AS e LEFT JOIN partner_user AS p ON p.id = e.partner_user_id \
    LEFT JOIN security_event_repeat AS r ON r.event_id = e.id LEFT JOIN customer AS c ON c.id = e.customer_id";
/// Of a partner. A refusal may be about a customer of another partner, or about a tenant that the reader does not manage. Neither is
/// named.
const OF_PARTNER: &str = " AND c.partner_id = $1 AND c.own_organization = 0 AND c.deleted IS NULL WHERE (e.partner_id = $1 OR e.partner_id IS NULL)";
/// About a customer. People of another partner may have asked for it; their events are not its partner's.
const OF_CUSTOMER: &str =
    " AND c.partner_id = e.partner_id AND c.deleted IS NULL WHERE e.customer_id = $1 AND c.id IS NOT NULL";
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
    customer_name: Option<String>,
    address: Option<String>,
    request_id: Option<String>,
    roles: Option<String>,
    refused: Option<String>,
    again: i64,
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
            customer_name: self.customer_name,
            roles: self.roles.map(|roles| from_json(&roles)).transpose()?,
            refused: self.refused,
            again: self.again,
            address: self.address,
            request: self.request_id,
        })
    }
}

/// The events of a list.
#[derive(Clone, Copy)]
enum EventsOf {
    /// Those of a partner about people that the reader could manage, and those without a partner.
    Partner(PartnerId, TenantReach),
    /// The refusals about a customer.
    Customer(CustomerId),
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
        self.security_events_page(EventsOf::Partner(actor.partner, actor.reach()), place, size).await
    }

    async fn refusals(
        &self,
        scope: CustomerScope,
        place: Cursor<SecurityEventId>,
        size: PageSize,
    ) -> Result<Page<SecurityEventRow>, StoreError> {
        self.security_events_page(EventsOf::Customer(scope.customer()), place, size).await
    }
}

impl SqlStore {
    /// Logs an event and keeps it.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub(in crate::store) async fn keep_event(&self, event: &SecurityEvent) -> Result<(), StoreError> {
        log(event);
        if !event.kind.is_repeated() {
            return insert(self.writer(), event).await;
        }
        // Many addresses of one network count as one: nobody is to fill the table until older events are removed.
        let caller = Caller { address: event.caller.address.map(network), ..event.caller };
        let event = SecurityEvent { caller, ..event.clone() };
        match self.dialect {
            Dialect::Sqlite => {
                if !insert_once(self.writer(), &event).await? {
                    repeat(self.writer(), &event).await?;
                }
                Ok(())
            }
            Dialect::Postgres => {
                let mut transaction = self.begin().await?;
                let lock = sqlx::query_scalar::<_, String>(LOCK_ONCE).bind(sameness(&event));
                lock.one(&mut *transaction).await?;
                if !insert_once(&mut *transaction, &event).await? {
                    repeat(&mut *transaction, &event).await?;
                }
                commit(transaction).await
            }
        }
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
        self.security_events_page(EventsOf::Partner(partner, TenantReach::All), place, size).await
    }

    async fn security_events_page(
        &self,
        whose: EventsOf,
        place: Cursor<SecurityEventId>,
        size: PageSize,
    ) -> Result<Page<SecurityEventRow>, StoreError> {
        let (statement, backwards) = statement(whose, place, size);
        let rows: Vec<StoredEvent> = statement.rows().all(&self.read).await?;
        page(rows, place, size, backwards).try_map(StoredEvent::row)
    }

    /// Removes expired events, and the oldest of too many; first of those of nobody, which have a bound of their own. The time
    /// up to which they were removed is stored beside
    /// them.
    ///
    /// # Errors
    /// When the database does not answer; none is removed then.
    pub async fn purge_security_events(&self, now: i64) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        purge_strangers(&mut transaction, now).await?;
        let query = sqlx::query_scalar::<_, i64>(OLDEST_KEPT).bind(ROWS_MAX - 1);
        let oldest_kept = query.optional(&mut *transaction).await?;
        let until = oldest_kept.map_or(i64::MIN, |at| at - 1).max(now - KEPT_MS);
        let query = sqlx::query_as::<_, (i64, i64)>(COUNT_UNTIL).bind(until);
        let (old, all) = query.one(&mut *transaction).await?;
        if old == 0 {
            return commit(transaction).await;
        }
        let query = sqlx::query(ALLOW_PURGE).bind(until).bind(now).bind(all - old);
        query.run(&mut *transaction).await?;
        sqlx::query(PURGE_REPEATS).bind(until).run(&mut *transaction).await?;
        sqlx::query(PURGE).bind(until).run(&mut *transaction).await?;
        commit(transaction).await
    }
}

/// Removes the oldest events of nobody where there are too many.
async fn purge_strangers(transaction: &mut Transaction<'_, Any>, now: i64) -> Result<(), StoreError> {
    let query = sqlx::query_scalar::<_, i64>(OLDEST_STRANGER_KEPT).bind(STRANGER_ROWS_MAX - 1);
    let Some(oldest_kept) = query.optional(&mut **transaction).await? else { return Ok(()) };
    let until = oldest_kept - 1;
    sqlx::query(ALLOW_STRANGER_PURGE).bind(until).bind(now).run(&mut **transaction).await?;
    sqlx::query(PURGE_STRANGER_REPEATS).bind(until).run(&mut **transaction).await?;
    sqlx::query(PURGE_STRANGERS).bind(until).run(&mut **transaction).await.map(|_| ())
}

/// The statement of a page, and whether its rows come backwards.
fn statement(whose: EventsOf, place: Cursor<SecurityEventId>, size: PageSize) -> (Statement, bool) {
    let mut statement = Statement::new(ROWS);
    match whose {
        EventsOf::Partner(partner, reach) => {
            statement.push(OF_PARTNER);
            statement.bind(partner.to_string());
            push_reach(&mut statement, reach);
        }
        EventsOf::Customer(customer) => {
            statement.push(OF_CUSTOMER);
            statement.bind(customer.to_string());
            let refusals = SecurityEventKind::ALL.into_iter().filter(|kind| kind.is_refusal());
            let numbers: Vec<String> = refusals.map(|kind| format!("${}", statement.bind(kind.as_str()))).collect();
            statement.push(&format!(" AND e.event IN ({})", numbers.join(", ")));
        }
    }
    // Ids ascend with time, so the newest first means the highest first.
    let backwards = push_place(&mut statement, "e.id", place, "<", |id| id.to_string().into());
    statement.push(if backwards { " ORDER BY e.id" } else { " ORDER BY e.id DESC" });
    push_limit(&mut statement, size);
    (statement, backwards)
}

/// Leaves out events about people of other tenants.
fn push_reach(statement: &mut Statement, reach: TenantReach) {
    let TenantReach::Of(tenant) = reach else { return };
    let own = statement.bind(tenant.map(|tenant| tenant.to_string()).unwrap_or_default());
    statement.push(&format!(" AND (e.partner_id IS NULL OR {TENANT} = ${own})"));
}

/// Logs an event and keeps it in the transaction that causes it.
pub(in crate::store) async fn keep(connection: &mut AnyConnection, event: &SecurityEvent) -> Result<(), StoreError> {
    log(event);
    insert(connection, event).await
}

async fn insert(executor: impl AnyExecutor<'_>, event: &SecurityEvent) -> Result<(), StoreError> {
    bound(KEEP, event)?.run(executor).await.map(|_| ())
}

/// False if one like it is kept, or so many of the person that nobody reads more of them.
async fn insert_once(executor: impl AnyExecutor<'_>, event: &SecurityEvent) -> Result<bool, StoreError> {
    let query = bound(KEEP_ONCE, event)?.bind(event.at - ONCE_IN_MS).bind(OF_A_PERSON_MAX);
    query.run(executor).await.map(|rows| rows > 0)
}

/// Counts an event on one that is kept.
async fn repeat(executor: impl AnyExecutor<'_>, event: &SecurityEvent) -> Result<(), StoreError> {
    let text = |value: Option<String>| value.unwrap_or_default();
    sqlx::query(REPEAT)
        .bind(event.kind.as_str())
        .bind(text(event.caller.address.map(|address| address.to_string())))
        .bind(event.at - ONCE_IN_MS)
        .bind(event.at)
        .bind(text(event.person.map(|person| person.to_string())))
        .bind(text(event.customer.map(|customer| customer.to_string())))
        .bind(text(event.refused.clone()))
        .run(executor)
        .await
        .map(|_| ())
}

fn bound(sql: &'static str, event: &SecurityEvent) -> Result<Query<'static, Any, AnyArguments>, StoreError> {
    Ok(sqlx::query(sql)
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
        .bind(event.refused.clone())
        .bind(event.tenant.map(|tenant| tenant.to_string())))
}

/// The values that events kept once have in common.
fn sameness(event: &SecurityEvent) -> String {
    let SecurityEvent { kind, person, customer, refused, caller, .. } = event;
    format!("{} {:?} {person:?} {customer:?} {refused:?}", kind.as_str(), caller.address)
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
    let refused = event.refused.as_deref().unwrap_or_default();
    if kind.is_refusal() {
        tracing::warn!(target: "security", person, name_hash, customer, address, request, refused, "{}", kind.as_str());
    } else {
        tracing::info!(target: "security", person, name_hash, customer, address, request, "{}", kind.as_str());
    }
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let fixed = [
        KEEP,
        KEEP_ONCE,
        REPEAT,
        PURGE_REPEATS,
        PURGE_STRANGER_REPEATS,
        OLDEST_KEPT,
        COUNT_UNTIL,
        ALLOW_PURGE,
        PURGE,
        OLDEST_STRANGER_KEPT,
        ALLOW_STRANGER_PURGE,
        PURGE_STRANGERS,
    ];
    let locks = (dialect == Dialect::Postgres).then_some(LOCK_ONCE);
    let fixed = fixed.into_iter().chain(locks).map(String::from);
    let id = SecurityEventId::new(uuid::Uuid::nil());
    let places = [Cursor::First, Cursor::After(id), Cursor::Before(id), Cursor::Last];
    let of_partner = [TenantReach::All, TenantReach::Of(None)]
        .map(|reach| EventsOf::Partner(PartnerId::new(uuid::Uuid::nil()), reach));
    let of_customer = EventsOf::Customer(CustomerId::new(uuid::Uuid::nil()));
    let lists = of_partner.into_iter().chain([of_customer]);
    let pages = lists.flat_map(|whose| places.map(|place| statement(whose, place, PageSize::default()).0.sql));
    fixed.into_iter().chain(pages).collect()
}
