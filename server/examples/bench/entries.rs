//! Measures adding, deleting and restoring many users.

use super::{Outcome, report};
use domain::access::CustomerScope;
use domain::cases;
use domain::console::accounts::{AccountsRequest, Who};
use domain::console::entries::{Entries, EntriesRequest};
use domain::console::operation_kind::EntriesKind;
use domain::console::save::SaveReply;
use domain::directory::profile::TypedProfile;
use domain::ids::{IdempotencyKey, SkuId, UserId};
use domain::rules::account_change::AccountChange;
use domain::rules::boxes::Choice;
use domain::rules::change::Change;
use domain::rules::entries::{EntryAction, UserEntry};
use domain::store::prelude::*;
use server::store::SqlStore;
use server::store::chunks::Step;
use server::time::stamp;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Users of an uploaded file.
const ROWS: usize = 10_000;
const ROUNDS: usize = 3;

/// Uploads users with a license each, deletes them, restores them, and deletes them again.
pub async fn entries(store: &SqlStore, scope: CustomerScope, sku: SkuId) -> Outcome<()> {
    let (mut previews, mut uploads) = (Vec::new(), Vec::new());
    let (mut deletions, mut restorations) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let domain = store.customer(scope).await?.primary_domain;
        let rows: Vec<UserEntry> = (0..ROWS).map(|number| row(round, number, &domain, sku)).collect();
        let users: Vec<UserId> = rows.iter().map(|row| row.user).collect();
        let (preview, upload) = upload(store, scope, rows).await?;
        previews.push(preview);
        uploads.push(upload);
        deletions.push(change(store, scope, &users, AccountChange::Delete).await?);
        restorations.push(change(store, scope, &users, AccountChange::restore()).await?);
        change(store, scope, &users, AccountChange::Delete).await?;
    }
    report(&format!("preview of {ROWS} rows"), previews);
    report(&format!("upload of {ROWS} rows: ended"), uploads);
    report(&format!("delete {ROWS} users"), deletions);
    report(&format!("restore {ROWS} users"), restorations);
    Ok(())
}

fn row(round: usize, number: usize, domain: &str, sku: SkuId) -> UserEntry {
    let text = |text: &str| Some(text.to_owned());
    let profile = TypedProfile {
        first_name: text("Ada"),
        last_name: Some(format!("Number {number}")),
        display_name: Some(format!("Ada Number {number}")),
        email: Some(format!("ada.{round}.{number}@{domain}")),
        location: text("United States"),
        department: text("Sales"),
        job_title: text("Buyer"),
        ..TypedProfile::default()
    };
    let mut licenses = Change::default();
    licenses.choose(sku, Choice::Fill);
    UserEntry { user: UserId::new(Uuid::new_v4()), asked: EntryAction::Add(profile), licenses }
}

/// Measures the preview, and the save until the end of its job.
async fn upload(store: &SqlStore, scope: CustomerScope, rows: Vec<UserEntry>) -> Outcome<(Duration, Duration)> {
    let entries = Entries::Each(rows);
    let began = Instant::now();
    let seen = cases::entries::preview(store, scope, &entries).await?.map_err(|_| "too many rows")?;
    let previewed = began.elapsed();
    let (key, digest) = (IdempotencyKey::new(Uuid::new_v4()), seen.summary.digest);
    let request = EntriesRequest { key, kind: EntriesKind::Upload, entries, digest, reason: None };
    let began = Instant::now();
    let SaveReply::Saved(_) = store.save_entries(scope, &request, stamp()).await? else {
        return Err("not uploaded".into());
    };
    let mut job = store.next_job(server::time::now()).await?.ok_or("no job")?;
    while store.work_chunk(&mut job, stamp()).await? == Step::More {}
    Ok((previewed, began.elapsed()))
}

async fn change(store: &SqlStore, scope: CustomerScope, users: &[UserId], change: AccountChange) -> Outcome<Duration> {
    let who = Who::Listed(users.to_vec());
    let seen = cases::accounts::preview(store, scope, &who, &change).await?.map_err(|_| "too many users")?;
    let (key, digest) = (IdempotencyKey::new(Uuid::new_v4()), seen.summary.digest);
    let request = AccountsRequest { key, who, change, digest, reason: None };
    let began = Instant::now();
    match store.change_accounts(scope, &request, stamp()).await? {
        SaveReply::Saved(_) => Ok(began.elapsed()),
        other => Err(format!("not changed: {other:?}").into()),
    }
}
