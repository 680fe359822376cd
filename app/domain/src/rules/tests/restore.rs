//! Restoring deleted users.

use super::accounts::*;
use super::fixtures::*;
use crate::console::accounts::{AccountsPreview, Lacking};
use crate::ids::{OperationId, UserId};
use crate::rules::account_change::{AccountChange, plan_accounts};
use crate::rules::accounts::Accounts;
use crate::rules::outcome::{Outcome, PlannedUser, Touched};
use crate::rules::restore::suggested_upns;
use crate::rules::undo::Done;
use uuid::Uuid;

fn upn_of(user: UserId) -> String {
    format!("{user}@fabrikam.example")
}

/// Adele and Bo, deleted; their licenses are remembered.
fn deleted() -> Accounts {
    let mut snapshot = customer_with(&[direct(VISIO, &[DRAWINGS]), direct(E3, &[])]);
    add_user(&mut snapshot, BO, &[direct(VISIO, &[])]);
    after_deleting(accounts_of(snapshot))
}

fn words(accounts: &Accounts, planned: &PlannedUser) -> String {
    planned.words(&accounts.snapshot)
}

fn renamed(user: UserId, upn: &str) -> AccountChange {
    AccountChange::restore().with_upns([(user, upn.to_owned())].into())
}

#[test]
fn licenses_come_back_with_their_plans_off() {
    let accounts = deleted();
    let plan = plan_accounts(&accounts, &AccountChange::restore());
    assert_eq!(outcomes(&plan), ["Restored", "Restored"]);
    let adele = &plan.users[0];
    assert_eq!(adele.after.direct, [(VISIO, Some([DRAWINGS].into())), (E3, Some([].into()))].into());
    assert_eq!((plan.seats[&VISIO].used, plan.seats[&E3].used), (2, 1));
    assert_eq!(words(&accounts, adele), "Restored, + Visio Plan 2 (Visio off), + Microsoft 365 E3");
}

#[test]
fn who_comes_first_gets_the_seat_and_the_account_comes_back_all_the_same() {
    let mut accounts = deleted();
    set_available(&mut accounts.snapshot, VISIO, 1);
    let plan = plan_accounts(&accounts, &AccountChange::restore());
    assert_eq!(outcomes(&plan), ["Restored", "Restored"]);
    assert_eq!(plan.seats[&VISIO].used, 1);
    assert_eq!(
        words(&accounts, &plan.users[1]),
        "Restored. Not given back: Visio Plan 2 (No licenses of Visio Plan 2 are left. Buy more, or \
         unassign one.)"
    );
    // The other licenses are given back product by product.
    set_available(&mut accounts.snapshot, VISIO, 0);
    let plan = plan_accounts(&accounts, &AccountChange::restore());
    assert_eq!(plan.users[0].after.direct, [(E3, Some([].into()))].into());
    assert!(words(&accounts, &plan.users[0]).starts_with("Restored, + Microsoft 365 E3. Not given back: Visio Plan 2"));
}

#[test]
fn a_product_that_needs_a_later_one_is_tried_again() {
    // Teams Phone sorts before E3 by part number and needs Teams, which E3 has. Visio has no free seat.
    let accounts = accounts_of(customer_with(&[direct(PHONE, &[]), direct(E3, &[]), direct(VISIO, &[])]));
    let mut accounts = after_deleting(accounts);
    set_available(&mut accounts.snapshot, VISIO, 0);
    let plan = plan_accounts(&accounts, &AccountChange::restore());
    let given: Vec<_> = plan.users[0].after.direct.keys().copied().collect();
    assert_eq!(given, [E3, PHONE]);
    let Outcome::Restored(restored) = &plan.users[0].outcome else { panic!("not restored") };
    assert_eq!(restored.left.len(), 1);
    let preview = AccountsPreview::of(&accounts, &plan, &AccountChange::restore());
    let lacking = Lacking { sku: VISIO, product: "Visio Plan 2".into(), seats: 1 };
    assert_eq!(preview.lacking, [lacking], "what is missing can be bought");
}

#[test]
fn a_taken_name_is_refused_and_another_one_taken() {
    let mut accounts = deleted();
    accounts.taken.insert(upn_of(ADELE));
    let plan = plan_accounts(&accounts, &AccountChange::restore());
    assert_eq!(outcomes(&plan), ["UpnTaken", "Restored"]);
    let other = suggested_upns(&upn_of(ADELE), None).remove(0);
    let plan = plan_accounts(&accounts, &renamed(ADELE, &other));
    assert_eq!(outcomes(&plan), ["Restored", "Restored"]);
    assert!(words(&accounts, &plan.users[0]).starts_with(&format!("Restored as {other}, + ")));
    for (typed, why) in [
        (" ", "Enter an email"),
        ("a b@fabrikam.example", "not allowed before the @"),
        ("adele@elsewhere.example", "elsewhere.example is not a verified domain of this customer."),
    ] {
        let plan = plan_accounts(&accounts, &renamed(ADELE, typed));
        assert_eq!(outcomes(&plan), ["InvalidUpn", "Restored"]);
        assert!(words(&accounts, &plan.users[0]).contains(why), "{typed}");
    }
}

#[test]
fn two_who_come_back_do_not_get_one_name() {
    let accounts = deleted();
    let plan = plan_accounts(
        &accounts,
        &renamed(ADELE, &upn_of(BO).to_uppercase().replace("FABRIKAM.EXAMPLE", "fabrikam.example")),
    );
    assert_eq!(outcomes(&plan), ["Restored", "UpnTaken"]);
}

#[test]
fn who_is_live_already_stays() {
    let accounts = accounts_of(customer_with(&[]));
    assert_eq!(outcomes(&plan_accounts(&accounts, &AccountChange::restore())), ["Unchanged"]);
}

#[test]
fn who_was_changed_since_is_left_alone() {
    let operation = OperationId::new(Uuid::from_u128(1));
    let done = |user, deleted: bool| Done {
        user,
        before: Touched { deleted: Some(!deleted), ..Touched::default() },
        after: Touched { deleted: Some(deleted), ..Touched::default() },
    };
    let mut accounts = deleted();
    accounts.users.get_mut(&ADELE).unwrap().deleted_by = Some(operation);
    accounts.note_changed_since(operation, &[done(ADELE, true), done(BO, true)]);
    assert_eq!(outcomes(&plan_accounts(&accounts, &AccountChange::restore())), ["Restored", "ChangedSince"]);

    // After a restoration, Adele lost the license that it gave back.
    let mut accounts = accounts_of(customer_with(&[]));
    let mut restored = done(ADELE, false);
    restored.after.direct.insert(E3, Some([].into()));
    accounts.note_changed_since(operation, &[restored]);
    assert_eq!(outcomes(&plan_accounts(&accounts, &AccountChange::Delete)), ["ChangedSince"]);
}

#[test]
fn another_name_is_suggested() {
    assert_eq!(suggested_upns("adele@fabrikam.com", None)[..2], ["adele2@fabrikam.com", "adele3@fabrikam.com"]);
    let elsewhere = suggested_upns("adele@fabrikam.com", Some("contoso.com"));
    assert_eq!(elsewhere[..2], ["adele@contoso.com", "adele2@contoso.com"]);
}
