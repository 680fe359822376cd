//! Filters, compared with the same conditions in plain Rust. The customer is big enough for both query strategies.

use super::engines::each_engine;
use super::fixtures::*;
use super::people::*;
use super::users::{every_sort, ids, sorted, walk};
use domain::access::CustomerScope;
use domain::directory::country::CountryCode;
use domain::directory::day::Day;
use domain::directory::filter::{LocationFilter, ReadyFilter, UserFilter};
use domain::directory::page::{Count, Cursor, PageSize, Sort};
use domain::directory::search::words;
use domain::directory::user::UserType;
use domain::ids::SkuId;
use domain::import::customer::ImportedUser;
use domain::store::UserQuery;
use domain::store::prelude::*;
use server::store::SqlStore;
use std::collections::BTreeSet;

/// More than 2,000: above that, the query walks the list instead of starting from the members.
const USERS: usize = 2_003;

/// A user, with the words of the name and email.
type Known = (ImportedUser, BTreeSet<String>);

/// Whether a user matches a filter, by the filter's definition.
fn matches((user, own): &Known, filter: &UserFilter) -> bool {
    let holds = |sku: &SkuId| user.licenses.iter().any(|license| license.sku_id == *sku && license.error.is_none());
    let ready = match filter.ready {
        ReadyFilter::All => true,
        ReadyFilter::Licensed => user.licenses.iter().any(|license| license.error.is_none()),
        ReadyFilter::Unlicensed => user.licenses.iter().all(|license| license.error.is_some()),
        ReadyFilter::Guests => user.user_type == UserType::Guest,
        ReadyFilter::SignInAllowed => user.sign_in_allowed,
        ReadyFilter::SignInBlocked => !user.sign_in_allowed,
        ReadyFilter::WithErrors => user.licenses.iter().any(|license| license.error.is_some()),
        // None of these users has a planned deletion.
        ReadyFilter::ToBeDeleted => false,
        ReadyFilter::Admins(role) => user.roles.contains(&role.template_id()),
    };
    let place = match filter.location {
        None => true,
        Some(LocationFilter::Is(country)) => user.location == Some(country),
        Some(LocationFilter::IsNot(country)) => user.location != Some(country),
        Some(LocationFilter::Missing) => user.location.is_none(),
    };
    let domain = user.upn.split('@').nth(1).unwrap().to_lowercase();
    ready
        && place
        && words(&filter.search).iter().all(|word| is_found(own, word))
        && (filter.any_of.is_empty() || filter.any_of.iter().any(holds))
        && filter.all_of.iter().all(holds)
        && !filter.none_of.iter().any(holds)
        && filter.domain.as_ref().is_none_or(|wanted| *wanted == domain)
        && filter.department.as_ref().is_none_or(|wanted| user.department.as_ref() == Some(wanted))
        && filter.created_from.is_none_or(|day| user.created.is_some_and(|created| day.start() <= created))
        && filter.created_to.is_none_or(|day| {
            user.created.is_some_and(|created| Day::of(created).is_some_and(|created| created <= day))
        })
        && filter.job_title.as_ref().is_none_or(|wanted| user.job_title.as_ref() == Some(wanted))
}

/// A search word matches the beginning of a word of the name or email; in Chinese, any part of it.
fn is_found(own: &BTreeSet<String>, word: &str) -> bool {
    let chinese = word.starts_with(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c));
    own.iter().any(|its| its.starts_with(word) || (chinese && its.contains(word)))
}

fn day(text: &str) -> Option<Day> {
    text.parse().ok()
}

fn every_filter() -> Vec<UserFilter> {
    let (e3, visio, power_bi) = (sku(E3), sku(VISIO), sku(POWER_BI));
    let slovakia: CountryCode = "SK".parse().unwrap();
    let none = UserFilter::default;
    let search = |text: &str| UserFilter { search: text.into(), ..none() };
    let mut all: Vec<UserFilter> = ReadyFilter::ALL.into_iter().map(|ready| UserFilter { ready, ..none() }).collect();
    all.extend([
        UserFilter { any_of: vec![e3], ..none() },
        UserFilter { any_of: vec![e3, visio, power_bi], ..none() },
        UserFilter { all_of: vec![e3, visio], ..none() },
        UserFilter { none_of: vec![e3], ..none() },
        UserFilter { none_of: vec![visio, power_bi], ..none() },
        UserFilter { any_of: vec![sku(E5)], ..none() },
        UserFilter { location: Some(LocationFilter::Is(slovakia)), ..none() },
        UserFilter { location: Some(LocationFilter::IsNot(slovakia)), ..none() },
        UserFilter { location: Some(LocationFilter::Missing), ..none() },
        UserFilter { domain: Some("contoso.com".into()), ..none() },
        UserFilter { department: Some("Vývoj".into()), ..none() },
        UserFilter { job_title: Some("manager".into()), ..none() },
        UserFilter { job_title: Some("nobody's".into()), ..none() },
        UserFilter { created_from: day("2023-11-15"), ..none() },
        UserFilter { created_to: day("2023-11-15"), ..none() },
        UserFilter { created_from: day("2023-11-15"), created_to: day("2023-11-16"), ..none() },
        UserFilter { created_from: day("2023-11-30"), ..none() },
    ]);
    let texts =
        ["an", "anna KOVÁČOVÁ", "kovac anna", "emile", "静", "李静 王", "ångs", "com", "fab", "u00 vance", "βασ"];
    all.extend(texts.map(search));
    all.extend(["nobody", "%", "' OR 1=1 --", "anna_", "\u{10FFFF}"].map(search));
    all
}

