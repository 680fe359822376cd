//! The history: requests and their answers, and the order of the writes in the database.

use crate::fixtures::*;
use domain::access::CustomerScope;
use domain::console::purchase::{BuyRequest, Order};
use domain::console::save::{SaveReply, SaveRequest, UndoRequest};
use domain::ids::{IdempotencyKey, OperationId, OrderId, SelectionId, UserId};
use domain::import::customer::CustomerImport;
use domain::rules::outcome::Touched;
use server::store::SqlStore;
use server::store::engine::dialect::Dialect;
use sqlx::AssertSqlSafe;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// A request and its answer, with the customer's version just before sending and just after the answer.
pub struct Answered<Request, Answer> {
    pub request: Request,
    pub answer: Answer,
    pub before: i64,
    pub after: i64,
}

impl<Request, Answer> Answered<Request, Answer> {
    /// Whether it may have been written as this version.
    pub fn may_be(&self, version: i64) -> bool {
        self.before < version && version <= self.after
    }
}

/// An import of a directory, with a number that is also in the customer's name.
pub struct Import {
    pub number: u64,
    pub directory: CustomerImport,
    /// Whether the customer is Imported: orders are recorded and confirmed later, rather than counted at once.
    pub imported: bool,
}

/// A save or an undo.
#[derive(Clone, PartialEq, Debug)]
pub enum Asked {
    Save(SaveRequest),
    Undo(UndoRequest),
}

impl Asked {
    pub fn key(&self) -> IdempotencyKey {
        match self {
            Self::Save(request) => request.key,
            Self::Undo(request) => request.key,
        }
    }
}

/// Everything that was sent and answered.
#[derive(Default)]
pub struct History {
    pub scope: Option<CustomerScope>,
    pub operations: Vec<Answered<Asked, SaveReply>>,
    pub purchases: Vec<Answered<BuyRequest, Order>>,
    pub confirmations: Vec<Answered<OrderId, Order>>,
    pub imports: Vec<Answered<Import, ()>>,
    /// The selections by the ids under which they are stored.
    pub selections: BTreeMap<SelectionId, SelectionId>,
    /// Jobs that somebody asked to stop.
    pub stopped: BTreeSet<OperationId>,
    /// Repeated requests that got the same answer.
    pub repeated: u64,
    /// Different requests under a used key, all refused.
    pub keys_reused: u64,
    /// Attempts that the roles of people do not allow.
    pub denied: u64,
    /// Of these, attempts while the role of somebody was certainly taken away.
    pub lacked: u64,
}

impl History {
    pub fn append(&mut self, mut other: Self) {
        self.scope = self.scope.or(other.scope);
        self.operations.append(&mut other.operations);
        self.purchases.append(&mut other.purchases);
        self.confirmations.append(&mut other.confirmations);
        self.imports.append(&mut other.imports);
        self.selections.append(&mut other.selections);
        self.stopped.append(&mut other.stopped);
        self.repeated += other.repeated;
        self.keys_reused += other.keys_reused;
        self.denied += other.denied;
        self.lacked += other.lacked;
    }

    /// Selects users as one of the people.
    pub async fn look(&self, store: &SqlStore, users: &[UserId]) -> (CustomerScope, SelectionId) {
        let scope = self.scope.unwrap();
        (scope, select(store, scope, users).await)
    }

    /// A summary in numbers.
    pub fn figures(&self, length: Duration) -> String {
        let operations = |kind: fn(&Asked) -> bool, saved: bool| {
            let of_kind = self.operations.iter().filter(|one| kind(&one.request));
            of_kind.filter(|one| matches!(one.answer, SaveReply::Saved(_)) == saved).count()
        };
        let (saves, undos) =
            (|asked: &Asked| matches!(asked, Asked::Save(_)), |asked: &Asked| matches!(asked, Asked::Undo(_)));
        let done = operations(|_| true, true) + self.purchases.len() + self.confirmations.len() + self.imports.len();
        format!(
            "{done} writes in {} s ({} a second): {} saves, {} undos, {} purchases, {} confirmations, {} imports; \
             {} saves and {} undos refused, {} requests repeated, {} other requests under a used key refused, {} denied by roles, {} of these without \
             a role that was taken away",
            length.as_secs(),
            done as u64 / length.as_secs().max(1),
            operations(saves, true),
            operations(undos, true),
            self.purchases.len(),
            self.confirmations.len(),
            self.imports.len(),
            operations(saves, false),
            operations(undos, false),
            self.repeated,
            self.keys_reused,
            self.denied,
            self.lacked,
        )
    }
}

/// The customer's version, which is its number of writes.
pub async fn version(store: &SqlStore, scope: CustomerScope) -> i64 {
    let query = sqlx::query_scalar("SELECT version FROM customer WHERE id = $1").bind(scope.customer().to_string());
    query.fetch_one(store.read_pool()).await.unwrap()
}

