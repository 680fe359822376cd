//! `Reason or ticket`: when a reason is required, where it is stored, how it is found and erased.

use super::activity_chain::set_triggers;
use super::choices::choose;
use super::engines::each_engine;
use super::fixtures::*;
use super::history::preview_undo;
use super::people::*;
use domain::access::permission::Permission;
use domain::access::{Actor, CustomerScope};
use domain::console::accounts::{AccountsRequest, Who};
use domain::console::activity::{ActivityQuery, ActivityRow};
use domain::console::chain::Flaw;
use domain::console::purchase::{BuyReply, BuyRequest};
use domain::console::reason::{Reason, ReasonPolicy};
use domain::console::save::{SaveReply, SaveRequest, UndoRequest};
use domain::ids::OperationId;
use domain::rules::account_change::AccountChange;
use domain::rules::shortage_policy::ShortagePolicy;
use domain::store::prelude::*;
use server::store::SqlStore;
use server::store::chunks::Step;
use sqlx::AssertSqlSafe;

fn reason(text: &str) -> Option<Reason> {
    text.parse().ok()
}

/// A customer with three users and enough seats, of a partner with this policy.
async fn at_partner(store: &SqlStore, number: u128, policy: ReasonPolicy) -> (Actor, CustomerScope) {
    let actor = partner(store, number).await;
    choose(store, actor.partner, policy).await;
    let mut directory = company(number + 100, &[(E3, 9)]);
    directory.users = (1..=3).map(|user| person(number * 10 + user, &format!("Anna {user}"))).collect();
    (actor.clone(), customer(store, &actor, &directory).await)
}

async fn asked(store: &SqlStore, scope: CustomerScope, users: &[u128], why: Option<Reason>) -> SaveRequest {
    let users: Vec<_> = users.iter().map(|user| user_id(*user)).collect();
    let selection = select(store, scope, &users).await;
    let request = request(store, scope, selection, assign(E3), ShortagePolicy::EverybodyOrNobody).await;
    SaveRequest { reason: why, ..request }
}

async fn save_it(store: &SqlStore, scope: CustomerScope, request: &SaveRequest) -> OperationId {
    match store.save(scope, request, stamp()).await.unwrap() {
        SaveReply::Saved(operation) => operation,
        other => panic!("not saved: {other:?}"),
    }
}

async fn log(store: &SqlStore, scope: CustomerScope, search: &str) -> Vec<ActivityRow> {
    let query = ActivityQuery { search: search.into(), ..ActivityQuery::default() };
    store.activity(scope, &query).await.unwrap().rows
}

#[tokio::test]
async fn without_a_required_reason_nothing_is_saved_undone_or_bought() {
    each_engine(async |store| {
        let (actor, scope) = at_partner(&store, 1, ReasonPolicy::Required).await;
        assert_eq!(store.reason_policy(&actor).await.unwrap(), ReasonPolicy::Required);
        let request = asked(&store, scope, &[11], None).await;
        assert_eq!(store.save(scope, &request, stamp()).await.unwrap(), SaveReply::ReasonMissing);
        let purchase = BuyRequest { key: new_key(), sku_id: sku(E3), quantity: 2.try_into().unwrap(), reason: None };
        assert_eq!(store.buy(scope, &purchase, stamp()).await.unwrap(), BuyReply::ReasonMissing);
        assert_eq!(log(&store, scope, "").await.len(), 1, "nothing but the import");

        // The refused request left its key free, so the same save with a reason succeeds.
        let operation = save_it(&store, scope, &SaveRequest { reason: reason("INC-1"), ..request.clone() }).await;
        let digest = preview_undo(&store, scope, operation).await.unwrap().digest;
        let undo = UndoRequest { key: new_key(), operation, upns: Default::default(), digest, reason: None };
        assert_eq!(store.undo(scope, &undo, stamp()).await.unwrap(), SaveReply::ReasonMissing);
        let undo = UndoRequest { reason: reason("INC-2"), ..undo };
        let SaveReply::Saved(undone) = store.undo(scope, &undo, stamp()).await.unwrap() else { panic!("not undone") };
        let purchase = BuyRequest { reason: reason("INC-3"), ..purchase };
        assert!(matches!(store.buy(scope, &purchase, stamp()).await.unwrap(), BuyReply::Ordered(_)));

        let told: Vec<_> = log(&store, scope, "").await.into_iter().map(|row| row.reason).collect();
        assert_eq!(told, [Some("INC-3".into()), Some("INC-2".into()), Some("INC-1".into()), None]);
        for (operation, why) in [(operation, "INC-1"), (undone, "INC-2")] {
            let shown = store.operation(scope, operation).await.unwrap().unwrap();
            assert_eq!(shown.reason.as_deref(), Some(why));
        }
        // A repeated save gets the same answer. With another reason it is a different request.
        let again = SaveRequest { reason: reason("INC-1"), ..request.clone() };
        assert_eq!(store.save(scope, &again, stamp()).await.unwrap(), SaveReply::Saved(operation));
        let other = SaveRequest { reason: reason("INC-9"), ..request };
        assert_eq!(store.save(scope, &other, stamp()).await.unwrap(), SaveReply::KeyReused);
    })
    .await;
}

