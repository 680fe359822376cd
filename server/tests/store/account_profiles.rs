//! Profiles after many at once have edited them: they are what the outcomes tell, the last one of each user last.

use serde_json::Value;
use server::store::SqlStore;
use std::collections::BTreeMap;

/// Outcomes in the order in which they were written. What was handed out for an operation stands under it too, later.
const OUTCOMES: &str = "SELECT o.user_id, o.outcome, o.profile FROM operation_user AS o ORDER BY \
    (SELECT MIN(a.sequence) FROM activity AS a WHERE a.subject_id = o.operation_id), o.position";

/// What outcomes tell of a user.
#[derive(Default)]
struct Told {
    upn: Option<String>,
    department: String,
    was_restored: bool,
}

/// Emails and departments are those that the outcomes tell.
pub async fn are_as_told(store: &SqlStore) {
    let told = told(store).await;
    let rows: Vec<(String, String, Option<String>)> =
        sqlx::query_as("SELECT id, upn, department FROM users").fetch_all(store.read_pool()).await.unwrap();
    for (user, upn, department) in rows {
        let Some(told) = told.get(&user) else { continue };
        assert_eq!(department.unwrap_or_default(), told.department, "department of {user}");
        // Whoever is restored may get another email, which only the words of the outcome tell.
        if let Some(expected) = told.upn.as_ref().filter(|_| !told.was_restored) {
            assert_eq!(&upn, expected, "email of {user}");
        }
    }
}

async fn told(store: &SqlStore) -> BTreeMap<String, Told> {
    let rows: Vec<(String, String, Option<String>)> =
        sqlx::query_as(OUTCOMES).fetch_all(store.read_pool()).await.unwrap();
    let mut all: BTreeMap<String, Told> = BTreeMap::new();
    for (user, outcome, profile) in rows {
        let told = all.entry(user).or_default();
        told.was_restored |= outcome == "Restored";
        let profile: Value = profile.map_or(Value::Null, |profile| serde_json::from_str(&profile).unwrap());
        let after = &profile["after"];
        if let Some(upn) = after["upn"].as_str() {
            told.upn = Some(upn.to_owned());
        }
        if let Some(department) = after["department"].as_str() {
            told.department = department.to_owned();
        }
    }
    all
}