/// Makes the database record the version of each write. The id of an operation does not tell the order, because it is
/// made before the customer is locked.
pub async fn note_order(store: &SqlStore) {
    let watched = [
        ("operation", "INSERT"),
        ("operation", "UPDATE OF changed_count"),
        ("operation", "UPDATE OF state"),
        ("purchase_order", "INSERT"),
        ("purchase_order", "UPDATE OF state"),
        ("customer", "UPDATE OF name"),
    ];
    let mut sql = vec!["CREATE TABLE noted (version BIGINT NOT NULL, what TEXT NOT NULL, id TEXT NOT NULL)".to_owned()];
    for (at, (table, event)) in watched.into_iter().enumerate() {
        let (customer, id) = if table == "customer" { ("id", "name") } else { ("customer_id", "id") };
        let note = format!(
            "INSERT INTO noted SELECT version, '{table} {event}', NEW.{id} FROM customer WHERE id = NEW.{customer};"
        );
        let trigger = format!("CREATE TRIGGER note_{at} AFTER {event} ON {table} FOR EACH ROW");
        match store.dialect() {
            Dialect::Sqlite => sql.push(format!("{trigger} BEGIN {note} END")),
            Dialect::Postgres => {
                sql.push(format!(
                    "CREATE FUNCTION note_{at}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {note} RETURN NULL; END $$"
                ));
                sql.push(format!("{trigger} EXECUTE FUNCTION note_{at}()"));
            }
        }
    }
    for statement in sql {
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(store.read_pool()).await.unwrap();
    }
}

/// A write recorded by the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    Operation(OperationId),
    /// A chunk of a job was done.
    Chunk(OperationId),
    /// A job has ended; its last chunk may have the same version.
    Ended(OperationId),
    Bought(OrderId),
    Confirmed(OrderId),
    Imported(u64),
}

/// An outcome as stored.
#[derive(Debug, PartialEq)]
pub struct Kept {
    pub user: UserId,
    pub outcome: String,
    pub code: Option<String>,
    pub before: Touched,
    pub after: Touched,
    pub message: String,
}

/// The database's record of the run.
pub struct Record {
    /// The events, by version.
    pub events: BTreeMap<i64, BTreeSet<Event>>,
    /// The outcomes of each operation or chunk, in order.
    pub outcomes: BTreeMap<(OperationId, Option<i64>), Vec<Kept>>,
    /// Each operation's key, the operation it undoes, and its final state.
    pub operations: BTreeMap<OperationId, (IdempotencyKey, Option<OperationId>, String)>,
    /// The users of each selection, by the id under which it is stored.
    pub selections: BTreeMap<SelectionId, BTreeSet<UserId>>,
}

impl Record {
    pub async fn read(store: &SqlStore) -> Self {
        let pool = store.read_pool();
        let mut record = Self {
            events: BTreeMap::new(),
            outcomes: BTreeMap::new(),
            operations: BTreeMap::new(),
            selections: BTreeMap::new(),
        };
        let noted: Vec<(i64, String, String)> =
            sqlx::query_as("SELECT version, what, id FROM noted").fetch_all(pool).await.unwrap();
        for (version, what, id) in noted {
            let event = match what.as_str() {
                "operation INSERT" => Event::Operation(id.parse().unwrap()),
                "operation UPDATE OF changed_count" => Event::Chunk(id.parse().unwrap()),
                "operation UPDATE OF state" => Event::Ended(id.parse().unwrap()),
                "purchase_order INSERT" => Event::Bought(id.parse().unwrap()),
                "purchase_order UPDATE OF state" => Event::Confirmed(id.parse().unwrap()),
                _ => Event::Imported(id.rsplit(' ').next().unwrap().parse().unwrap()),
            };
            assert!(record.events.entry(version).or_default().insert(event), "twice as version {version}: {event:?}");
        }
        type Row = (String, Option<i64>, String, String, Option<String>, String, String, String);
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT operation_id, chunk, user_id, outcome, code, before, after, message FROM operation_user \
             ORDER BY operation_id, position",
        )
        .fetch_all(pool)
        .await
        .unwrap();
        for (operation, chunk, user, outcome, code, before, after, message) in rows {
            let (before, after) = (serde_json::from_str(&before).unwrap(), serde_json::from_str(&after).unwrap());
            let kept = Kept { user: user.parse().unwrap(), outcome, code, before, after, message };
            record.outcomes.entry((operation.parse().unwrap(), chunk)).or_default().push(kept);
        }
        let rows: Vec<(String, String, Option<String>, String)> =
            sqlx::query_as("SELECT id, idempotency_key, undoes, state FROM operation").fetch_all(pool).await.unwrap();
        for (id, key, undoes, state) in rows {
            let undoes = undoes.map(|id| id.parse().unwrap());
            record.operations.insert(id.parse().unwrap(), (key.parse().unwrap(), undoes, state));
        }
        let rows: Vec<(String, String)> =
            sqlx::query_as("SELECT selection_id, user_id FROM selection_user").fetch_all(pool).await.unwrap();
        for (selection, user) in rows {
            record.selections.entry(selection.parse().unwrap()).or_default().insert(user.parse().unwrap());
        }
        record
    }
}
