//! Which page of a list the URL asks for, and the links to the others.

use crate::widgets::frame::params::query_param;
use domain::directory::page::{Cursor, Page};
use leptos::prelude::*;
use std::str::FromStr;

/// The page that `?after=`, `?before=` or `?last` asks for; the first where they are missing or unreadable.
pub fn place_param<Id>() -> Memo<Cursor<Id>>
where
    Id: FromStr + PartialEq + Send + Sync + 'static,
{
    let (after, before, last) = (query_param("after"), query_param("before"), query_param("last"));
    let read = |text: Option<String>| text.and_then(|text| text.parse().ok());
    Memo::new(move |_| match (read(after.get()), read(before.get()), last.get()) {
        (Some(id), ..) => Cursor::After(id),
        (_, Some(id), _) => Cursor::Before(id),
        (_, _, Some(_)) => Cursor::Last,
        _ => Cursor::First,
    })
}

/// The places of First, Previous, Next and Last; `None` where one leads nowhere.
pub fn around<Row, Id>(page: &Page<Row>, id: impl Fn(&Row) -> Id) -> [Option<Cursor<Id>>; 4] {
    let back = page.rows.first().filter(|_| page.has_previous);
    let on = page.rows.last().filter(|_| page.has_next);
    [
        back.map(|_| Cursor::First),
        back.map(|row| Cursor::Before(id(row))),
        on.map(|row| Cursor::After(id(row))),
        on.map(|_| Cursor::Last),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_middle_page_leads_everywhere_and_a_whole_list_nowhere() {
        let page = |has_previous, has_next| Page { rows: vec![3_i64, 4], has_previous, has_next };
        let middle = [Some(Cursor::First), Some(Cursor::Before(3)), Some(Cursor::After(4)), Some(Cursor::Last)];
        assert_eq!(around(&page(true, true), |row| *row), middle);
        assert_eq!(around(&page(false, false), |row| *row), [None; 4]);
    }
}
