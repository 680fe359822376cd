//! The log of a customer as its own people see it.

use crate::store::SqlStore;
use crate::store::engine::bind::Statement;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::paging::{page, push_limit, push_place};
use crate::store::engine::stored::{from_json, parsed};
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::console::action::Action;
use domain::console::activity::Performer;
use domain::console::portal_activity::{SeenActivity, SeenPerformer};
use domain::directory::page::{Cursor, Page, PageSize};
use domain::ids::ActivityId;
use domain::store::{SeenActivityStore, StoreError};

const ROWS: &str = "SELECT a.id, a.at, a.action, a.actor_id, a.actor_name, a.details, w.customer_id AS of_customer \
    FROM activity AS a LEFT JOIN partner_user AS w ON w.id = a.actor_id WHERE a.customer_id = $1";

/// A row of [`ROWS`].
#[derive(sqlx::FromRow)]
struct SeenRow {
    id: String,
    at: i64,
    action: String,
    actor_id: Option<String>,
    actor_name: Option<String>,
    details: String,
    of_customer: Option<String>,
}

impl SeenRow {
    fn activity(self) -> Result<SeenActivity, StoreError> {
        let action = parsed(&self.action)?;
        let person = self.actor_id.map(|person| parsed(&person)).transpose()?;
        let performer = Performer::of(person, action);
        Ok(SeenActivity {
            id: parsed(&self.id)?,
            at: self.at,
            action,
            by: SeenPerformer::of(performer, self.of_customer.is_some(), self.actor_name.as_deref()),
            details: from_json(&self.details)?,
        })
    }
}

#[async_trait]
impl SeenActivityStore for SqlStore {
    async fn seen_activity(
        &self,
        scope: CustomerScope,
        place: Cursor<ActivityId>,
        size: PageSize,
    ) -> Result<Page<SeenActivity>, StoreError> {
        let (statement, backwards) = statement(scope.customer().to_string(), place, size);
        let rows: Vec<SeenRow> = statement.rows().all(&self.read).await?;
        page(rows, place, size, backwards).try_map(SeenRow::activity)
    }
}

/// The statement of a page, and whether it gives the rows backwards.
fn statement(customer: String, place: Cursor<ActivityId>, size: PageSize) -> (Statement, bool) {
    let mut statement = Statement::new(ROWS);
    statement.bind(customer);
    let hidden = Action::ALL.into_iter().filter(|action| !action.is_seen_in_portal());
    let numbers: Vec<String> = hidden.map(|action| format!("${}", statement.bind(action.as_str()))).collect();
    statement.push(&format!(" AND a.action NOT IN ({})", numbers.join(", ")));
    let backwards = push_place(&mut statement, "a.id", place, "<", |id| id.to_string().into());
    statement.push(if backwards { " ORDER BY a.id" } else { " ORDER BY a.id DESC" });
    push_limit(&mut statement, size);
    (statement, backwards)
}

pub(super) fn statements() -> Vec<String> {
    let of = |place| statement(String::new(), place, PageSize::default()).0.sql;
    vec![of(Cursor::Last), of(Cursor::After(ActivityId::new(uuid::Uuid::nil())))]
}
