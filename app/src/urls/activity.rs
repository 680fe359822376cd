//! The activity log as a URL: converts a query string to a query and back.
//!
//! Keys: `action person from to search after before last`. Days are in UTC, written `2026-11-23`. Invalid values are
//! ignored.

use crate::format::{DAY_MS, day, day_start};
use crate::paths::{escape, place as place_pair};
use domain::bounds::SEARCH_MAX;
use domain::console::action::Action;
use domain::console::activity::{ActivityQuery, Performer};
use domain::directory::page::Cursor;
use leptos_router::location::Url;

/// Reads a query string. A leading `?` is allowed.
pub fn read(search: &str) -> ActivityQuery {
    let mut query = ActivityQuery::default();
    let search = search.strip_prefix('?').unwrap_or(search);
    for (key, value) in search.split('&').filter_map(|pair| pair.split_once('=')) {
        // Forms write a space as `+`.
        read_value(&mut query, key, Url::unescape(&value.replace('+', " ")).trim());
    }
    query
}

/// Writes a query string: `?…`, or nothing for the first page of the whole log.
pub fn write(query: &ActivityQuery) -> String {
    let pairs = pairs(query).into_iter().map(|(key, value)| format!("{key}={}", escape(&value)));
    let pairs: Vec<String> = pairs.chain(place_pair(&query.place)).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// The value of a person in the URL.
pub fn person_word(performer: Performer) -> String {
    match performer {
        Performer::Person(person) => person.to_string(),
        Performer::CommandLine => "command-line".into(),
        Performer::Tenantry => "tenantry".into(),
        Performer::OneTimeLink => "one-time-link".into(),
    }
}

/// The value of an action in the URL: its words with hyphens.
pub fn action_word(action: Action) -> String {
    action.as_str().to_lowercase().replace(' ', "-")
}

/// The last day of a query, as in the URL. The query itself holds the start of the following day.
pub fn last_day(query: &ActivityQuery) -> Option<String> {
    query.until.map(|until| day(until - DAY_MS))
}

fn pairs(query: &ActivityQuery) -> Vec<(&'static str, String)> {
    let values = [
        ("action", query.action.map(action_word)),
        ("person", query.performer.map(person_word)),
        ("from", query.from.map(day)),
        ("to", last_day(query)),
        ("search", Some(query.search.clone()).filter(|search| !search.is_empty())),
    ];
    values.into_iter().filter_map(|(key, value)| value.map(|value| (key, value))).collect()
}

fn read_value(query: &mut ActivityQuery, key: &str, value: &str) {
    match key {
        "action" => query.action = Action::ALL.into_iter().find(|action| action_word(*action) == value),
        "person" => {
            let nobody = Performer::NOBODY.into_iter().find(|nobody| person_word(*nobody) == value);
            query.performer = nobody.or_else(|| value.parse().ok().map(Performer::Person));
        }
        "from" => query.from = day_start(value),
        "to" => query.until = day_start(value).map(|start| start + DAY_MS),
        "search" => query.search = value.chars().take(SEARCH_MAX).collect(),
        "after" => query.place = value.parse().map_or(query.place, Cursor::After),
        "before" => query.place = value.parse().map_or(query.place, Cursor::Before),
        "last" if value == "1" => query.place = Cursor::Last,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "6fd2c87f-b296-42f0-b197-1e91e994b900";

    #[test]
    fn every_part_comes_back() {
        let full = ActivityQuery {
            action: Some(Action::ChangeUndone),
            performer: Some(Performer::Person(ID.parse().unwrap())),
            from: day_start("2026-11-01"),
            until: day_start("2026-12-01"),
            search: "Zoë & 50% + 李".into(),
            place: Cursor::Before(ID.parse().unwrap()),
            ..ActivityQuery::default()
        };
        assert_eq!(read(&write(&full)), full);
        assert!(write(&full).contains("action=change-undone") && write(&full).contains("to=2026-11-30"));
        for nobody in Performer::NOBODY {
            let query = ActivityQuery { performer: Some(nobody), ..ActivityQuery::default() };
            assert_eq!(read(&write(&query)), query);
        }
        for action in Action::ALL {
            let query = ActivityQuery { action: Some(action), place: Cursor::Last, ..ActivityQuery::default() };
            assert_eq!(read(&write(&query)), query);
        }
    }

    #[test]
    fn the_whole_log_has_no_query_string_and_nonsense_asks_for_it() {
        assert_eq!(write(&ActivityQuery::default()), "");
        let nonsense = "?action=x&person=x&from=2026-02-30&to=yesterday&after=x&last=2&other=1&search=";
        assert_eq!(read(nonsense), ActivityQuery::default());
    }
}
