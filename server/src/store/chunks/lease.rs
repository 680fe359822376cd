//! Leases: each job is worked on by one process at a time.

use crate::store::SqlStore;
use crate::store::activity::{self, NewActivity};
use crate::store::engine::bind::Statement;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::seen::{SeenBy, push_seen, some_seen_by};
use crate::store::engine::stored::kind_of;
use crate::store::engine::stored::parsed;
use crate::store::jobs::{Job, LEASE_MS};
use async_trait::async_trait;
use domain::access::{Actor, CustomerScope};
use domain::console::action::Action;
use domain::console::activity::{Details, Performer};
use domain::console::operation::{RUNNING_MAX, RunningOperation};
use domain::ids::OperationId;
use domain::store::{JobStore, Stamp, StoreError};

/// Runs first, so that nothing is written where there is nothing to do.
const LEFT: &str = "SELECT COUNT(*) FROM job WHERE lease_until < $1";
const TAKE_ON: &str = "UPDATE job SET epoch = epoch + 1, lease_until = $2 WHERE lease_until < $1 AND operation_id = \
    (SELECT MIN(j.operation_id) FROM job AS j WHERE j.lease_until < $1) RETURNING operation_id, customer_id, epoch";
const LEAVE: &str = "UPDATE job SET lease_until = 0 WHERE operation_id = $1 AND epoch = $2";
const LEAVE_ALL: &str = "UPDATE job SET lease_until = 0";
const RELEASE_ALL: &str = "DELETE FROM idempotency_record WHERE subject_id IS NULL";
const CANCEL: &str =
    "UPDATE job SET cancel_asked = 1 WHERE customer_id = $1 AND operation_id = $2 AND cancel_asked = 0";
const DONE: &str = "SELECT changed_count + failed_count + unchanged_count, user_count FROM operation \
    WHERE customer_id = $1 AND id = $2";
const RUNNING: &str = "SELECT c.id AS customer_id, c.name AS customer_name, o.id, o.kind, o.user_count, \
    o.changed_count + o.failed_count + o.unchanged_count AS done_count \
    FROM job AS j JOIN operation AS o ON o.id = j.operation_id JOIN customer AS c ON c.id = j.customer_id \
    WHERE c.partner_id = $1";

/// The running operations at the customers whose users are seen.
fn running(dialect: Dialect, seen_by: &SeenBy) -> Result<Statement, StoreError> {
    let mut statement = Statement::new(RUNNING);
    statement.bind(seen_by.partner.to_string());
    push_seen(&mut statement, dialect, "c.id", seen_by)?;
    let limit = statement.bind(RUNNING_MAX);
    statement.push(&format!(" ORDER BY o.id LIMIT ${limit}"));
    Ok(statement)
}

/// A row of [`RUNNING`].
#[derive(sqlx::FromRow)]
struct RunningRow {
    customer_id: String,
    customer_name: String,
    id: String,
    kind: String,
    user_count: i64,
    done_count: i64,
}

impl RunningRow {
    fn operation(self) -> Result<RunningOperation, StoreError> {
        Ok(RunningOperation {
            customer: parsed(&self.customer_id)?,
            customer_name: self.customer_name,
            id: parsed(&self.id)?,
            kind: kind_of(&self.kind)?,
            users: self.user_count,
            done: self.done_count,
        })
    }
}

#[async_trait]
impl JobStore for SqlStore {
    async fn running_operations(&self, actor: &Actor, now: i64) -> Result<Vec<RunningOperation>, StoreError> {
        let statement = running(self.dialect, &SeenBy::of(actor, now))?;
        let rows: Vec<RunningRow> = statement.rows().all(&self.read).await?;
        rows.into_iter().map(RunningRow::operation).collect()
    }

    /// Asks a job to stop. A second call does nothing.
    async fn cancel_operation(&self, scope: CustomerScope, id: OperationId, stamp: Stamp) -> Result<(), StoreError> {
        let (customer, operation) = (scope.customer().to_string(), id.to_string());
        let mut transaction = self.lock_customer(scope.customer()).await?;
        let asked = sqlx::query(CANCEL).bind(customer.as_str()).bind(operation.as_str());
        if asked.run(&mut *transaction).await? == 0 {
            return Ok(());
        }
        let query = sqlx::query_as(DONE).bind(customer.as_str()).bind(operation.as_str());
        let (done, users): (i64, i64) = query.one(&mut *transaction).await?;
        let row = NewActivity {
            customer: scope.customer(),
            performer: Performer::Person(scope.actor()),
            action: Action::StopRequested,
            subject: id.uuid(),
            details: &Details::Stop { done, users },
            outcomes: None,
            reason: None,
        };
        activity::write(&mut transaction, self.dialect, row, stamp).await?;
        transaction.commit().await
    }
}

impl SqlStore {
    /// The next job to work on: one that began in this process, otherwise one whose lease has run out.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn next_job(&self, now: i64) -> Result<Option<Job>, StoreError> {
        match self.handed.pop() {
            Some(job) => Ok(Some(job)),
            None => self.take_on(now).await,
        }
    }

    /// Waits until a job begins in this process.
    pub async fn job_begun(&self) {
        self.handed.begun().await;
    }

    async fn take_on(&self, now: i64) -> Result<Option<Job>, StoreError> {
        // Not through a connection for pages. This runs every few seconds, so none of those would ever be idle and
        // closed.
        let left: i64 = sqlx::query_scalar(LEFT).bind(now).one(&self.vital).await?;
        if left == 0 {
            return Ok(None);
        }
        let taken: Option<(String, String, i64)> =
            sqlx::query_as(TAKE_ON).bind(now).bind(now + LEASE_MS).optional(self.writer()).await?;
        let Some((operation, customer, epoch)) = taken else { return Ok(None) };
        let operation: OperationId = parsed(&operation)?;
        let scope = self.scope_of_begun(operation, parsed(&customer)?, now).await?;
        Ok(Some(Job { operation, scope, epoch, planned: None }))
    }

    /// Leaves a job to other processes at once.
    ///
    /// # Errors
    /// When the database does not answer. The lease then runs out by itself.
    pub async fn leave_job(&self, job: &Job) -> Result<(), StoreError> {
        let query = sqlx::query(LEAVE).bind(job.operation.to_string()).bind(job.epoch);
        query.run(self.writer()).await.map(|_| ())
    }

    /// Ends the leases and the unfinished requests of earlier processes. These are gone, because a SQLite file has one
    /// server at a time. If another one runs nevertheless, epochs and the keys of operations still keep everything from
    /// being done twice.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take_over(&self) -> Result<(), StoreError> {
        if self.dialect == Dialect::Sqlite {
            for sql in [LEAVE_ALL, RELEASE_ALL] {
                sqlx::query(sql).run(self.writer()).await?;
            }
        }
        Ok(())
    }
}

pub(super) fn statements(dialect: Dialect) -> Vec<String> {
    let running = some_seen_by().map(|seen_by| running(dialect, &seen_by));
    let running = running.into_iter().flatten().map(|statement| statement.sql);
    [LEFT, TAKE_ON, LEAVE, LEAVE_ALL, RELEASE_ALL, CANCEL, DONE].map(String::from).into_iter().chain(running).collect()
}
