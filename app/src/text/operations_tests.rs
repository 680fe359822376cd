//! Words of operations.

use super::*;
use domain::console::operation_products::ProductCounts;

fn row(kind: OperationKind, counts: OperationCounts, is_undo: bool, state: OperationState) -> OperationRow {
    let id = "6fd2c87f-b296-42f0-b197-1e91e994b900".parse().unwrap();
    OperationRow {
        id,
        kind,
        actor: "Anna".into(),
        created: 0,
        state,
        counts,
        done_in_part: 0,
        is_undo,
        reason: None,
        products: OperationProducts::default(),
    }
}

fn line(kind: OperationKind, counts: &OperationCounts, is_undo: bool, state: OperationState) -> String {
    operation_line(&row(kind, *counts, is_undo, state)).0
}

#[test]
fn an_order_is_bought_once_it_is_confirmed() {
    let order = |quantity, state| Order {
        id: "6fd2c87f-b296-42f0-b197-1e91e994b901".parse().unwrap(),
        sku_id: "05e9a617-0261-4cee-bb44-138d3ef5d965".parse().unwrap(),
        product: "Visio Plan 2".into(),
        quantity,
        state,
        actor: "Anna".into(),
        created: 0,
    };
    assert_eq!(order_line(&order(2, OrderState::Confirmed)), "Bought 2 licenses of Visio Plan 2");
    let recorded = order_line(&order(1, OrderState::Recorded));
    assert_eq!(recorded, "Ordered 1 license of Visio Plan 2, not confirmed yet");
}

#[test]
fn what_can_be_tried_again_is_named() {
    let labels = [retry(2, 0), retry(0, 2), retry(1, 1)];
    assert_eq!(labels, ["Retry failed", "Retry left out", "Retry failed and left out"]);
}

#[test]
fn an_operation_is_said_in_a_line() {
    let counts =
        OperationCounts { users: 5, changed: 2, failed: 2, unchanged: 1, assigned: 3, revoked: 1, direct_removed: 0 };
    assert_eq!(operation_lead(&counts, 0), "2 users changed, 2 failed, 1 unchanged");
    assert_eq!(operation_lead(&counts, 1), "2 users changed, 1 in part, 2 failed, 1 unchanged");
    assert_eq!(
        line(OperationKind::Licenses, &counts, false, OperationState::Done),
        "Licenses updated: assigned 3, revoked 1",
        "products of old operations were not counted"
    );
    assert_eq!(
        line(OperationKind::Licenses, &counts, true, OperationState::Done),
        "Change undone: assigned 3, revoked 1"
    );
    assert_eq!(
        line(OperationKind::Delete, &counts, false, OperationState::Done),
        "Users deleted: 2 changed, 2 failed, 1 unchanged"
    );
    assert_eq!(
        operation_line(&OperationRow {
            done_in_part: 1,
            ..row(OperationKind::Edit, counts, false, OperationState::Done)
        }),
        ("Users updated: 2 changed, 1 in part, 2 failed, 1 unchanged".to_owned(), "assigned 3, revoked 1".to_owned())
    );
    assert_eq!(assigned_revoked(&counts), "assigned 3, revoked 1");
    assert_eq!(still_licensed(&counts), None);
    let beside = OperationCounts { direct_removed: 2, ..counts };
    assert_eq!(assigned_revoked(&beside), "assigned 3, revoked 1, 2 direct licenses removed");
}

#[test]
fn an_operation_names_its_products_and_an_undo_says_so() {
    let product =
        |name: &str| ProductName { name: name.into(), sku_id: "05e9a617-0261-4cee-bb44-138d3ef5d965".parse().unwrap() };
    let counted = |assigned, revoked| ProductCounts { assigned, revoked };
    let first = vec![
        (product("Microsoft 365 E5"), counted(1_020, 0)),
        (product("Microsoft 365 F3"), counted(0, 20)),
        (product("Visio"), counted(1, 2)),
    ];
    let counts = OperationCounts { users: 1_021, changed: 1_021, direct_removed: 1, ..OperationCounts::default() };
    let with = |kind, is_undo, more| OperationRow {
        products: OperationProducts { first: first.clone(), more },
        ..row(kind, counts, is_undo, OperationState::Done)
    };
    let (line, rest) = operation_line(&with(OperationKind::Licenses, false, 2));
    assert_eq!(
        line,
        "Licenses updated: Microsoft 365 E5 assigned to 1,020, Microsoft 365 F3 revoked from 20, \
         Visio assigned to 1 and revoked from 2, and 2 more products, 1 direct license removed"
    );
    assert_eq!(rest, "1,021 changed, 0 failed, 0 unchanged");
    let (line, rest) = operation_line(&with(OperationKind::Delete, true, 1));
    assert_eq!(line, "Undo: users deleted: 1,021 changed, 0 failed, 0 unchanged");
    assert!(rest.ends_with("and 1 more product, 1 direct license removed"), "{rest}");
}

#[test]
fn an_operation_that_has_not_come_to_its_end_says_how_far_it_is() {
    let counts =
        OperationCounts { users: 5, changed: 2, failed: 0, unchanged: 1, assigned: 2, revoked: 0, direct_removed: 0 };
    let running = line(OperationKind::Licenses, &counts, false, OperationState::Running);
    assert_eq!(running, "Updating licenses: 3 of 5 users done. assigned 2");
    let stopped = line(OperationKind::Licenses, &counts, true, OperationState::Cancelled);
    assert_eq!(stopped, "Change undone: stopped. 3 of 5 users done. assigned 2");
    let listed = OperationCounts { failed: 2, ..counts };
    let stopped = line(OperationKind::Upload, &listed, false, OperationState::Cancelled);
    assert_eq!(stopped, "Users uploaded: stopped. 2 changed, 2 failed, 1 unchanged");
}
