//! The log in pages, newest row first: of one customer, or of all customers of a partner.

use crate::store::SqlStore;
use crate::store::engine::bind::Statement;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::paging::{page, push_limit, push_place};
use crate::store::engine::seen::{SeenBy, push_seen, some_seen_by};
use crate::store::engine::stored::{from_json, parsed};
use async_trait::async_trait;
use domain::access::tenant::{OwnOrganizations, TenantReach};
use domain::access::{Actor, CustomerScope};
use domain::console::action::Action;
use domain::console::activity::{ActivityPerson, ActivityQuery, ActivityRow, PEOPLE_MAX, Performer};
use domain::directory::page::{Cursor, Page};
use domain::directory::search::{after_prefix, words};
use domain::ids::CustomerId;
use domain::store::{ActivityStore, StoreError};
use uuid::Uuid;

const ROWS: &str = "SELECT a.id, a.customer_id, c.name AS customer_name, a.sequence, a.at, a.action, a.actor_id, \
    a.actor_name, a.subject_id, a.details, a.reason, a.request_id, a.address, a.personal_digest, a.sealed_later, \
    a.hash FROM activity AS a JOIN customer AS c ON c.id = a.customer_id WHERE ";
const OF_CUSTOMER: &str = "a.customer_id = $1";
const OF_PARTNER: &str = "c.partner_id = $1";
const WITH_ID: &str = " AND (a.id = $? OR a.subject_id = $? OR a.request_id = $? OR a.customer_id = $? \
    OR EXISTS (SELECT 1 FROM operation_user AS u WHERE u.operation_id = a.subject_id AND u.user_id = $?))";
const WITH_WORD: &str = " AND (EXISTS (SELECT 1 FROM activity_token AS t WHERE t.customer_id = a.customer_id \
    AND t.activity_id = a.id AND t.token >= $? AND t.token < $??)";
const OR_CUSTOMER: &str = " OR EXISTS (SELECT 1 FROM customer_token AS n WHERE n.partner_id = c.partner_id \
    AND n.customer_id = a.customer_id AND n.token >= $? AND n.token < $??)";
/// People of a customer's portal stand with the customer's name. Those of a deleted customer did nothing that is still there.
const PEOPLE: &str = "SELECT p.id, CASE WHEN c.id IS NULL THEN p.name ELSE p.name || ' (of ' || c.name || ')' END AS name \
    FROM partner_user AS p LEFT JOIN customer AS c ON c.id = p.customer_id WHERE p.partner_id = $1 \
    AND p.of_deleted = 0";
/// Begins the condition that the person of a portal belongs to a customer with visible users.
const IN_PORTAL: &str = " AND (p.customer_id IS NULL OR (p.customer_id IS NOT NULL";
/// Begins the condition that the person is one of the partner's people that the reader can manage.
const OF_REACH: &str = "(p.customer_id IS NULL AND p.tenant_id";
/// Begins the condition that the person did something at a customer with visible users.
const DID: &str = "p.id IN (SELECT a.actor_id FROM activity AS a WHERE a.actor_id IS NOT NULL";

/// A row of [`ROWS`].
#[derive(sqlx::FromRow)]
struct LogRow {
    id: String,
    customer_id: String,
    customer_name: String,
    sequence: i64,
    at: i64,
    action: String,
    actor_id: Option<String>,
    actor_name: Option<String>,
    subject_id: String,
    details: String,
    reason: Option<String>,
    request_id: Option<String>,
    address: Option<String>,
    personal_digest: Option<String>,
    sealed_later: i64,
    hash: String,
}

impl LogRow {
    fn activity(self) -> Result<ActivityRow, StoreError> {
        let action = parsed(&self.action)?;
        let person = self.actor_id.map(|person| parsed(&person)).transpose()?;
        Ok(ActivityRow {
            id: parsed(&self.id)?,
            customer: parsed(&self.customer_id)?,
            customer_name: self.customer_name,
            sequence: self.sequence,
            at: self.at,
            action,
            performer: Performer::of(person, action),
            name: self.actor_name,
            subject: parsed(&self.subject_id)?,
            details: from_json(&self.details)?,
            reason: self.reason,
            request: self.request_id.map(|request| parsed(&request)).transpose()?,
            address: self.address,
            is_erased: self.personal_digest.is_some(),
            sealed_later: self.sealed_later == 1,
            hash: parsed(&self.hash)?,
        })
    }
}

/// The owner of the rows in a list.
#[derive(Clone, Copy)]
enum LogOf<'a> {
    Customer(CustomerId),
    /// The reader's partner.
    Partner(&'a SeenBy),
}

