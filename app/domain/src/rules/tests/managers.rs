//! The last who manages people keeps access in the directory of an own organization, whichever way it would be taken.

use super::accounts::*;
use super::fixtures::*;
use crate::access::directory_managers::LastOf;
use crate::access::fixtures::{people, person};
use crate::access::person::Person;
use crate::access::person_refused::PersonRefused;
use crate::access::role::PartnerRole::{AccountAdmin, GlobalAdmin};
use crate::directory::profile::TypedProfile;
use crate::ids::{CustomerId, PartnerUserId, UserId};
use crate::rules::account_change::{AccountChange, plan_accounts};
use crate::rules::accounts::Accounts;
use crate::rules::change::Change;
use crate::rules::entries::{EntryAction, UserEntry, plan_entries};
use crate::rules::failure::Failure;
use crate::rules::offboard::{DeleteWhen, Offboarding, Revoke};
use crate::rules::outcome::Outcome;
use crate::rules::plan::Plan;
use uuid::Uuid;

const TENANT: CustomerId = CustomerId::new(Uuid::from_u128(1));

/// Adele is Global admin in Tenantry and Bo Account admin; Cyril is nobody there. None has a directory role.
/// The change is asked for by the person with this number.
fn own_by(by: u128) -> Accounts {
    let by = PartnerUserId::new(Uuid::from_u128(by));
    let mut snapshot = customer();
    [ADELE, BO, CYRIL].into_iter().for_each(|user| add_user(&mut snapshot, user, &[]));
    let mut accounts = accounts_of(snapshot);
    let of =
        |number, user, role| Person { tenant: Some(TENANT), directory_user: Some(user), ..person(number, &[role]) };
    let all = people(&[of(1, ADELE, GlobalAdmin), of(2, BO, AccountAdmin)]);
    accounts.managers = all.managers_in(TENANT, by);
    accounts
}

/// The same for a change by somebody else.
fn own() -> Accounts {
    own_by(9)
}

fn change(accounts: &Accounts, change: AccountChange) -> Vec<&'static str> {
    outcomes(&plan_accounts(accounts, &change))
}

fn offboard(block: bool, delete: DeleteWhen) -> AccountChange {
    AccountChange::Offboard(Offboarding { block, revoke: Revoke::Nothing, reset: true, delete })
}

#[test]
fn blocking_deleting_and_offboarding_leave_the_last_and_do_the_others() {
    let accounts = own();
    assert_eq!(change(&accounts, AccountChange::Block), ["LastManager", "SignInBlocked", "SignInBlocked"]);
    assert_eq!(change(&accounts, AccountChange::Delete), ["LastManager", "Deleted", "Deleted"]);
    let later = DeleteWhen::On("2026-12-15".parse().unwrap());
    for (block, delete) in [(true, DeleteWhen::Never), (false, DeleteWhen::Now), (false, later)] {
        assert_eq!(
            change(&accounts, offboard(block, delete)),
            ["LastManager", "Offboarded", "Offboarded"],
            "{delete:?}"
        );
    }
    let untouched = change(&accounts, offboard(false, DeleteWhen::Never));
    assert_eq!(untouched, ["Offboarded", "Offboarded", "Offboarded"], "the password alone takes no access");
    let plan = plan_accounts(&accounts, &AccountChange::Block);
    let words = plan.users[0].words(&accounts.snapshot);
    assert!(words.contains("last person who can sign in to Tenantry as Global admin."), "{words}");
}

#[test]
fn the_last_of_several_managers_stays() {
    let mut accounts = own();
    accounts.order = vec![BO, ADELE];
    let plan = plan_accounts(&accounts, &AccountChange::Delete);
    assert_eq!(outcomes(&plan), ["Deleted", "LastManager"]);
    let last = |plan: &Plan, at: usize| match &plan.users[at].outcome {
        Outcome::Failed(Failure::LastManager(last)) => *last,
        other => panic!("{other:?}"),
    };
    assert_eq!(last(&plan, 1), LastOf::Managers);
    accounts.order = vec![ADELE, BO];
    assert_eq!(last(&plan_accounts(&accounts, &AccountChange::Delete), 0), LastOf::GlobalAdmins);
}

#[test]
fn a_refusal_for_another_reason_counts_nobody_as_gone() {
    let mut accounts = own();
    // Bo is the directory's only Global admin, so he stays; then Adele is not the last who manages people, but the last Global admin.
    make_admins(&mut accounts, &[BO]);
    accounts.order = vec![BO, ADELE];
    assert_eq!(change(&accounts, AccountChange::Block), ["LastGlobalAdmin", "LastManager"]);
    let mut synced = own();
    synced.users.get_mut(&ADELE).unwrap().directory_synced = true;
    assert_eq!(change(&synced, AccountChange::Delete)[0], "DirectorySynced");
}

#[test]
fn editing_takes_no_access_from_the_last_and_renames_all() {
    let accounts = own();
    let edit = |user: UserId, profile: TypedProfile| {
        let entry = UserEntry { user, asked: EntryAction::Edit(profile), licenses: Change::default() };
        outcomes(&plan_entries(&accounts, &[entry]))
    };
    let blocked = TypedProfile { sign_in_allowed: Some(false), ..TypedProfile::default() };
    assert_eq!((edit(ADELE, blocked.clone()), edit(BO, blocked)), (vec!["LastManager"], vec!["Edited"]));
    let renamed = TypedProfile { display_name: Some("Adele Vance".into()), ..TypedProfile::default() };
    assert_eq!(edit(ADELE, renamed), ["Edited"]);
    let no_role = TypedProfile { roles: Some([].into()), ..TypedProfile::default() };
    assert_ne!(edit(ADELE, no_role), ["LastManager"], "a directory role is no access here");
}

#[test]
fn nobody_takes_their_own_access_and_the_others_go_on() {
    let accounts = own_by(2);
    let later = DeleteWhen::On("2026-12-15".parse().unwrap());
    assert_eq!(change(&accounts, AccountChange::Block), ["LastManager", "Yourself", "SignInBlocked"]);
    assert_eq!(change(&accounts, AccountChange::Delete), ["LastManager", "Yourself", "Deleted"]);
    for (block, delete) in [(true, DeleteWhen::Never), (false, DeleteWhen::Now), (false, later)] {
        assert_eq!(change(&accounts, offboard(block, delete)), ["LastManager", "Yourself", "Offboarded"], "{delete:?}");
    }
    let asked = TypedProfile { sign_in_allowed: Some(false), ..TypedProfile::default() };
    let entry = UserEntry { user: BO, asked: EntryAction::Edit(asked), licenses: Change::default() };
    assert_eq!(outcomes(&plan_entries(&accounts, &[entry])), ["Yourself"]);
    let plan = plan_accounts(&accounts, &AccountChange::Block);
    assert_eq!(plan.users[1].words(&accounts.snapshot), PersonRefused::Yourself.to_string());
}
