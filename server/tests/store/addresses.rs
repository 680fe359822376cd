//! Finding users by an address other than their UPN.

use super::accounts::changed;
use super::engines::each_engine;
use super::fixtures::*;
use super::people::*;
use super::users::ids;
use domain::access::CustomerScope;
use domain::console::selection::{FoundByAddress, SelectionChange};
use domain::directory::filter::UserFilter;
use domain::import::customer::CustomerImport;
use domain::rules::account_change::AccountChange;
use domain::store::UserQuery;
use domain::store::prelude::*;
use server::store::SqlStore;

/// Anna also has alias@ and team@, Bert has team@, Łukasz O’Brien has no other address.
fn directory() -> CustomerImport {
    let mut directory = company(9, &[]);
    let names = ["Anna", "Bert", "Łukasz O’Brien"];
    directory.users = (1..).zip(names).map(|(number, name)| person(number, name)).collect();
    directory.users[0].mail = Some("Alias@Fabrikam.com".into());
    directory.users[0].addresses = vec!["SMTP:alias@fabrikam.com".into(), "smtp:team@fabrikam.com".into()];
    directory.users[1].addresses = vec!["team@fabrikam.com".into(), "user2@fabrikam.com".into()];
    directory
}

async fn found(store: &SqlStore, scope: CustomerScope, search: &str) -> Vec<domain::ids::UserId> {
    let filter = UserFilter { search: search.into(), ..UserFilter::default() };
    ids(&store.users(scope, &UserQuery { filter, ..UserQuery::default() }).await.unwrap())
}

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

#[tokio::test]
async fn an_address_names_its_user_and_one_of_several_users_nobody() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let scope = customer(&store, &actor, &directory()).await;
        let asked = texts(&["smtp:ALIAS@fabrikam.com", "team@fabrikam.com", "user2@fabrikam.com", "x@fabrikam.com"]);

        let reply =
            store.change_selection(scope, new_selection(), &SelectionChange::Upns(asked.clone()), NOW).await.unwrap();
        let upns = texts(&["User1@fabrikam.com", "User2@fabrikam.com"]);
        let expected = FoundByAddress {
            not_found: texts(&["x@fabrikam.com"]),
            by_address: vec![(asked[0].clone(), upns[0].clone())],
            of_several: vec![(asked[1].clone(), upns.clone())],
        };
        assert_eq!((reply.count, reply.found), (2, expected));

        let holders = store.upn_holders(scope, &asked).await.unwrap();
        let told: Vec<_> =
            holders.iter().map(|holder| (holder.upn_key.as_str(), holder.user, holder.by_address.as_slice())).collect();
        assert_eq!(
            told,
            [
                ("alias@fabrikam.com", user_id(1), &upns[..1]),
                ("team@fabrikam.com", user_id(1), &upns[..]),
                ("user2@fabrikam.com", user_id(2), &[]),
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn users_are_found_by_the_words_of_their_addresses_and_as_names_are_typed() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let scope = customer(&store, &actor, &directory()).await;
        assert_eq!(found(&store, scope, "alias").await, [user_id(1)]);
        assert_eq!(found(&store, scope, "team@fabrikam.com").await, [user_id(1), user_id(2)]);
        for typed in ["lukasz", "ŁUKASZ", "obrien", "O'Brien", "brien", "luka\u{200B}sz"] {
            assert_eq!(found(&store, scope, typed).await, [user_id(3)], "{typed}");
        }

        // The addresses stay when the user is renamed, deleted, and restored under another UPN.
        changed(&store, scope, &[1], AccountChange::Delete).await;
        assert_eq!(found(&store, scope, "alias").await, []);
        assert!(store.upn_holders(scope, &texts(&["alias@fabrikam.com"])).await.unwrap().is_empty());
        changed(&store, scope, &[1], super::accounts::renaming(1, "anna@fabrikam.com")).await;
        assert_eq!(found(&store, scope, "alias").await, [user_id(1)]);

        // Addresses missing from a later import are no longer found.
        let mut later = directory();
        (later.users[0].mail, later.users[0].addresses) = (None, Vec::new());
        arrive(&store, &actor, &later, NOW + 1).await;
        assert_eq!(found(&store, scope, "alias").await, []);
        assert_eq!(found(&store, scope, "team").await, [user_id(2)]);
    })
    .await;
}

#[tokio::test]
async fn lists_say_by_which_address_somebody_was_found() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let scope = customer(&store, &actor, &directory()).await;
        let found_by = async |search: &str| {
            let filter = UserFilter { search: search.into(), ..UserFilter::default() };
            let page = store.users(scope, &UserQuery { filter, ..UserQuery::default() }).await.unwrap();
            page.rows.into_iter().map(|row| row.found_by).collect::<Vec<_>>()
        };
        assert_eq!(
            found_by("team").await,
            [Some("team@fabrikam.com".to_owned()), Some("team@fabrikam.com".to_owned())]
        );
        assert_eq!(found_by("anna").await, [None]);
        assert_eq!(found_by("").await, [None, None, None]);
        let found = store.find(&actor, "alias@fabrikam.com", NOW).await.unwrap().users;
        let found: Vec<_> = found.into_iter().map(|user| (user.name, user.found_by)).collect();
        assert_eq!(found, [("Anna".to_owned(), Some("alias@fabrikam.com".to_owned()))]);
    })
    .await;
}
