//! What happened at a customer in a period, with the check of its chain.

use crate::access::CustomerScope;
use crate::console::activity::{ActivityQuery, Report};
use crate::directory::page::{PageSize, Place};
use crate::store::{Store, StoreError};

/// The rows of a period (UTC, epoch milliseconds; until is not in it), oldest first, at most so many, and whether the
/// chain from the first to the last of them verifies.
///
/// # Errors
/// When the store cannot answer.
pub async fn report(
    store: &dyn Store,
    scope: CustomerScope,
    (from, until): (Option<i64>, Option<i64>),
    rows_max: usize,
) -> Result<Report, StoreError> {
    let size = PageSize::ALL.into_iter().max_by_key(|size| size.get()).unwrap_or_default();
    let mut query = ActivityQuery { from, until, place: Place::Last, size, ..ActivityQuery::default() };
    let mut rows = Vec::new();
    let mut has_more = true;
    while has_more && rows.len() < rows_max {
        // The list is newest first: its last page has the oldest rows.
        let page = store.activity(scope, &query).await?;
        has_more = page.has_previous;
        if let Some(newest) = page.rows.first() {
            query.place = Place::Before(newest.id);
        }
        rows.extend(page.rows.into_iter().rev());
    }
    has_more |= rows.len() > rows_max;
    rows.truncate(rows_max);
    let numbers = || rows.iter().map(|row| row.sequence);
    let (first, last) = (numbers().min().unwrap_or(1), numbers().max().unwrap_or(0));
    let verification = store.verify_activity(scope, first, last).await?;
    Ok(Report { rows, has_more, verification })
}
