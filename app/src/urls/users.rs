//! The users list as a URL: converts a query string to a view and back.
//!
//! Keys: `filter search any all none location domain department title created-from created-to sort after before last
//! size within selection user`. Product keys may be repeated. Invalid values are ignored. Users appear by id only,
//! never by name; text from the search box is kept as typed.

use domain::bounds::{SEARCH_MAX, VALUE_MAX};
use domain::directory::filter::{LocationFilter, ReadyFilter, UserFilter};
use domain::directory::page::{Cursor, PageSize, Sort, SortBy};
use domain::directory::role::AdminRole;
use domain::ids::{SelectionId, SkuId, UserId};
use domain::store::UserQuery;
use leptos_router::location::Url;

/// Maximum number of products in a condition.
pub const PRODUCTS_MAX: usize = 50;

/// A view of the users list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListView {
    /// Filter, order and page.
    pub query: UserQuery,
    /// The selection that marks rows.
    pub selection: Option<SelectionId>,
    /// The user whose side panel is open.
    pub user: Option<UserId>,
}

impl ListView {
    /// This view with another filter, at the first page.
    pub fn with_filter(&self, filter: UserFilter) -> Self {
        let query = UserQuery { filter, place: Cursor::First, ..self.query.clone() };
        Self { query, selection: self.selection, user: None }
    }

    /// This view at another page.
    pub fn at(&self, place: Cursor<UserId>) -> Self {
        Self { query: UserQuery { place, ..self.query.clone() }, selection: self.selection, user: None }
    }

    /// This view with another page size, at the first page.
    pub fn with_size(&self, size: PageSize) -> Self {
        Self { query: UserQuery { size, ..self.query.clone() }, ..self.clone() }.at(Cursor::First)
    }

    /// This view sorted by a column; descending if it is already sorted by it in ascending order.
    pub fn sorted_by(&self, by: SortBy) -> Self {
        let descending = self.query.sort.by == by && !self.query.sort.descending;
        Self { query: UserQuery { sort: Sort { by, descending }, ..self.query.clone() }, ..self.clone() }
            .at(Cursor::First)
    }

    /// This view with the side panel of a user, or without a panel.
    pub fn showing(&self, user: Option<UserId>) -> Self {
        Self { user, ..self.clone() }
    }

    /// This view with rows marked by a selection.
    pub fn selecting(&self, selection: Option<SelectionId>) -> Self {
        Self { selection, ..self.clone() }
    }
}

/// Reads the view of a query string. A leading `?` is allowed.
pub fn read(search: &str) -> ListView {
    let mut view = ListView::default();
    for (key, value) in pairs(search) {
        read_value(&mut view, &key, value.trim());
    }
    view
}

/// Writes the query string of a view: `?…`, or nothing for the default list.
pub fn write(view: &ListView) -> String {
    let pairs: Vec<String> =
        view_pairs(view).into_iter().map(|(key, value)| format!("{key}={}", escape(&value))).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// Keys and values of a view, in order, without defaults. Forms carry them as hidden fields.
pub fn view_pairs(view: &ListView) -> Vec<(&'static str, String)> {
    let mut pairs = filter_pairs(&view.query.filter);
    let query = &view.query;
    if query.sort != Sort::default() {
        pairs.push(("sort", sort_word(query.sort)));
    }
    match query.place {
        Cursor::First => {}
        Cursor::After(user) => pairs.push(("after", user.to_string())),
        Cursor::Before(user) => pairs.push(("before", user.to_string())),
        Cursor::Last => pairs.push(("last", "1".into())),
    }
    if query.size != PageSize::default() {
        pairs.push(("size", query.size.get().to_string()));
    }
    let ids = [
        ("within", query.within.map(|id| id.to_string())),
        ("selection", view.selection.map(|id| id.to_string())),
        ("user", view.user.map(|id| id.to_string())),
    ];
    pairs.extend(ids.into_iter().filter_map(|(key, id)| id.map(|id| (key, id))));
    pairs
}

/// The word of a ready-made filter in a URL; empty for all users.
pub fn ready_word(ready: ReadyFilter) -> &'static str {
    match ready {
        ReadyFilter::All => "",
        ReadyFilter::Licensed => "licensed",
        ReadyFilter::Unlicensed => "unlicensed",
        ReadyFilter::Guests => "guests",
        ReadyFilter::SignInAllowed => "sign-in-allowed",
        ReadyFilter::SignInBlocked => "sign-in-blocked",
        ReadyFilter::WithErrors => "errors",
        ReadyFilter::ToBeDeleted => "to-be-deleted",
        ReadyFilter::Admins(AdminRole::Global) => "global-admins",
        ReadyFilter::Admins(AdminRole::Billing) => "billing-admins",
        ReadyFilter::Admins(AdminRole::Helpdesk) => "helpdesk-admins",
        ReadyFilter::Admins(AdminRole::Service) => "service-admins",
        ReadyFilter::Admins(AdminRole::UserManagement) => "user-management-admins",
        ReadyFilter::Admins(AdminRole::Password) => "password-admins",
    }
}

