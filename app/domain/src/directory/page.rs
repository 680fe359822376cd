//! Bounded lists: pages reached by a cursor instead of a number, and counts that stop at 10,000.

use serde::{Deserialize, Serialize};

/// Counts are exact up to this number.
pub const COUNT_MAX: i64 = 10_000;

/// The number of rows per page: one of [`PageSize::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct PageSize(u16);

impl PageSize {
    /// The sizes that people can choose.
    pub const ALL: [Self; 4] = [Self(25), Self(50), Self(100), Self(200)];

    /// The largest of these.
    pub const LARGEST: Self = Self(200);
    /// The number of rows read at once for a file. No request can ask for this size.
    pub const OF_FILES: Self = Self(1_000);

    /// The number of rows.
    pub const fn get(self) -> usize {
        self.0 as usize
    }
}

impl Default for PageSize {
    fn default() -> Self {
        Self(50)
    }
}

/// The number is not one of these sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("A page has 25, 50, 100 or 200 rows.")]
pub struct NotAPageSize;

impl TryFrom<u16> for PageSize {
    type Error = NotAPageSize;

    fn try_from(number: u16) -> Result<Self, NotAPageSize> {
        Self::ALL.into_iter().find(|size| size.0 == number).ok_or(NotAPageSize)
    }
}

impl From<PageSize> for u16 {
    fn from(size: PageSize) -> u16 {
        size.0
    }
}

/// Which page of a list is asked for. A row is named by its id, so no name is in a URL. Requests and URLs call it `place`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Cursor<Id> {
    /// The first page.
    #[default]
    First,
    /// The page after this row.
    After(Id),
    /// The page before this row.
    Before(Id),
    /// The last page.
    Last,
}

/// A page of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<Row> {
    /// The rows, in the list's order.
    pub rows: Vec<Row>,
    /// Whether there are earlier rows.
    pub has_previous: bool,
    /// Whether there are later rows.
    pub has_next: bool,
}

/// The sort column of the list of users. Ties are sorted by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SortBy {
    /// Display name.
    #[default]
    Name,
    /// User principal name.
    Email,
    /// Usage location.
    Location,
}

/// A sort order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sort {
    /// The column.
    pub by: SortBy,
    /// Whether the order is descending.
    pub descending: bool,
}

/// A count that is exact up to [`COUNT_MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Count {
    /// Exactly this number.
    Exact(i64),
    /// More than [`COUNT_MAX`].
    More,
}

impl Count {
    /// The count from a number that stopped just above [`COUNT_MAX`].
    pub const fn capped(number: i64) -> Self {
        if number > COUNT_MAX { Self::More } else { Self::Exact(number) }
    }
}
