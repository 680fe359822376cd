//! Adding, uploading and editing users.

use super::accounts::{changed, deleted_users, live, renaming, results};
use super::engines::each_engine;
use super::fixtures::*;
use super::history::undone;
use super::jobs::work_off;
use super::people::*;
use domain::access::CustomerScope;
use domain::cases::entries::preview;
use domain::cases::operations::{Retry, preview_retry};
use domain::console::accounts::Who;
use domain::console::action::Action;
use domain::console::activity::ActivityQuery;
use domain::console::entries::{Entries, EntriesRequest, EntryEnd};
use domain::console::operation::{OperationState, OutcomeTab};
use domain::console::operation_kind::EntriesKind;
use domain::console::operation_kind::OperationKind;
use domain::console::passwords::Handover;
use domain::console::save::SaveReply;
use domain::directory::page::{Cursor, PageSize};
use domain::directory::profile::TypedProfile;
use domain::directory::role::AdminRole;
use domain::ids::OperationId;
use domain::rules::account_change::AccountChange;
use domain::rules::change::Change;
use domain::rules::entries::{EntryAction, UserEntry};
use domain::rules::plan::PlanDigest;
use domain::store::UserQuery;
use domain::store::prelude::*;
use server::store::SqlStore;

pub fn typed(name: &str, email: &str) -> TypedProfile {
    TypedProfile { display_name: Some(name.into()), email: Some(email.into()), ..TypedProfile::default() }
}

/// A new user in the United States.
pub fn added(number: u128, name: &str, licenses: Change) -> UserEntry {
    let email = format!("{}@fabrikam.com", name.to_lowercase());
    let profile = TypedProfile { location: Some("US".into()), ..typed(name, &email) };
    UserEntry { user: user_id(number), asked: EntryAction::Add(profile), licenses }
}

pub fn edited(number: u128, profile: TypedProfile, licenses: Change) -> UserEntry {
    UserEntry { user: user_id(number), asked: EntryAction::Edit(profile), licenses }
}

pub async fn asked(store: &SqlStore, scope: CustomerScope, kind: EntriesKind, entries: Entries) -> EntriesRequest {
    let seen = preview(store, scope, &entries).await.unwrap();
    let digest = seen.map_or_else(|_| PlanDigest(String::new()), |seen| seen.summary.digest);
    EntriesRequest { key: new_key(), kind, entries, digest, reason: None }
}

/// Saves entries right after their preview.
pub async fn save_entries(store: &SqlStore, scope: CustomerScope, kind: EntriesKind, entries: Entries) -> OperationId {
    let request = asked(store, scope, kind, entries).await;
    match store.save_entries(scope, &request, stamp()).await.unwrap() {
        SaveReply::Saved(operation) => operation,
        other => panic!("not done: {other:?}"),
    }
}

pub async fn each(store: &SqlStore, scope: CustomerScope, kind: EntriesKind, entries: &[UserEntry]) -> OperationId {
    save_entries(store, scope, kind, Entries::Each(entries.into())).await
}

/// A customer with Anna and Bert, and this many seats of E3.
pub async fn two_users(store: &SqlStore, seats: i64) -> CustomerScope {
    customer_of(store, &[(E3, seats), (VISIO, 9)], vec![person(1, "Anna"), person(2, "Bert")]).await
}