/// Both filters combined, where they concern different fields.
fn both(one: &UserFilter, two: &UserFilter) -> UserFilter {
    let list = |one: &Vec<SkuId>, two: &Vec<SkuId>| if one.is_empty() { two.clone() } else { one.clone() };
    UserFilter {
        ready: if one.ready == ReadyFilter::All { two.ready } else { one.ready },
        search: format!("{} {}", one.search, two.search),
        any_of: list(&one.any_of, &two.any_of),
        all_of: list(&one.all_of, &two.all_of),
        none_of: list(&one.none_of, &two.none_of),
        location: one.location.or(two.location),
        domain: one.domain.clone().or(two.domain.clone()),
        department: one.department.clone().or(two.department.clone()),
        job_title: one.job_title.clone().or(two.job_title.clone()),
        created_from: one.created_from.or(two.created_from),
        created_to: one.created_to.or(two.created_to),
    }
}

/// Compares the count, the first and the last page with the model, and the whole list if `whole`.
async fn check(store: &SqlStore, scope: CustomerScope, users: &[Known], query: UserQuery, whole: bool) -> usize {
    let matching = users.iter().filter(|known| matches(known, &query.filter));
    let matching: Vec<&ImportedUser> = matching.map(|(user, _)| user).collect();
    let expected = sorted(&matching, query.sort);
    let (length, size) = (expected.len(), query.size.get());
    assert_eq!(store.count_users(scope, &query).await.unwrap(), Count::Exact(length as i64), "{query:?}");
    let first = store.users(scope, &query).await.unwrap();
    assert_eq!(ids(&first), expected[..length.min(size)], "{query:?}");
    let last = store.users(scope, &UserQuery { place: Cursor::Last, ..query.clone() }).await.unwrap();
    assert_eq!(ids(&last), expected[length.saturating_sub(size)..], "{query:?}");
    if whole {
        assert_eq!(walk(store, scope, query.clone()).await, expected, "{query:?}");
    }
    length
}

async fn crowded(store: &SqlStore) -> (CustomerScope, Vec<Known>) {
    let actor = partner(store, 1).await;
    let mut directory = company(9, &[(E3, 5_000), (VISIO, 5_000), (POWER_BI, 5_000), (E5, 1)]);
    directory.groups.push((group(5), "All staff".into()));
    directory.users = crowd(USERS, &[E3, VISIO, POWER_BI], group(5));
    // Five days, including the first and the last moment of a day.
    for (at, user) in directory.users.iter_mut().enumerate() {
        let day: Day = ["2023-11-14", "2023-11-15", "2023-11-16", "2023-11-17", "2023-11-18"][at % 5].parse().unwrap();
        user.created = Some(day.start() + [0, 86_399_999][at % 2]);
    }
    let scope = customer(store, &actor, &directory).await;
    let known = |user: ImportedUser| (user.clone(), words(&format!("{} {}", user.display_name, user.upn)));
    (scope, directory.users.into_iter().map(known).collect())
}

#[tokio::test]
async fn every_filter_shows_exactly_those_who_match() {
    each_engine(async |store| {
        let (scope, users) = crowded(&store).await;
        let size = PageSize::try_from(200).unwrap();
        let (mut seen_some, mut seen_none) = (0, 0);
        for (at, filter) in every_filter().into_iter().enumerate() {
            let sort = every_sort()[at % 6];
            let query = UserQuery { filter, sort, size, ..UserQuery::default() };
            match check(&store, scope, &users, query, true).await {
                0 => seen_none += 1,
                _ => seen_some += 1,
            }
        }
        assert!(seen_some > 30 && seen_none >= 4, "{seen_some} filters with users, {seen_none} without");
    })
    .await;
}

#[tokio::test]
async fn filters_hold_together() {
    each_engine(async |store| {
        let (scope, users) = crowded(&store).await;
        let filters = every_filter();
        for (at, one) in filters.iter().enumerate() {
            for step in [1, 14] {
                let filter = both(one, &filters[(at * 7 + step) % filters.len()]);
                let query = UserQuery { filter, sort: Sort::default(), ..UserQuery::default() };
                check(&store, scope, &users, query, false).await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_list_within_a_selection_shows_only_those_of_it_who_match() {
    each_engine(async |store| {
        let (scope, users) = crowded(&store).await;
        // About thirty users, then so many that the query walks the list.
        for every in [70, 1] {
            let chosen: Vec<Known> = users.iter().step_by(every).cloned().collect();
            let selection = new_selection();
            for thousand in chosen.chunks(1_000) {
                let ids: Vec<_> = thousand.iter().map(|(user, _)| user.id).collect();
                click(&store, scope, selection, &ids, &[]).await;
            }
            for filter in every_filter().into_iter().step_by(4) {
                let query = UserQuery { filter, within: Some(selection), ..UserQuery::default() };
                check(&store, scope, &chosen, query, false).await;
            }
        }
    })
    .await;
}
