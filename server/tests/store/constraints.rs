//! Refusals by the database itself, in case the code above it is wrong.

use super::engines::each_engine;
use super::fixtures::*;
use super::people::*;
use server::store::SqlStore;
use sqlx::AssertSqlSafe;

/// Two customers. The first owns E3 and has a group and a user who holds it; the second owns Visio.
async fn two_customers(store: &SqlStore) {
    let actor = partner(store, 1).await;
    let mut first = company(11, &[(E3, 1)]);
    first.groups.push((group(5), "All staff".into()));
    first.users = vec![holding(person(1, "Anna"), E3), person(2, "Bert")];
    customer(store, &actor, &first).await;
    let mut second = company(12, &[(VISIO, 1)]);
    second.users = vec![person(3, "Cyril")];
    customer(store, &actor, &second).await;
}

/// Whether the database accepts a statement. Names are replaced by ids, and the statement is rolled back.
async fn attempt(store: &SqlStore, sql: &str) -> bool {
    let names = [
        ("{first}", company(11, &[]).customer.id.to_string()),
        ("{second}", company(12, &[]).customer.id.to_string()),
        ("{anna}", user_id(1).to_string()),
        ("{bert}", user_id(2).to_string()),
        ("{cyril}", user_id(3).to_string()),
        ("{e3}", sku(E3).to_string()),
        ("{visio}", sku(VISIO).to_string()),
        ("{group}", group(5).to_string()),
    ];
    let sql = names.iter().fold(sql.to_owned(), |sql, (name, value)| sql.replace(name, &format!("'{value}'")));
    let mut transaction = store.read_pool().begin().await.unwrap();
    let taken = sqlx::query(AssertSqlSafe(sql)).execute(&mut *transaction).await.is_ok();
    transaction.rollback().await.unwrap();
    taken
}

/// Asserts that statements are refused. The allowed statement is similar to them, so that they are refused for the
/// right reason.
async fn refuses(store: &SqlStore, allowed: &str, refused: &[&str]) {
    assert!(attempt(store, allowed).await, "must be allowed: {allowed}");
    for sql in refused {
        assert!(!attempt(store, sql).await, "must be refused: {sql}");
    }
}

#[tokio::test]
async fn an_assignment_ties_a_user_to_a_product_of_the_same_customer() {
    each_engine(async |store| {
        two_customers(&store).await;
        let insert = "INSERT INTO assignment (customer_id, user_id, sku_id, source, group_id) VALUES";
        refuses(
            &store,
            &format!("{insert} ({{first}}, {{bert}}, {{e3}}, '', NULL)"),
            &[
                &format!("{insert} ({{first}}, {{bert}}, {{visio}}, '', NULL)"),
                &format!("{insert} ({{first}}, {{cyril}}, {{e3}}, '', NULL)"),
                &format!("{insert} ({{second}}, {{bert}}, {{visio}}, '', NULL)"),
                &format!("{insert} ({{second}}, {{cyril}}, {{e3}}, '', NULL)"),
                &format!("{insert} ({{second}}, {{cyril}}, {{visio}}, {{group}}, {{group}})"),
                &format!("{insert} ({{first}}, {{anna}}, {{e3}}, '', NULL)"),
                &format!("{insert} ({{first}}, {{bert}}, {{e3}}, '', {{group}})"),
                &format!("{insert} ({{first}}, {{bert}}, {{e3}}, {{group}}, NULL)"),
            ],
        )
        .await;
    })
    .await;
}

#[tokio::test]
async fn no_more_seats_are_consumed_than_owned() {
    each_engine(async |store| {
        two_customers(&store).await;
        refuses(
            &store,
            "UPDATE customer_product SET reserved = 1 WHERE sku_id = {visio}",
            &[
                "UPDATE customer_product SET consumed = consumed + 1 WHERE sku_id = {e3}",
                "UPDATE customer_product SET reserved = 1 WHERE sku_id = {e3}",
                "UPDATE customer_product SET owned = 0 WHERE sku_id = {e3}",
                "UPDATE customer_product SET consumed = -1 WHERE sku_id = {e3}",
                "UPDATE customer_product SET over_assigned = -1 WHERE sku_id = {e3}",
            ],
        )
        .await;
    })
    .await;
}

#[tokio::test]
async fn two_live_users_of_a_customer_never_share_an_email() {
    each_engine(async |store| {
        two_customers(&store).await;
        refuses(
            &store,
            "UPDATE users SET upn_key = 'user1@fabrikam.com' WHERE id = {cyril}",
            &[
                "UPDATE users SET upn_key = 'user1@fabrikam.com' WHERE id = {bert}",
                "UPDATE users SET sign_in_allowed = 2 WHERE id = {bert}",
                "UPDATE users SET is_licensed = 2 WHERE id = {bert}",
                "DELETE FROM users WHERE id = {anna}",
            ],
        )
        .await;
        let deleted = "UPDATE users SET upn_key = 'user1@fabrikam.com', deleted = 1 WHERE id = {bert}";
        assert!(attempt(&store, deleted).await, "a deleted user's email is free");
    })
    .await;
}

#[tokio::test]
async fn violations_are_noticed() {
    each_engine(async |store| {
        two_customers(&store).await;
        let break_it = async |sql: &'static str| {
            sqlx::query(sql).execute(store.read_pool()).await.unwrap();
            let broken: Vec<_> = store.violations().await.unwrap().into_iter().map(|found| found.rows).collect();
            broken
        };
        assert_eq!(break_it("UPDATE users SET is_licensed = 1 - is_licensed").await, [3]);
        assert_eq!(break_it("UPDATE users SET is_licensed = 1 - is_licensed").await, Vec::<i64>::new());
        assert_eq!(break_it("UPDATE customer SET live_users = live_users + 1").await, [2]);
        assert_eq!(break_it("UPDATE customer SET live_users = live_users - 1").await, Vec::<i64>::new());
        assert_eq!(break_it("UPDATE customer_product SET consumed = 0").await, [1]);
        assert_eq!(break_it("UPDATE customer_product SET owned = owned + 1").await, [1, 2]);
        let back = "UPDATE customer_product SET owned = owned - 1, consumed = 2 - owned";
        assert_eq!(break_it(back).await, [1]);
        let mend = "UPDATE customer_product SET consumed = (SELECT COUNT(*) FROM assignment AS a \
            WHERE a.customer_id = customer_product.customer_id AND a.sku_id = customer_product.sku_id)";
        assert_eq!(break_it(mend).await, Vec::<i64>::new());
    })
    .await;
}
