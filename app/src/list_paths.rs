//! The URLs of lists over all customers, with the words that stand in their queries.

use crate::paths::{CUSTOMERS, RELATIONSHIPS, escape, place, with_query};
use domain::access::relationship::RelationshipStatus;
use domain::access::relationship_list::{RelationshipFilter, RelationshipQuery};
use domain::directory::customer::{CustomerSort, CustomerSortBy};
use domain::directory::page::Cursor;
use domain::ids::CustomerId;

/// The customers whose name or domain starts with the search text, or whose Microsoft ID equals it.
pub fn customers(search: &str, sort: CustomerSort, at: Cursor<CustomerId>) -> String {
    let search = (!search.is_empty()).then(|| format!("search={}", escape(search)));
    let sort = (sort != CustomerSort::default()).then(|| format!("sort={}", customer_sort_word(sort)));
    let query: Vec<String> = search.into_iter().chain(sort).chain(place(&at)).collect();
    if query.is_empty() { CUSTOMERS.to_owned() } else { format!("{CUSTOMERS}?{}", query.join("&")) }
}

/// A sort order of customers as it appears in the query: a column, prefixed with `-` if descending.
fn customer_sort_word(sort: CustomerSort) -> String {
    format!("{}{}", if sort.descending { "-" } else { "" }, sort.by.as_str())
}

/// The sort order of customers named by a query; the default for an unknown word.
pub fn customer_sort(word: &str) -> CustomerSort {
    let (descending, column) = match word.strip_prefix('-') {
        Some(column) => (true, column),
        None => (false, word),
    };
    let by = CustomerSortBy::ALL.into_iter().find(|by| by.as_str() == column);
    by.map(|by| CustomerSort { by, descending }).unwrap_or_default()
}

/// A list of the relationships of all customers.
pub fn all_relationships(query: RelationshipQuery) -> String {
    let show = (query.filter != RelationshipFilter::default())
        .then(|| format!("show={}", relationship_filter_word(query.filter)));
    let sort = query.descending.then(|| "sort=-ends".to_owned());
    with_query(RELATIONSHIPS.to_owned(), show.into_iter().chain(sort).chain(place(&query.place)).collect())
}

/// The word of a filter in addresses: `current`, `all`, or a status such as `approval-pending`.
pub fn relationship_filter_word(filter: RelationshipFilter) -> String {
    match filter {
        RelationshipFilter::Current => "current".to_owned(),
        RelationshipFilter::All => "all".to_owned(),
        RelationshipFilter::Status(status) => status.as_str().to_lowercase().replace(' ', "-"),
    }
}

/// The filter of a word; the first one for other words.
pub fn relationship_filter(word: &str) -> RelationshipFilter {
    let statuses = RelationshipStatus::ALL.into_iter().map(RelationshipFilter::Status);
    let all = [RelationshipFilter::Current, RelationshipFilter::All].into_iter().chain(statuses);
    all.into_iter().find(|filter| relationship_filter_word(*filter) == word).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_of_customers_is_read_back_from_its_address() {
        for by in CustomerSortBy::ALL {
            for descending in [false, true] {
                let sort = CustomerSort { by, descending };
                assert_eq!(customer_sort(&customer_sort_word(sort)), sort);
            }
        }
        assert_eq!(customer_sort("-nonsense"), CustomerSort::default());
    }

    #[test]
    fn every_filter_of_relationships_is_read_back_from_its_word() {
        let statuses = RelationshipStatus::ALL.into_iter().map(RelationshipFilter::Status);
        for filter in [RelationshipFilter::Current, RelationshipFilter::All].into_iter().chain(statuses) {
            assert_eq!(relationship_filter(&relationship_filter_word(filter)), filter);
        }
        assert_eq!(relationship_filter("nonsense"), RelationshipFilter::Current);
        let filter = RelationshipFilter::Status(RelationshipStatus::ApprovalPending);
        let query = RelationshipQuery { filter, descending: true, place: Cursor::Last, ..Default::default() };
        assert_eq!(all_relationships(query), "/relationships?show=approval-pending&sort=-ends&last=1");
        assert_eq!(all_relationships(RelationshipQuery::default()), "/relationships");
    }

    #[test]
    fn empty_parts_are_left_out() {
        assert_eq!(
            [
                customers("", CustomerSort::default(), Cursor::First),
                customers("ö", CustomerSort::default(), Cursor::First),
                customers("", CustomerSort::default(), Cursor::Last),
                customers("a", CustomerSort::default(), Cursor::Last)
            ],
            ["/customers", "/customers?search=%C3%B6", "/customers?last=1", "/customers?search=a&last=1"]
        );
    }
}
