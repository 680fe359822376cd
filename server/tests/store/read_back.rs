//! Exports that are read back by `Update existing users`, with imported users.

use super::accounts::changed;
use super::engines::each_engine;
use super::entries::save_entries;
use super::fixtures::*;
use super::people::person;
use domain::access::CustomerScope;
use domain::cases::entries::preview;
use domain::console::entries::{Entries, EntryEnd};
use domain::console::operation_kind::EntriesKind;
use domain::directory::profile_field::ProfileField;
use domain::ids::UserId;
use domain::import::customer::ImportedUser;
use domain::rules::account_change::AccountChange;
use domain::store::UserQuery;
use domain::store::prelude::*;
use domain::upload::check::{CheckedRows, ForOthers};
use domain::upload::column::UploadColumn;
use domain::upload::export::{Export, ExportColumn, ExportUser};
use domain::upload::file::UploadFile;
use domain::upload::products::ProductNames;
use domain::upload::row::{CustomerData, RowAction};
use domain::upload::write::Format;
use server::store::SqlStore;
use std::collections::{BTreeMap, BTreeSet};

/// A job title that is too long.
fn long_title() -> String {
    "Head of everything ".repeat(9)
}

/// A user with a nickname that the console does not accept.
fn nicknamed(number: u128, name: &str, nickname: &str) -> ImportedUser {
    ImportedUser { mail_nickname: Some(nickname.into()), ..person(number, name) }
}

/// A customer with users who have values that the console does not accept, and with Cyril, who has none.
async fn imported(store: &SqlStore) -> CustomerScope {
    let actor = partner(store, 1).await;
    let mut directory = company(9, &[(E3, 1)]);
    let anna = ImportedUser { job_title: Some(long_title()), ..nicknamed(1, "Anna", "anna\r\nthe first") };
    directory.users = vec![anna, nicknamed(2, "Bert", "bert b"), nicknamed(3, "Cyril", "cyril")];
    customer(store, &actor, &directory).await
}

/// An export of all users with all columns.
async fn exported(store: &SqlStore, scope: CustomerScope) -> String {
    let snapshot = store.company(scope).await.unwrap();
    let export = Export::of(Format::Csv, ExportColumn::ALL.to_vec(), &snapshot);
    let rows = store.users(scope, &UserQuery::default()).await.unwrap().rows;
    let ids: Vec<UserId> = rows.iter().map(|row| row.id).collect();
    let mut profiles = store.profiles(scope, &ids).await.unwrap();
    let mut text = export.header();
    for row in rows {
        let profile = profiles.remove(&row.id).unwrap();
        text.push_str(&export.line(&ExportUser { row, profile }));
    }
    text
}

/// The edits that a faultless file asks for.
async fn asked_by(store: &SqlStore, scope: CustomerScope, text: &str) -> Entries {
    let file = UploadFile::read(text).unwrap();
    let emails: Vec<String> = file.rows.iter().map(|row| file.cell(row, UploadColumn::Email).to_owned()).collect();
    let holders = store.upn_holders(scope, &emails).await.unwrap();
    let holders = holders.into_iter().map(|holder| (holder.upn_key.clone(), holder)).collect();
    let products = ProductNames::of(&store.company(scope).await.unwrap());
    let domains = BTreeSet::from(["fabrikam.com".to_owned()]);
    let known = CustomerData { domains: &domains, products: &products, holders: &holders };
    let checked = CheckedRows::of(&file, RowAction::Update, known);
    assert_eq!(checked.places(false), Vec::<usize>::new(), "{text}");
    let ids: Vec<UserId> = (1..=file.rows.len()).map(|number| user_id(900 + number as u128)).collect();
    Entries::Each(checked.entries(&ids, &ForOthers::default()))
}

#[tokio::test]
async fn who_has_an_email_is_told_with_what_nobody_could_type() {
    each_engine(async |store| {
        let scope = imported(&store).await;
        changed(&store, scope, &[2], AccountChange::Delete).await;
        let upns: Vec<String> = (1..=3).map(|number| format!("User{number}@fabrikam.com")).collect();
        let told = store.upn_holders(scope, &upns).await.unwrap();
        let names: Vec<&str> = told.iter().map(|holder| holder.name.as_str()).collect();
        assert_eq!(names, ["Anna", "Bert", "Cyril"]);
        let of_anna = BTreeMap::from([
            (ProfileField::JobTitle, long_title().trim().to_owned()),
            (ProfileField::MailNickname, "anna the first".to_owned()),
        ]);
        assert_eq!(told[0].unacceptable, of_anna);
        // Bert is deleted, and Cyril has no such values.
        assert!(told[1..].iter().all(|holder| holder.unacceptable.is_empty()));
    })
    .await;
}

#[tokio::test]
async fn an_export_changes_nobody_and_is_saved_with_what_was_changed_in_it() {
    each_engine(async |store| {
        let scope = imported(&store).await;
        let text = exported(&store, scope).await;
        let entries = asked_by(&store, scope, &text).await;
        let seen = preview(&store, scope, &entries).await.unwrap().unwrap();
        let ends: Vec<EntryEnd> = seen.lines.iter().map(|line| line.end).collect();
        assert_eq!(ends, [EntryEnd::Unchanged; 3], "{text}");

        let entries = asked_by(&store, scope, &text.replace("\"Anna\"", "\"Annie\"")).await;
        save_entries(&store, scope, EntriesKind::Edit, entries).await;
        let annie = store.user(scope, user_id(1)).await.unwrap().unwrap().user;
        assert_eq!(annie.display_name, "Annie");
        assert_eq!(annie.mail_nickname.as_deref(), Some("anna\r\nthe first"));
        assert_eq!(annie.job_title, Some(long_title()));
    })
    .await;
}