#[async_trait]
impl ActivityStore for SqlStore {
    async fn activity(&self, scope: CustomerScope, query: &ActivityQuery) -> Result<Page<ActivityRow>, StoreError> {
        self.activity_page(LogOf::Customer(scope.customer()), query).await
    }

    async fn partner_activity(
        &self,
        actor: &Actor,
        query: &ActivityQuery,
        now: i64,
    ) -> Result<Page<ActivityRow>, StoreError> {
        self.activity_page(LogOf::Partner(&SeenBy::of(actor, now)), query).await
    }

    async fn people(&self, actor: &Actor, now: i64) -> Result<Vec<ActivityPerson>, StoreError> {
        let seen_by = SeenBy::of(actor, now);
        let statement = people(self.dialect, actor.reach(), (&seen_by, own_organization(actor)))?;
        let rows: Vec<(String, String)> = statement.rows().all(&self.read).await?;
        rows.into_iter().map(|(id, name)| Ok(ActivityPerson { id: parsed(&id)?, name })).collect()
    }
}

impl SqlStore {
    async fn activity_page(&self, whose: LogOf<'_>, query: &ActivityQuery) -> Result<Page<ActivityRow>, StoreError> {
        let (statement, backwards) = statement(whose, self.dialect, query)?;
        let rows: Vec<LogRow> = statement.rows().all(&self.read).await?;
        page(rows, query.place, query.size, backwards).try_map(LogRow::activity)
    }
}

/// The own organization whose log the actor can open beside those of customers, if it is one.
fn own_organization(actor: &Actor) -> Option<CustomerId> {
    match actor.own_organizations() {
        OwnOrganizations::One(tenant) => Some(tenant),
        OwnOrganizations::All | OwnOrganizations::None => None,
    }
}

/// The people of the reader's reach, and those who did something that the reader may see. Custom permissions for some customers reach
/// nobody.
fn people(
    dialect: Dialect,
    reach: TenantReach,
    (seen_by, own): (&SeenBy, Option<CustomerId>),
) -> Result<Statement, StoreError> {
    let mut statement = Statement::new(PEOPLE);
    statement.bind(seen_by.partner.to_string());
    statement.push(IN_PORTAL);
    push_seen(&mut statement, dialect, "p.customer_id", seen_by)?;
    statement.push("))");
    // A reader that manages everybody sees everybody.
    if reach != TenantReach::All || !seen_by.is_everywhere() {
        statement.push(" AND (");
        if seen_by.is_everywhere() {
            push_reach(&mut statement, reach);
        }
        statement.push(DID);
        push_at_seen(&mut statement, dialect, (seen_by, own))?;
        statement.push("))");
    }
    let limit = statement.bind(i64::try_from(PEOPLE_MAX).unwrap_or(i64::MAX));
    // However many portals there are, the partner's own people come first.
    let order = "CASE WHEN p.customer_id IS NULL THEN 0 ELSE 1 END, p.sign_in_key";
    statement.push(&format!(" ORDER BY {order} LIMIT ${limit}"));
    Ok(statement)
}

/// Begins a choice: people of this reach, or others.
fn push_reach(statement: &mut Statement, reach: TenantReach) {
    let TenantReach::Of(tenant) = reach else { return };
    let condition =
        tenant.map_or_else(|| " IS NULL".to_owned(), |id| format!(" = ${}", statement.bind(id.to_string())));
    statement.push(&format!("{OF_REACH}{condition}) OR "));
}

/// Keeps activity at customers whose users may be seen, and at an own organization.
fn push_at_seen(
    statement: &mut Statement,
    dialect: Dialect,
    (seen_by, own): (&SeenBy, Option<CustomerId>),
) -> Result<(), StoreError> {
    statement.push(" AND (");
    if let Some(own) = own {
        let number = statement.bind(own.to_string());
        statement.push(&format!("a.customer_id = ${number} OR "));
    }
    statement.push("(a.customer_id IS NOT NULL");
    push_seen(statement, dialect, "a.customer_id", seen_by)?;
    statement.push("))");
    Ok(())
}

