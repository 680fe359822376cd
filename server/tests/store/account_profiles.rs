//! Profiles after concurrent edits: each user's profile matches the last outcome about them.

use serde_json::Value;
use server::store::SqlStore;
use std::collections::BTreeMap;

/// Outcomes in the order they were written. Handing out passwords later adds activity rows of the same operation, so
/// the first row counts.
const OUTCOMES: &str = "SELECT o.user_id, o.outcome, o.profile FROM operation_user AS o ORDER BY \
    (SELECT MIN(a.sequence) FROM activity AS a WHERE a.subject_id = o.operation_id), o.position";

/// The outcomes' words about a user.
#[derive(Default)]
struct Told {
    upn: Option<String>,
    department: String,
    was_restored: bool,
}

/// Checks that emails and departments match the outcomes.
pub async fn are_as_told(store: &SqlStore) {
    let told = told(store).await;
    let rows: Vec<(String, String, Option<String>)> =
        sqlx::query_as("SELECT id, upn, department FROM users").fetch_all(store.read_pool()).await.unwrap();
    for (user, upn, department) in rows {
        let Some(told) = told.get(&user) else { continue };
        assert_eq!(department.unwrap_or_default(), told.department, "department of {user}");
        // A restored user may have got another email, which only the outcome's message contains.
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