#[tokio::test]
async fn accounts_are_changed_for_a_reason_too() {
    each_engine(async |store| {
        let (_, scope) = at_partner(&store, 1, ReasonPolicy::Required).await;
        let who = Who::Listed(vec![user_id(11)]);
        let request = super::accounts::asked(&store, scope, who, AccountChange::Delete).await;
        assert_eq!(store.change_accounts(scope, &request, stamp()).await.unwrap(), SaveReply::ReasonMissing);
        let request = AccountsRequest { reason: reason("HR-7"), ..request };
        let SaveReply::Saved(operation) = store.change_accounts(scope, &request, stamp()).await.unwrap() else {
            panic!("not deleted")
        };
        assert_eq!(store.operation(scope, operation).await.unwrap().unwrap().reason.as_deref(), Some("HR-7"));
        let digest = preview_undo(&store, scope, operation).await.unwrap().digest;
        let undo = UndoRequest { key: new_key(), operation, upns: Default::default(), digest, reason: None };
        assert_eq!(store.undo(scope, &undo, stamp()).await.unwrap(), SaveReply::ReasonMissing);
        let undo = UndoRequest { reason: reason("HR-8"), ..undo };
        assert!(matches!(store.undo(scope, &undo, stamp()).await.unwrap(), SaveReply::Saved(_)));
        let told: Vec<_> = log(&store, scope, "HR").await.into_iter().map(|row| row.reason).collect();
        assert_eq!(told, [Some("HR-8".into()), Some("HR-7".into())]);
    })
    .await;
}