/// The statement of a page, and whether it gives the rows backwards.
fn statement(whose: LogOf<'_>, dialect: Dialect, query: &ActivityQuery) -> Result<(Statement, bool), StoreError> {
    let mut statement = Statement::new(ROWS);
    match whose {
        LogOf::Customer(customer) => {
            statement.push(OF_CUSTOMER);
            statement.bind(customer.to_string());
        }
        LogOf::Partner(seen_by) => {
            statement.push(OF_PARTNER);
            statement.bind(seen_by.partner.to_string());
            push_seen(&mut statement, dialect, "a.customer_id", seen_by)?;
        }
    }
    if let Some(action) = query.action {
        let number = statement.bind(action.as_str());
        statement.push(&format!(" AND a.action = ${number}"));
    }
    match query.performer {
        Some(Performer::Person(person)) => {
            let number = statement.bind(person.to_string());
            // The rows of a customer are fewer than those of a person who works for many, so there the index by person is none to take.
            let actor = if matches!(whose, LogOf::Partner(_)) { "a.actor_id" } else { "COALESCE(a.actor_id, '')" };
            statement.push(&format!(" AND {actor} = ${number}"));
        }
        Some(Performer::CommandLine) => {
            let others: Vec<Action> = Performer::NOBODY.iter().flat_map(|nobody| nobody.actions()).copied().collect();
            push_nobody(&mut statement, "NOT IN", &others);
        }
        Some(nobody @ (Performer::Tenantry | Performer::OneTimeLink)) => {
            push_nobody(&mut statement, "IN", nobody.actions());
        }
        None => {}
    }
    for (bound, comparison) in [(query.from, ">="), (query.until, "<")] {
        if let Some(moment) = bound {
            let number = statement.bind(moment);
            statement.push(&format!(" AND a.at {comparison} ${number}"));
        }
    }
    push_search(&mut statement, whose, &query.search);
    // Ids increase with time, so the newest row is the one with the highest id.
    let backwards = push_place(&mut statement, "a.id", query.place, "<", |id| id.to_string().into());
    statement.push(if backwards { " ORDER BY a.id" } else { " ORDER BY a.id DESC" });
    push_limit(&mut statement, query.size);
    Ok((statement, backwards))
}

/// Keeps rows without a person that have, or do not have, one of these actions.
fn push_nobody(statement: &mut Statement, among: &str, actions: &[Action]) {
    let numbers: Vec<String> = actions.iter().map(|action| format!("${}", statement.bind(action.as_str()))).collect();
    statement.push(&format!(" AND a.actor_id IS NULL AND a.action {among} ({})", numbers.join(", ")));
}

/// Keeps rows with this id, or rows that are found by all of these words. A word must begin a word of a product or of
/// the reason. In the list of a partner it may also begin a word of the customer's name.
fn push_search(statement: &mut Statement, whose: LogOf<'_>, search: &str) {
    if let Ok(id) = Uuid::try_parse(search.trim()) {
        let number = statement.bind(id.to_string());
        return statement.push(&WITH_ID.replace("$?", &format!("${number}")));
    }
    for word in words(search) {
        let (from, to) = (statement.bind(word.as_str()), statement.bind(after_prefix(&word)));
        let numbered = |sql: &str| sql.replace("$??", &format!("${to}")).replace("$?", &format!("${from}"));
        statement.push(&numbered(WITH_WORD));
        if matches!(whose, LogOf::Partner(_)) {
            statement.push(&numbered(OR_CUSTOMER));
        }
        statement.push(")");
    }
}

pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    let seen_by = some_seen_by();
    let id = Uuid::nil();
    let own = Some(CustomerId::new(id));
    let reaches = [(TenantReach::All, None), (TenantReach::Of(None), None), (TenantReach::Of(own), own)];
    let of = |(reach, own)| seen_by.iter().map(move |seen_by| people(dialect, reach, (seen_by, own)));
    let mut all: Vec<String> = reaches.into_iter().flat_map(of).flatten().map(|statement| statement.sql).collect();
    let full = ActivityQuery {
        action: Some(Action::LicensesUpdated),
        from: Some(0),
        until: Some(1),
        ..ActivityQuery::default()
    };
    for whose in seen_by.iter().map(LogOf::Partner).chain([LogOf::Customer(CustomerId::new(id))]) {
        let person = Performer::Person(domain::ids::PartnerUserId::new(id));
        let performers = Performer::NOBODY.into_iter().chain([person]).map(Some).chain([None]);
        for performer in performers {
            for search in [String::new(), "visio plan".to_owned(), id.to_string()] {
                for place in [Cursor::Last, Cursor::After(domain::ids::ActivityId::new(id))] {
                    let query = ActivityQuery { performer, search: search.clone(), place, ..full.clone() };
                    let one = statement(whose, dialect, &query);
                    all.extend(one.map(|(statement, _)| statement.sql));
                }
            }
        }
    }
    all
}