#[tokio::test]
async fn users_are_added_once_and_an_undo_deletes_them() {
    each_engine(async |store| {
        let scope = two_users(&store, 1).await;
        let roles = Some([AdminRole::Helpdesk].into());
        let mut first = added(11, "Cyril", assign(E3));
        if let EntryAction::Add(profile) = &mut first.asked {
            profile.roles = roles;
            profile.department = Some("Sales".into());
        }
        let entries = Entries::Each(vec![first, added(12, "Diego", assign(E3)), added(13, "User1", Change::default())]);
        let request = asked(&store, scope, EntriesKind::Add, entries.clone()).await;
        let ends: Vec<_> = preview(&store, scope, &entries).await.unwrap().unwrap().lines;
        assert!(matches!(ends[1].end, EntryEnd::WithoutLicenses(_)) && matches!(ends[2].end, EntryEnd::Failed(_)));
        let stamp = stamp();
        let reply = store.save_entries(scope, &request, stamp).await.unwrap();
        assert_eq!(reply, SaveReply::Saved(OperationId::new(stamp.id)));
        assert_eq!(store.save_entries(scope, &request, super::fixtures::stamp()).await.unwrap(), reply);
        let operation = OperationId::new(stamp.id);
        let shown = store.operation(scope, operation).await.unwrap().unwrap();
        assert_eq!((shown.kind, shown.counts.changed, shown.counts.failed), (OperationKind::Add, 2, 1));
        assert_eq!((shown.done_in_part, shown.counts.assigned), (1, 1));
        let told = results(&store, scope, operation).await;
        let told: Vec<_> = told.iter().map(|(user, result)| (*user, result.as_str())).collect();
        let expected = [(user_id(12), "CountViolation"), (user_id(13), "UpnTaken"), (user_id(11), "Added")];
        assert_eq!(told, expected);
        let cyril = store.user(scope, user_id(11)).await.unwrap().unwrap();
        assert_eq!((cyril.licenses.len(), cyril.user.department.as_deref()), (1, Some("Sales")));
        assert_eq!((cyril.roles, cyril.user.created), (vec!["Helpdesk admin".to_owned()], NOW));
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 1);
        // A user whose license failed in the save is marked with errors.
        let row = store.users(scope, &UserQuery::default()).await.unwrap().rows;
        let diego = row.iter().find(|row| row.id == user_id(12)).unwrap();
        assert!(diego.has_errors && diego.products.is_empty());
        undone(&store, scope, operation).await;
        assert_eq!(live(&store, scope).await, [user_id(1), user_id(2)].into());
        assert_eq!(deleted_users(&store, scope, "cyril", NOW).await.len(), 1);
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 0);
        let log = store.activity(scope, &ActivityQuery::default()).await.unwrap().rows;
        assert_eq!(log[1].action, Action::UsersAdded);
        assert_eq!(store.violations().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_synced_user_gets_licenses_and_keeps_the_profile() {
    each_engine(async |store| {
        let mut users = vec![person(1, "Anna")];
        users[0].directory_synced = true;
        let scope = customer_of(&store, &[(E3, 1)], users).await;
        let sales = TypedProfile { department: Some("Sales".into()), ..TypedProfile::default() };
        let operation = each(&store, scope, EntriesKind::Edit, &[edited(1, sales, assign(E3))]).await;
        assert_eq!(results(&store, scope, operation).await, [(user_id(1), "DirectorySynced".to_owned())]);
        let shown = store.operation(scope, operation).await.unwrap().unwrap();
        assert_eq!((shown.counts.changed, shown.done_in_part, shown.counts.assigned), (1, 1, 1));
        let anna = store.user(scope, user_id(1)).await.unwrap().unwrap();
        assert_eq!((anna.user.department, anna.licenses.len()), (None, 1));
        // “Users with errors” is only about licenses.
        assert!(!store.users(scope, &UserQuery::default()).await.unwrap().rows[0].has_errors);
        assert!(matches!(preview_retry(&store, scope, operation).await.unwrap(), Some(Retry::StillFails(_))));
        undone(&store, scope, operation).await;
        assert_eq!(seats(&store, scope, E3).await.0.consumed, 0);
        assert_eq!(store.violations().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_user_who_was_deleted_leaves_the_email_to_others() {
    each_engine(async |store| {
        let scope = two_users(&store, 1).await;
        changed(&store, scope, &[1], AccountChange::Delete).await;
        let upns = ["USER1@fabrikam.com".to_owned(), "user2@fabrikam.com".into(), "nobody@fabrikam.com".into()];
        let found = store.upn_holders(scope, &upns).await.unwrap();
        let found: Vec<_> = found.iter().map(|holder| (holder.name.as_str(), holder.deleted)).collect();
        assert_eq!(found, [("Anna", Some(NOW)), ("Bert", None)]);
        each(&store, scope, EntriesKind::Add, &[added(11, "User1", Change::default())]).await;
        let holder = store.upn_holders(scope, &upns[..1]).await.unwrap().remove(0);
        assert_eq!((holder.user, holder.deleted), (user_id(11), None));
        // The restored user needs another email.
        let refused = super::accounts::change(&store, scope, super::accounts::listed(&[1]), AccountChange::restore());
        let SaveReply::Saved(operation) = refused.await else { panic!("nothing was written down") };
        assert_eq!(results(&store, scope, operation).await, [(user_id(1), "UpnTaken".to_owned())]);
        changed(&store, scope, &[1], renaming(1, "anna@fabrikam.com")).await;
        assert_eq!(live(&store, scope).await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn profiles_are_edited_found_by_their_new_names_and_given_back_by_an_undo() {
    each_engine(async |store| {
        let scope = two_users(&store, 1).await;
        let asked = TypedProfile {
            first_name: Some("Ännchen".into()),
            department: Some("Sales".into()),
            location: Some("Slovakia".into()),
            sign_in_allowed: Some(false),
            roles: Some([AdminRole::Billing].into()),
            ..typed("Ännchen Nová", "ann@fabrikam.com")
        };
        let operation = each(&store, scope, EntriesKind::Edit, &[edited(1, asked, assign(E3))]).await;
        let anna = store.user(scope, user_id(1)).await.unwrap().unwrap();
        assert_eq!((anna.user.upn.as_str(), anna.user.sign_in_allowed), ("ann@fabrikam.com", false));
        assert_eq!((anna.user.location.unwrap().as_str(), anna.licenses.len()), ("SK", 1));
        assert_eq!(anna.roles, ["Billing admin"]);
        let found = async |search: &str| {
            let filter = domain::directory::filter::UserFilter { search: search.into(), ..Default::default() };
            store.users(scope, &UserQuery { filter, ..UserQuery::default() }).await.unwrap().rows.len()
        };
        assert_eq!([found("annchen").await, found("ann@").await, found("user1").await], [1, 1, 0]);
        let told = outcomes(&store, scope, operation).await.remove(0);
        assert!(told.message.contains("Department: none → Sales"), "{}", told.message);
        assert!(told.message.contains("Sign-in: allowed → blocked"), "{}", told.message);
        undone(&store, scope, operation).await;
        let anna = store.user(scope, user_id(1)).await.unwrap().unwrap();
        assert_eq!((anna.user.upn.as_str(), anna.user.department), ("User1@fabrikam.com", None));
        assert_eq!((anna.user.sign_in_allowed, anna.licenses.len(), anna.roles.len()), (true, 0, 0));
        assert_eq!(anna.user.location.unwrap().as_str(), "US");
        assert_eq!([found("annchen").await, found("user1").await], [0, 1]);
        assert_eq!(store.violations().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn what_somebody_else_changed_meanwhile_is_shown_not_overwritten() {
    each_engine(async |store| {
        let scope = two_users(&store, 1).await;
        let department = |text: &str| TypedProfile { department: Some(text.into()), ..TypedProfile::default() };
        let mine = Entries::Each(vec![edited(1, department("Sales"), Change::default())]);
        let mine = asked(&store, scope, EntriesKind::Edit, mine).await;
        let title = TypedProfile { job_title: Some("Buyer".into()), ..TypedProfile::default() };
        each(&store, scope, EntriesKind::Edit, &[edited(1, title, Change::default())]).await;
        each(&store, scope, EntriesKind::Edit, &[edited(1, department("Legal"), Change::default())]).await;
        let reply = store.save_entries(scope, &mine, stamp()).await.unwrap();
        assert!(matches!(reply, SaveReply::Stale(_)), "{reply:?}");
        let anna = store.user(scope, user_id(1)).await.unwrap().unwrap().user;
        assert_eq!((anna.department.as_deref(), anna.job_title.as_deref()), (Some("Legal"), Some("Buyer")));
    })
    .await;
}

#[tokio::test]
async fn the_same_is_asked_of_all_selected_and_what_failed_is_tried_again() {
    each_engine(async |store| {
        let scope = two_users(&store, 1).await;
        let selection = select(&store, scope, &[user_id(1), user_id(2)]).await;
        let profile = TypedProfile { job_title: Some("Buyer".into()), ..TypedProfile::default() };
        let same = Entries::Same { who: Who::Selected(selection), profile, licenses: assign(E3) };
        let operation = save_entries(&store, scope, EntriesKind::Edit, same).await;
        let told = results(&store, scope, operation).await;
        assert_eq!(told, [(user_id(2), "CountViolation".to_owned()), (user_id(1), "Edited".to_owned())]);
        let bert = store.user(scope, user_id(2)).await.unwrap().unwrap();
        assert_eq!((bert.user.job_title.as_deref(), bert.licenses.len()), (Some("Buyer"), 0));
        let retry = preview_retry(&store, scope, operation).await.unwrap();
        assert!(matches!(retry, Some(Retry::StillFails(_))), "{retry:?}");
        saved(&store, scope, &[user_id(1)], revoke(E3)).await;
        assert_eq!(preview_retry(&store, scope, operation).await.unwrap(), Some(Retry::Possible));
        let again = save_entries(&store, scope, EntriesKind::Edit, Entries::FailedIn(operation)).await;
        assert_eq!(results(&store, scope, again).await, [(user_id(2), "Edited".to_owned())]);
        assert_eq!(store.user(scope, user_id(2)).await.unwrap().unwrap().licenses.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn many_are_worked_off_as_a_job_and_read_back_when_they_fail() {
    each_engine(async |store| {
        let scope = two_users(&store, 700).await;
        let mut entries: Vec<UserEntry> =
            (0..1_001).map(|number| added(1_000 + number, &format!("P{number}"), assign(E3))).collect();
        entries[700] = added(2_500, "User2", assign(E3));
        let request = asked(&store, scope, EntriesKind::Upload, Entries::Each(entries.clone())).await;
        let SaveReply::Saved(operation) = store.save_entries(scope, &request, stamp()).await.unwrap() else {
            panic!("not begun")
        };
        let shown = store.operation(scope, operation).await.unwrap().unwrap();
        assert_eq!((shown.state, shown.counts.users), (OperationState::Running, 1_001));
        let mut job = store.next_job(NOW).await.unwrap().unwrap();
        assert_eq!(work_off(&store, &mut job).await, 3);
        let shown = store.operation(scope, operation).await.unwrap().unwrap();
        assert_eq!(shown.state, OperationState::Done);
        assert_eq!((shown.counts.changed, shown.counts.failed, shown.counts.assigned), (1_000, 1, 700));
        assert_eq!(shown.done_in_part, 300);
        let size = PageSize::default();
        let errors = store.outcomes(scope, operation, OutcomeTab::Errors, Cursor::First, size).await.unwrap();
        assert_eq!(errors.rows.iter().filter(|row| row.code.as_deref() == Some("UpnTaken")).count(), 1);
        let failed = store.failed_entries(scope, operation).await.unwrap();
        assert_eq!(failed.len(), 301);
        let whole: Vec<_> = failed.into_iter().filter(|failed| !failed.only_licenses).collect();
        assert_eq!(whole.len(), 1);
        assert_eq!(whole[0].entry, entries[700]);
        let users: i64 = number(&store, "SELECT live_users FROM customer").await;
        assert_eq!(users, 1_002);
        assert_eq!(store.violations().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_user_who_comes_twice_or_of_another_customer_is_refused() {
    each_engine(async |store| {
        let scope = two_users(&store, 1).await;
        let actor = partner(&store, 2).await;
        let mut other = company(8, &[(E3, 1)]);
        other.users = vec![person(77, "Foreign")];
        let other = customer(&store, &actor, &other).await;
        let twice = Entries::Each(vec![added(11, "Cyril", Change::default()), added(11, "Diego", Change::default())]);
        let request = asked(&store, scope, EntriesKind::Add, twice).await;
        let reply = store.save_entries(scope, &request, stamp()).await.unwrap();
        assert!(matches!(reply, SaveReply::Stale(_)), "{reply:?}");
        let rename = typed("Mine", "mine@fabrikam.com");
        let foreign = each(&store, scope, EntriesKind::Edit, &[edited(77, rename, Change::default())]).await;
        assert_eq!(results(&store, scope, foreign).await, [(user_id(77), "NotFound".to_owned())]);
        assert_eq!(store.user(other, user_id(77)).await.unwrap().unwrap().user.display_name, "Foreign");
        assert!(store.failed_entries(other, foreign).await.unwrap().is_empty());
        assert!(store.upn_holders(scope, &["User77@fabrikam.com".to_owned()]).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn profiles_in_outcomes_go_with_their_user() {
    each_engine(async |store| {
        let scope = two_users(&store, 1).await;
        let asked = TypedProfile { department: Some("Geheim".into()), ..TypedProfile::default() };
        each(&store, scope, EntriesKind::Edit, &[edited(1, asked, Change::default())]).await;
        let kept = "SELECT COUNT(*) FROM operation_user WHERE profile LIKE '%Geheim%'";
        let apart = "SELECT COUNT(*) FROM operation_user WHERE before LIKE '%Geheim%' OR after LIKE '%Geheim%'";
        assert_eq!([number(&store, kept).await, number(&store, apart).await], [1, 0]);
        store.erase_user(scope.customer(), user_id(1), stamp()).await.unwrap();
        assert_eq!(number(&store, kept).await, 0);
        assert_eq!(store.violations().await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn who_was_added_gets_a_temporary_password_on_request() {
    each_engine(async |store| {
        let scope = two_users(&store, 1).await;
        let entries = [added(11, "Cyril", Change::default()), added(12, "User1", Change::default())];
        let operation = each(&store, scope, EntriesKind::Upload, &entries).await;
        let how = Handover::Passwords;
        let out = store.hand_out(scope, operation, how, app::services::random, stamp()).await.unwrap().unwrap();
        let names: Vec<_> = out.handed.iter().map(|one| one.upn.as_str()).collect();
        assert_eq!(names, ["cyril@fabrikam.com"], "not who failed");
        let title = TypedProfile { job_title: Some("Buyer".into()), ..TypedProfile::default() };
        let edit = each(&store, scope, EntriesKind::Edit, &[edited(1, title, Change::default())]).await;
        let none = store.hand_out(scope, edit, how, app::services::random, stamp()).await.unwrap();
        assert!(none.is_none());
    })
    .await;
}

#[tokio::test]
async fn undoing_what_added_some_and_changed_others_deletes_nobody() {
    each_engine(async |store| {
        let scope = two_users(&store, 1).await;
        let title = TypedProfile { job_title: Some("Buyer".into()), ..TypedProfile::default() };
        let entries = [added(11, "Cyril", Change::default()), edited(1, title, Change::default())];
        let operation = each(&store, scope, EntriesKind::Upload, &entries).await;
        let shown = store.operation(scope, operation).await.unwrap().unwrap();
        assert_eq!((shown.kind, shown.counts.changed), (OperationKind::Edit, 2));
        let undo = undone(&store, scope, operation).await;
        let told = results(&store, scope, undo).await;
        assert_eq!(told, [(user_id(11), "WasAdded".to_owned()), (user_id(1), "Edited".to_owned())]);
        assert_eq!(live(&store, scope).await.len(), 3);
        assert_eq!(store.user(scope, user_id(1)).await.unwrap().unwrap().user.job_title, None);
    })
    .await;
}
