//! A customer's activity in a period, with the verification of its chain.

use crate::access::CustomerScope;
use crate::console::activity::{ActivityQuery, ActivityRow, Report};
use crate::console::chain::ChainVerification;
use crate::directory::page::{Cursor, PageSize};
use crate::store::{Store, StoreError};

/// The rows of a period, oldest first, one page at a time.
pub struct PeriodRows {
    scope: CustomerScope,
    query: Option<ActivityQuery>,
    /// The lowest and highest chain number of the rows read so far.
    numbers: Option<(i64, i64)>,
}

impl PeriodRows {
    /// The rows from `from` to before `until` (UTC, epoch milliseconds), in pages of this size.
    pub fn of(scope: CustomerScope, (from, until): (Option<i64>, Option<i64>), size: PageSize) -> Self {
        let query = ActivityQuery { from, until, place: Cursor::Last, size, ..ActivityQuery::default() };
        Self { scope, query: Some(query), numbers: None }
    }

    /// Whether there may be more rows.
    pub fn has_more(&self) -> bool {
        self.query.is_some()
    }

    /// Reads the next page; `None` after the last.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn next(&mut self, store: &dyn Store) -> Result<Option<Vec<ActivityRow>>, StoreError> {
        let Some(query) = self.query.take() else { return Ok(None) };
        // The list is newest first, so its last page has the oldest rows.
        let page = store.activity(self.scope, &query).await?;
        if let Some(newest) = page.rows.first().filter(|_| page.has_previous) {
            self.query = Some(ActivityQuery { place: Cursor::Before(newest.id), ..query });
        }
        for row in &page.rows {
            let (first, last) = self.numbers.unwrap_or((row.sequence, row.sequence));
            self.numbers = Some((first.min(row.sequence), last.max(row.sequence)));
        }
        Ok(Some(page.rows.into_iter().rev().collect()))
    }

    /// Verifies the chain from the first to the last of the rows read so far.
    ///
    /// # Errors
    /// When the store cannot answer.
    pub async fn verify(&self, store: &dyn Store) -> Result<ChainVerification, StoreError> {
        let (first, last) = self.numbers.unwrap_or((1, 0));
        store.verify_activity(self.scope, first, last).await
    }
}

/// The rows from `from` to before `until` (UTC, epoch milliseconds), oldest first, up to a limit, and whether the chain
/// from the first to the last of them verifies.
///
/// # Errors
/// When the store cannot answer.
pub async fn report(
    store: &dyn Store,
    scope: CustomerScope,
    period: (Option<i64>, Option<i64>),
    rows_max: usize,
) -> Result<Report, StoreError> {
    let mut pages = PeriodRows::of(scope, period, PageSize::LARGEST);
    let mut rows = Vec::new();
    while rows.len() < rows_max
        && let Some(page) = pages.next(store).await?
    {
        rows.extend(page);
    }
    let has_more = pages.has_more() || rows.len() > rows_max;
    rows.truncate(rows_max);
    let numbers = || rows.iter().map(|row| row.sequence);
    let (first, last) = (numbers().min().unwrap_or(1), numbers().max().unwrap_or(0));
    let verification = store.verify_activity(scope, first, last).await?;
    Ok(Report { rows, has_more, verification })
}
