//! Lists in pages: the condition of a page's place, its limit, and the page made of the rows.

use crate::store::engine::bind::{Bind, Statement};
use domain::directory::page::{Cursor, Page, PageSize};
use domain::store::StoreError;

/// Appends the condition of a place. True if the rows come backwards.
pub(in crate::store) fn push_place<Id>(
    statement: &mut Statement,
    column: &str,
    place: Cursor<Id>,
    forwards: &str,
    bind: impl Fn(Id) -> Bind,
) -> bool {
    let opposite = if forwards == "<" { ">" } else { "<" };
    let (id, comparison, backwards) = match place {
        Cursor::First => return false,
        Cursor::Last => return true,
        Cursor::After(id) => (id, forwards, false),
        Cursor::Before(id) => (id, opposite, true),
    };
    let number = statement.bind(bind(id));
    statement.push(&format!(" AND {column} {comparison} ${number}"));
    backwards
}

pub(in crate::store) fn push_limit(statement: &mut Statement, size: PageSize) {
    let limit = statement.bind(i64::try_from(size.get() + 1).unwrap_or(i64::MAX));
    statement.push(&format!(" LIMIT ${limit}"));
}

/// A page of rows; one more row than fits was read.
pub(in crate::store) fn page<Row, Id>(
    mut rows: Vec<Row>,
    place: Cursor<Id>,
    size: PageSize,
    backwards: bool,
) -> PagedRows<Row> {
    let more = rows.len() > size.get();
    rows.truncate(size.get());
    if backwards {
        rows.reverse();
    }
    let (has_previous, has_next) = match place {
        Cursor::First => (false, more),
        Cursor::After(_) => (true, more),
        Cursor::Before(_) => (more, true),
        Cursor::Last => (more, false),
    };
    PagedRows { rows, has_previous, has_next }
}

/// A page whose rows are not converted yet.
pub(in crate::store) struct PagedRows<Row> {
    pub rows: Vec<Row>,
    has_previous: bool,
    has_next: bool,
}

impl<Row> PagedRows<Row> {
    pub(in crate::store) fn try_map<T>(
        self,
        map: impl FnMut(Row) -> Result<T, StoreError>,
    ) -> Result<Page<T>, StoreError> {
        let rows = self.rows.into_iter().map(map).collect::<Result<_, _>>()?;
        Ok(Page { rows, has_previous: self.has_previous, has_next: self.has_next })
    }
}