/// The ready-made filter of a word; all users for an unknown word.
pub fn ready_of(word: &str) -> ReadyFilter {
    ReadyFilter::ALL.into_iter().find(|ready| ready_word(*ready) == word).unwrap_or_default()
}

/// A location condition as a word: `SK`, `not-SK`, `none`.
pub fn location_word(location: LocationFilter) -> String {
    match location {
        LocationFilter::Is(country) => country.to_string(),
        LocationFilter::IsNot(country) => format!("not-{country}"),
        LocationFilter::Missing => "none".into(),
    }
}

/// The location condition of a word, if valid.
pub fn location_of(word: &str) -> Option<LocationFilter> {
    match word.strip_prefix("not-") {
        Some(country) => country.parse().ok().map(LocationFilter::IsNot),
        None if word == "none" => Some(LocationFilter::Missing),
        None => word.parse().ok().map(LocationFilter::Is),
    }
}

fn read_value(view: &mut ListView, key: &str, value: &str) {
    let query = &mut view.query;
    let filter = &mut query.filter;
    match key {
        "filter" => filter.ready = ready_of(value),
        "search" => filter.search = value.chars().take(SEARCH_MAX).collect(),
        "any" => read_product(&mut filter.any_of, value),
        "all" => read_product(&mut filter.all_of, value),
        "none" => read_product(&mut filter.none_of, value),
        "location" => filter.location = location_of(value),
        "domain" => filter.domain = read_text(value).map(|domain| domain.to_lowercase()),
        "department" => filter.department = read_text(value),
        "title" => filter.job_title = read_text(value),
        "created-from" => filter.created_from = value.parse().ok(),
        "created-to" => filter.created_to = value.parse().ok(),
        "sort" => query.sort = sort_of(value),
        "after" => query.place = value.parse().map_or(query.place, Cursor::After),
        "before" => query.place = value.parse().map_or(query.place, Cursor::Before),
        "last" if value == "1" => query.place = Cursor::Last,
        "size" => {
            let size = value.parse::<u16>().ok().and_then(|number| PageSize::try_from(number).ok());
            query.size = size.unwrap_or_default();
        }
        "within" => query.within = value.parse().ok(),
        "selection" => view.selection = value.parse().ok(),
        "user" => view.user = value.parse().ok(),
        _ => {}
    }
}

fn read_product(products: &mut Vec<SkuId>, value: &str) {
    if let Ok(product) = value.parse()
        && products.len() < PRODUCTS_MAX
        && !products.contains(&product)
    {
        products.push(product);
    }
}

fn read_text(value: &str) -> Option<String> {
    (!value.is_empty() && value.chars().count() <= VALUE_MAX).then(|| value.to_owned())
}

fn filter_pairs(filter: &UserFilter) -> Vec<(&'static str, String)> {
    let mut pairs = Vec::new();
    let texts = [("filter", ready_word(filter.ready)), ("search", filter.search.as_str())];
    pairs.extend(texts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(key, text)| (key, text.to_owned())));
    for (key, products) in [("any", &filter.any_of), ("all", &filter.all_of), ("none", &filter.none_of)] {
        pairs.extend(products.iter().map(|product| (key, product.to_string())));
    }
    let values = [
        ("location", filter.location.map(location_word)),
        ("domain", filter.domain.clone()),
        ("department", filter.department.clone()),
        ("title", filter.job_title.clone()),
        ("created-from", filter.created_from.map(|day| day.to_string())),
        ("created-to", filter.created_to.map(|day| day.to_string())),
    ];
    pairs.extend(values.into_iter().filter_map(|(key, value)| value.map(|value| (key, value))));
    pairs
}

fn sort_word(sort: Sort) -> String {
    let by = match sort.by {
        SortBy::Name => "name",
        SortBy::Email => "email",
        SortBy::Location => "location",
    };
    format!("{}{by}", if sort.descending { "-" } else { "" })
}

fn sort_of(word: &str) -> Sort {
    let (descending, by) = word.strip_prefix('-').map_or((false, word), |by| (true, by));
    match by {
        "name" => Sort { by: SortBy::Name, descending },
        "email" => Sort { by: SortBy::Email, descending },
        "location" => Sort { by: SortBy::Location, descending },
        _ => Sort::default(),
    }
}

/// Decoded keys and values of a query string. A leading `?` is allowed.
pub fn pairs(search: &str) -> impl Iterator<Item = (String, String)> {
    let search = search.strip_prefix('?').unwrap_or(search);
    search.split('&').filter_map(|pair| pair.split_once('=')).map(|(key, value)| (unescape(key), unescape(value)))
}

