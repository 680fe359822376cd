//! “Replace existing license assignments” and “Add to existing license assignments”.

use super::fixtures::*;
use crate::ids::SkuId;
use crate::rules::boxes::{Choice, Existing};
use crate::rules::change::{Change, LicenseChange, Switch};
use crate::rules::failure::Failure;
use crate::rules::outcome_kind::OutcomeKind;
use crate::rules::shortage_policy::ShortagePolicy;
use crate::rules::snapshot::Snapshot;
use crate::rules::summary::PlanSummary;

fn held_directly(snapshot: &Snapshot) -> Vec<SkuId> {
    let held = |sku: &&SkuId| snapshot.users.values().any(|user| user.holds_directly(**sku));
    snapshot.products.keys().filter(held).copied().collect()
}

#[test]
fn replacing_revokes_what_is_held_directly_and_not_assigned() {
    let mut snapshot = customer_with(&[direct(E3, &[]), direct(VISIO, &[]), through(SALES, CALLING, &[])]);
    add_user(&mut snapshot, BO, &[through(SALES, E3, &[]), direct(E5, &[])]);
    let mut change = both(assign(&[E5]), switch(VISIO, &[(DRAWINGS, Switch::Off)]));
    change.replace_existing(held_directly(&snapshot));
    assert_eq!(change, both(assign(&[E5]), license(LicenseChange::RevokeDirect, &[E3, VISIO])));
    assert_eq!((change.choice(E3), change.choice(CALLING)), (Choice::Empty, Choice::Leave));

    let plan = plan_all(&snapshot, &change, ShortagePolicy::default());
    assert_eq!(outcomes(&plan), ["Assigned", "Unchanged"], "Bo's E3 comes from a group and stays");
    assert_eq!(plan.users[0].removed().collect::<Vec<_>>(), [VISIO, E3]);
    assert_eq!(plan.users[1].warnings, [Failure::StaysByGroup(E3, SALES, E5)], "which is said");
    let words = plan.users[1].words(&snapshot);
    assert!(words.starts_with("Already as asked. Warning: Microsoft 365 E3 stays, because the group Sales"), "{words}");
    assert_eq!(PlanSummary::of(&plan, &snapshot).warned, 1);
}

#[test]
fn replacing_with_nothing_takes_every_direct_license() {
    let snapshot = customer_with(&[direct(E3, &[]), through(SALES, VISIO, &[])]);
    let mut change = Change::default();
    change.replace_existing(held_directly(&snapshot));
    let planned = plan_adele(&snapshot, &change);
    assert_eq!(planned.outcome.kind(), OutcomeKind::Revoked);
    assert!(!planned.left_unlicensed, "the group's license stays");
    let snapshot = customer_with(&[direct(E3, &[])]);
    assert!(plan_adele(&snapshot, &change).left_unlicensed);
}

#[test]
fn adding_revokes_nothing_and_keeps_the_rest() {
    let plans = switch(E5, &[(APPS, Switch::Off)]);
    let kept = both(assign(&[E3]), plans);
    let revoked = both(revoke(&[VISIO]), license(LicenseChange::RevokeDirect, &[CALLING]));
    let mut change = both(kept.clone(), revoked);
    change.add_to_existing();
    assert_eq!(change, kept);
}

#[test]
fn a_change_tells_whether_it_replaces_or_adds() {
    let snapshot = customer_with(&[direct(E3, &[]), direct(VISIO, &[])]);
    let existing = |change: &Change| change.existing(held_directly(&snapshot));
    let mut change = assign(&[E5]);
    assert_eq!(existing(&change), Existing::Kept);
    change.replace_existing(held_directly(&snapshot));
    assert_eq!(existing(&change), Existing::Replaced);
    change.choose(VISIO, Choice::Fill);
    assert_eq!(existing(&change), Existing::Replaced, "what is assigned is not in the way");
    change.choose(VISIO, Choice::Leave);
    assert_eq!(existing(&change), Existing::RevokedInPart);
    change.add_to_existing();
    assert_eq!(existing(&change), Existing::Kept);
}

#[test]
fn adding_after_replacing_is_where_one_began() {
    let snapshot = customer_with(&[direct(E3, &[])]);
    let mut change = assign(&[VISIO]);
    change.replace_existing(held_directly(&snapshot));
    change.add_to_existing();
    assert_eq!(change, assign(&[VISIO]));
}

#[test]
fn who_has_two_products_for_the_same_because_a_group_gives_one_is_warned() {
    let mut snapshot = customer_with(&[direct(E3, &[]), through(SALES, E3, &[])]);
    add_user(&mut snapshot, BO, &[direct(E3, &[])]);
    add_user(&mut snapshot, CYRIL, &[through(SALES, VISIO, &[])]);
    add_user(&mut snapshot, DIEGO, &[through(SALES, E3, &[MAIL_2])]);
    let mut change = assign(&[E5]);
    change.replace_existing(held_directly(&snapshot));
    let plan = plan_all(&snapshot, &change, ShortagePolicy::default());
    assert_eq!(outcomes(&plan), ["Assigned"; 4]);
    let warnings: Vec<_> = plan.users.iter().map(|user| user.warnings.clone()).collect();
    let both = vec![Failure::StaysByGroup(E3, SALES, E5)];
    assert_eq!(warnings, [both.clone(), vec![], vec![], vec![]], "no other group gives a plan of an exclusive set");
    let words = "Microsoft 365 E3 stays, because the group Sales gives it: the user has both Microsoft 365 E3 and \
                 Microsoft 365 E5.";
    assert_eq!(both[0].words(&snapshot), words);
}

#[test]
fn who_had_two_products_before_is_not_warned_of_another_change() {
    let snapshot = customer_with(&[direct(E5, &[]), through(SALES, E3, &[])]);
    assert!(plan_adele(&snapshot, &assign(&[VISIO])).warnings.is_empty());
}