#[tokio::test]
async fn each_partner_decides_for_itself() {
    each_engine(async |store| {
        let (_, required) = at_partner(&store, 1, ReasonPolicy::Required).await;
        let (_, off) = at_partner(&store, 2, ReasonPolicy::Off).await;
        let plain = partner(&store, 3).await;
        assert_eq!(store.reason_policy(&plain).await.unwrap(), ReasonPolicy::Optional, "unless it says otherwise");
        let request = asked(&store, required, &[11], None).await;
        assert_eq!(store.save(required, &request, stamp()).await.unwrap(), SaveReply::ReasonMissing);
        // If reasons are off, a reason in a request is dropped.
        let request = asked(&store, off, &[21], reason("INC-1")).await;
        save_it(&store, off, &request).await;
        assert_eq!(log(&store, off, "").await[0].reason, None);
        assert!(log(&store, off, "INC-1").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_confirmation_has_the_reason_of_its_order() {
    each_engine(async |store| {
        let actor = partner(&store, 1).await;
        let directory = company(9, &[(E3, 1)]);
        arrive_imported(&store, &actor, &directory, NOW).await;
        let scope = domain::cases::scope::open(&store, &actor, Permission::SeeUsers, directory.customer.id, 0)
            .await
            .unwrap()
            .scope()
            .unwrap();
        let why = reason("PO 4711");
        let purchase = BuyRequest { key: new_key(), sku_id: sku(E3), quantity: 2.try_into().unwrap(), reason: why };
        let BuyReply::Ordered(order) = store.buy(scope, &purchase, stamp()).await.unwrap() else { panic!("no order") };
        store.confirm_order(scope, order.id, stamp()).await.unwrap().unwrap();
        let told: Vec<_> = log(&store, scope, "").await.into_iter().map(|row| row.reason).collect();
        assert_eq!(told, [Some("PO 4711".into()), Some("PO 4711".into()), None]);
    })
    .await;
}

#[tokio::test]
async fn a_job_keeps_its_reason_to_its_end() {
    each_engine(async |store| {
        let store = store.with_jobs_above(2);
        let (_, scope) = at_partner(&store, 1, ReasonPolicy::Required).await;
        let request = asked(&store, scope, &[11, 12, 13], reason("INC-4")).await;
        let operation = save_it(&store, scope, &request).await;
        let shown = async || store.operation(scope, operation).await.unwrap().unwrap().reason;
        assert_eq!(shown().await.as_deref(), Some("INC-4"), "while it runs");
        let mut job = store.next_job(NOW).await.unwrap().unwrap();
        while store.work_chunk(&mut job, stamp()).await.unwrap() != Step::Ended {}
        assert_eq!(shown().await.as_deref(), Some("INC-4"), "and after");
        assert_eq!(log(&store, scope, "").await[0].reason.as_deref(), Some("INC-4"));
    })
    .await;
}

#[tokio::test]
async fn a_reason_is_found_by_its_words_until_it_is_erased_with_its_person() {
    each_engine(async |store| {
        let (actor, scope) = at_partner(&store, 1, ReasonPolicy::Optional).await;
        let request = asked(&store, scope, &[11], reason("INC-4711: E3 for Björn")).await;
        save_it(&store, scope, &request).await;
        for found in ["inc-4711", "4711", "bjö", "E3"] {
            assert_eq!(log(&store, scope, found).await.len(), 1, "{found}");
        }
        assert!(log(&store, scope, "INC-4712").await.is_empty());
        assert_eq!(store.erase_person(actor.id, stamp).await.unwrap(), 1);
        assert!(log(&store, scope, "4711").await.is_empty());
        assert_eq!(log(&store, scope, "E3").await.len(), 1, "products are no personal values");
        let rows = log(&store, scope, "").await;
        assert!(rows.iter().all(|row| row.reason.is_none() && !format!("{row:?}").contains("Björn")));
        let audited = store.audit(Some(scope.customer())).await.unwrap();
        assert!(audited.iter().all(|one| one.found.holds()), "{audited:?}");
    })
    .await;
}

#[tokio::test]
async fn a_reason_cannot_be_changed_or_left_behind() {
    each_engine(async |store| {
        let (_, scope) = at_partner(&store, 1, ReasonPolicy::Optional).await;
        let request = asked(&store, scope, &[11], reason("INC-1")).await;
        save_it(&store, scope, &request).await;
        let run = async |sql: &str| sqlx::query(AssertSqlSafe(sql.to_owned())).execute(store.read_pool()).await;
        let erased = "actor_name = NULL, address = NULL, salt = NULL, personal_digest = 'x'";
        for sql in [
            "UPDATE activity SET reason = 'INC-2' WHERE sequence = 2".to_owned(),
            "UPDATE activity SET reason = NULL WHERE sequence = 2".to_owned(),
            format!("UPDATE activity SET {erased} WHERE sequence = 2"),
        ] {
            let refused = run(&sql).await.unwrap_err().to_string();
            assert!(refused.contains("append-only"), "{refused}");
        }
        let on = if store.dialect() == server::store::engine::dialect::Dialect::Postgres { " ON activity" } else { "" };
        run(&format!("DROP TRIGGER activity_only_erased_with_reason{on}")).await.unwrap();
        for to in ["'INC-2'", "NULL"] {
            run(&format!("UPDATE activity SET reason = {to} WHERE sequence = 2")).await.unwrap();
            let audited = store.audit(Some(scope.customer())).await.unwrap();
            assert_eq!(audited[0].found.flaws, [Flaw::Changed(2)], "{to}");
        }
        run("UPDATE activity SET reason = 'INC-1' WHERE sequence = 2").await.unwrap();
        set_triggers(&store).await;
    })
    .await;
}