// Forms encode a space as `+`.
fn unescape(text: &str) -> String {
    Url::unescape(&text.replace('+', " "))
}

// Not `Url::escape`, which differs between server and browser: both must write the same link.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => escaped.push(char::from(byte)),
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    const E3: &str = "05e9a617-0261-4cee-bb44-138d3ef5d965";
    const VISIO: &str = "c5928f49-12ba-48f7-ada3-0d743a3601d5";
    const ADELE: &str = "6fd2c87f-b296-42f0-b197-1e91e994b900";

    fn full() -> ListView {
        ListView {
            query: UserQuery {
                filter: UserFilter {
                    ready: ReadyFilter::Admins(AdminRole::UserManagement),
                    search: "Zoë & 50% + 李".into(),
                    any_of: vec![E3.parse().unwrap(), VISIO.parse().unwrap()],
                    all_of: vec![E3.parse().unwrap()],
                    none_of: vec![VISIO.parse().unwrap()],
                    location: Some(LocationFilter::IsNot("IS".parse().unwrap())),
                    domain: Some("fabrikam.com".into()),
                    department: Some("R&D = fun".into()),
                    job_title: Some("Head, sales?".into()),
                    created_from: "2026-11-01".parse().ok(),
                    created_to: "2026-11-30".parse().ok(),
                },
                within: Some(ADELE.parse().unwrap()),
                sort: Sort { by: SortBy::Location, descending: true },
                place: Cursor::Before(ADELE.parse().unwrap()),
                size: PageSize::try_from(200).unwrap(),
            },
            selection: Some(ADELE.parse().unwrap()),
            user: Some(ADELE.parse().unwrap()),
        }
    }

    #[test]
    fn the_plain_list_has_no_query_string() {
        assert_eq!((write(&ListView::default()).as_str(), read("")), ("", ListView::default()));
    }

    #[test]
    fn every_part_comes_back() {
        assert_eq!(read(&write(&full())), full());
    }

    #[test]
    fn every_ready_made_filter_and_place_comes_back() {
        for ready in ReadyFilter::ALL {
            let view = ListView::default().with_filter(UserFilter { ready, ..UserFilter::default() });
            assert_eq!(read(&write(&view)), view);
        }
        for place in [Cursor::First, Cursor::Last, Cursor::After(ADELE.parse().unwrap())] {
            let view = ListView::default().at(place);
            assert_eq!(read(&write(&view)), view);
        }
    }

    #[test]
    fn every_location_condition_comes_back() {
        for word in ["SK", "not-SK", "none"] {
            assert_eq!(location_of(word).map(location_word).as_deref(), Some(word));
        }
    }

    #[test]
    fn links_are_short_and_readable() {
        let view = ListView::default().with_filter(UserFilter {
            ready: ReadyFilter::Licensed,
            search: "adele v".into(),
            ..UserFilter::default()
        });
        assert_eq!(write(&view), "?filter=licensed&search=adele%20v");
    }

    #[test]
    fn forms_write_spaces_as_plus_and_empty_fields() {
        let view = read("?filter=&search=adele+v&size=50");
        assert_eq!(write(&view), "?search=adele%20v");
    }

    #[test]
    fn bad_values_are_ignored() {
        let bad = "filter=x&any=x&location=XX&domain=&sort=age&after=x&last=0&size=7&created-from=2026-13-01&selection=x&user=&x=1&y&=";
        assert_eq!(read(bad), ListView::default());
    }

    #[test]
    fn products_are_counted_once_and_bounded() {
        assert_eq!(read(&format!("any={E3}&any={E3}")).query.filter.any_of.len(), 1);
        let many: Vec<String> = (0..99).map(|n| format!("any=00000000-0000-0000-0000-0000000000{n:02}")).collect();
        assert_eq!(read(&many.join("&")).query.filter.any_of.len(), PRODUCTS_MAX);
    }

    #[test]
    fn search_text_is_cut_and_long_values_ignored() {
        let long = "é".repeat(300);
        let view = read(&format!("search={0}&department={0}", escape(&long)));
        assert_eq!((view.query.filter.search.chars().count(), view.query.filter.department), (SEARCH_MAX, None));
    }

    #[test]
    fn another_filter_order_or_size_starts_at_the_first_page_and_keeps_the_selection() {
        let size = PageSize::try_from(25).unwrap();
        for view in [full().with_filter(UserFilter::default()), full().sorted_by(SortBy::Name), full().with_size(size)]
        {
            assert_eq!((view.query.place, view.selection, view.user), (Cursor::First, full().selection, None));
        }
    }

    #[test]
    fn a_column_sorts_forwards_then_backwards() {
        let once = ListView::default().sorted_by(SortBy::Email);
        assert_eq!(once.query.sort, Sort { by: SortBy::Email, descending: false });
        assert_eq!(once.sorted_by(SortBy::Email).query.sort, Sort { by: SortBy::Email, descending: true });
    }
}
