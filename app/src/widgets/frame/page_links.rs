//! Which page of a list the URL asks for, and the links to the others.

use crate::widgets::frame::params::query_param;
use domain::directory::page::{Page, Place};
use leptos::prelude::*;
use std::str::FromStr;

/// The page that `?after=`, `?before=` or `?last` asks for; the first where they are missing or unreadable.
pub fn place_param<Id>() -> Memo<Place<Id>>
where
    Id: FromStr + PartialEq + Send + Sync + 'static,
{
    let (after, before, last) = (query_param("after"), query_param("before"), query_param("last"));
    let read = |text: Option<String>| text.and_then(|text| text.parse().ok());
    Memo::new(move |_| match (read(after.get()), read(before.get()), last.get()) {
        (Some(id), ..) => Place::After(id),
        (_, Some(id), _) => Place::Before(id),
        (_, _, Some(_)) => Place::Last,
        _ => Place::First,
    })
}

/// The places of First, Previous, Next and Last; `None` where one leads nowhere.
pub fn around<Row, Id>(page: &Page<Row>, id: impl Fn(&Row) -> Id) -> [Option<Place<Id>>; 4] {
    let back = page.rows.first().filter(|_| page.has_previous);
    let on = page.rows.last().filter(|_| page.has_next);
    [
        back.map(|_| Place::First),
        back.map(|row| Place::Before(id(row))),
        on.map(|row| Place::After(id(row))),
        on.map(|_| Place::Last),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_middle_page_leads_everywhere_and_a_whole_list_nowhere() {
        let page = |has_previous, has_next| Page { rows: vec![3_i64, 4], has_previous, has_next };
        let middle = [Some(Place::First), Some(Place::Before(3)), Some(Place::After(4)), Some(Place::Last)];
        assert_eq!(around(&page(true, true), |row| *row), middle);
        assert_eq!(around(&page(false, false), |row| *row), [None; 4]);
    }
}
