//! Data outside the chains that must agree with them: the search words of rows, and the states of orders.

use crate::store::SqlStore;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::from_json;
use domain::console::activity::Details;
use domain::console::purchase::OrderState;
use domain::directory::search::index_words;
use domain::store::StoreError;
use std::collections::{BTreeSet, HashMap};

const CUSTOMERS: &str = "SELECT id FROM customer WHERE deleted IS NULL ORDER BY id";
const TOKENS: &str = "SELECT activity_id, token, personal FROM activity_token WHERE customer_id = $1";
const ROWS: &str = "SELECT sequence, id, details, reason FROM activity WHERE customer_id = $1 AND sequence > $2 \
    ORDER BY sequence LIMIT 500";
const ORDERS: &str = "SELECT p.state, b.details, (SELECT COUNT(*) FROM activity AS c \
    WHERE c.customer_id = p.customer_id AND c.subject_id = p.id AND c.action = 'Purchase confirmed') \
    FROM purchase_order AS p JOIN activity AS b \
    ON b.customer_id = p.customer_id AND b.subject_id = p.id AND b.action = 'Licenses bought'";

/// A row of [`ROWS`].
#[derive(sqlx::FromRow)]
struct OutsideRow {
    sequence: i64,
    id: String,
    details: String,
    reason: Option<String>,
}

/// Words of a row, each with whether it is personal.
type Words = BTreeSet<(String, bool)>;

impl SqlStore {
    /// The number of rows whose search words are wrong.
    pub(in crate::store) async fn rows_with_wrong_words(&self) -> Result<usize, StoreError> {
        let mut wrong = 0;
        let customers: Vec<String> = sqlx::query_scalar(CUSTOMERS).all(&self.whole).await?;
        for customer in customers {
            let tokens: Vec<(String, String, i64)> =
                sqlx::query_as(TOKENS).bind(customer.as_str()).all(&self.whole).await?;
            let mut kept: HashMap<String, Words> = HashMap::new();
            for (row, token, personal) in tokens {
                kept.entry(row).or_default().insert((token, personal == 1));
            }
            let mut last = 0;
            loop {
                let query = sqlx::query_as::<_, OutsideRow>(ROWS).bind(customer.as_str()).bind(last);
                let rows = query.all(&self.whole).await?;
                let Some(end) = rows.last() else { break };
                last = end.sequence;
                for row in &rows {
                    let due = words(&row.details, row.reason.as_deref())?;
                    wrong += usize::from(kept.remove(&row.id).unwrap_or_default() != due);
                }
            }
        }
        Ok(wrong)
    }

    /// The number of orders that are confirmed without an activity row that says so, or the other way round.
    pub(in crate::store) async fn orders_in_a_wrong_state(&self) -> Result<usize, StoreError> {
        let orders: Vec<(String, String, i64)> = sqlx::query_as(ORDERS).all(&self.whole).await?;
        let mut wrong = 0;
        for (state, bought, confirmed) in orders {
            let due = due_state(&from_json(&bought)?, confirmed > 0);
            wrong += usize::from(due.is_some_and(|due| due.as_str() != state));
        }
        Ok(wrong)
    }
}

/// The search words that a row must have.
fn words(details: &str, reason: Option<&str>) -> Result<Words, StoreError> {
    let details: Details = from_json(details)?;
    let lasting = index_words(details.products().map(|product| product.name.as_str()));
    let personal = index_words(reason);
    let personal: Words = personal.difference(&lasting).map(|word| (word.to_owned(), true)).collect();
    Ok(lasting.iter().map(|word| (word.to_owned(), false)).chain(personal).collect())
}

/// The state that an order must have, given the activity row of its purchase and whether there is one of its
/// confirmation. `None` for rows of earlier versions, which do not say whether the seats counted at once.
fn due_state(bought: &Details, is_confirmed: bool) -> Option<OrderState> {
    match bought {
        _ if is_confirmed => Some(OrderState::Confirmed),
        Details::Seats { owned: Some(owned), .. } if owned.old == owned.new => Some(OrderState::Recorded),
        Details::Seats { owned: Some(_), .. } => Some(OrderState::Confirmed),
        _ => None,
    }
}

pub(super) fn statements() -> Vec<String> {
    [CUSTOMERS, TOKENS, ROWS, ORDERS].map(String::from).into()
}
