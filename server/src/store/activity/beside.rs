//! What stands beside the chains and must fit them: the words by which rows are found, and the states of orders.

use crate::store::SqlStore;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::from_json;
use domain::console::activity::Details;
use domain::console::purchase::OrderState;
use domain::directory::search::index_words;
use domain::store::StoreError;
use std::collections::{BTreeSet, HashMap};

const CUSTOMERS: &str = "SELECT id FROM customer ORDER BY id";
const TOKENS: &str = "SELECT activity_id, token, personal FROM activity_token WHERE customer_id = $1";
const ROWS: &str = "SELECT sequence, id, details, reason FROM activity WHERE customer_id = $1 AND sequence > $2 \
    ORDER BY sequence LIMIT 500";
const ORDERS: &str = "SELECT p.state, b.details, (SELECT COUNT(*) FROM activity AS c WHERE c.customer_id = p.customer_id \
    AND c.subject_id = p.id AND c.action = 'Purchase confirmed') FROM purchase_order AS p JOIN activity AS b \
    ON b.customer_id = p.customer_id AND b.subject_id = p.id AND b.action = 'Licenses bought'";

/// Words of a row, each with whether it is personal.
type Words = BTreeSet<(String, bool)>;

impl SqlStore {
    /// How many rows are found by other words than theirs.
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
                let query = sqlx::query_as::<_, (i64, String, String, Option<String>)>(ROWS);
                let query = query.bind(customer.as_str()).bind(last);
                let rows = query.all(&self.whole).await?;
                let Some((sequence, ..)) = rows.last() else { break };
                last = *sequence;
                for (_, id, details, reason) in &rows {
                    wrong += usize::from(kept.remove(id).unwrap_or_default() != words(details, reason.as_deref())?);
                }
            }
        }
        Ok(wrong)
    }

    /// How many orders are confirmed though no activity says so, or the other way round.
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

/// The words by which a row must be found.
fn words(details: &str, reason: Option<&str>) -> Result<Words, StoreError> {
    let details: Details = from_json(details)?;
    let lasting = index_words(details.products().map(|product| product.name.as_str()));
    let personal = index_words(reason);
    let personal: Words = personal.difference(&lasting).map(|word| (word.to_owned(), true)).collect();
    Ok(lasting.iter().map(|word| (word.to_owned(), false)).chain(personal).collect())
}

/// The state of an order, by the row of its purchase and whether there is one of its confirmation. Rows of before do not
/// say whether the seats counted at once.
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
