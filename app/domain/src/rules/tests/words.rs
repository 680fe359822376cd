//! The words for outcomes.

use super::fixtures::*;
use crate::rules::change::{Change, Switch};
use crate::rules::data::Level;
use crate::rules::snapshot::Snapshot;

fn words(snapshot: &Snapshot, change: &Change) -> String {
    plan_adele(snapshot, change).words(snapshot)
}

#[test]
fn licenses_come_and_go() {
    let snapshot = customer_with(&[direct(E3, &[])]);
    assert_eq!(words(&snapshot, &swap(E3, E5)), "+ Microsoft 365 E5, − Microsoft 365 E3");
}

#[test]
fn plans_go_off_and_on() {
    let snapshot = customer_with(&[direct(E3, &[APPS])]);
    let asked = switch(E3, &[(APPS, Switch::On), (SITES, Switch::Off)]);
    assert_eq!(words(&snapshot, &asked), "SharePoint (Plan 2) off, Microsoft 365 Apps on");
}

#[test]
fn a_location_changes() {
    let mut snapshot = customer_with(&[]);
    assert_eq!(words(&snapshot, &locate("CZ")), "Location: Slovakia → Czechia");
    snapshot.users.get_mut(&ADELE).unwrap().location = None;
    assert_eq!(words(&snapshot, &locate("CZ")), "Location: none → Czechia");
}

#[test]
fn warnings_stand_at_the_end() {
    let mut snapshot = customer_with(&[]);
    snapshot.rules.locations[0].level = Level::Warn;
    let warned =
        "+ Domestic Calling Plan, Location: Slovakia → China, Warning: Domestic Calling Plan isn't available in China.";
    assert_eq!(words(&snapshot, &both(assign(&[CALLING]), locate("CN"))), warned);
}

#[test]
fn failures_and_no_change_say_so() {
    let snapshot = customer_with(&[direct(E3, &[])]);
    assert_eq!(words(&snapshot, &assign(&[E3])), "Already as asked.");
    assert_eq!(words(&customer(), &assign(&[E3])), "This user no longer exists.");
}

#[test]
fn plans_that_an_assignment_switches_off_are_named_the_first_three_of_them() {
    let snapshot = customer_with(&[direct(E3, &[APPS])]);
    assert_eq!(words(&snapshot, &swap(E3, E5)), "+ Microsoft 365 E5 (Microsoft 365 Apps off), − Microsoft 365 E3");
    let many = assigning(exactly(E5, &[MAIL_2, SITES, TEAMS, APPS, PHONE_SYSTEM]), E5);
    let planned = plan_adele(&snapshot, &many);
    let named = "Exchange Online (Plan 2), Microsoft 365 Apps, Microsoft Teams and 2 more off";
    assert_eq!(planned.words(&snapshot), format!("+ Microsoft 365 E5 ({named})"));
    let all = "Microsoft 365 E5: Exchange Online (Plan 2), Microsoft 365 Apps, Microsoft Teams, SharePoint (Plan 2), \
               Teams Phone off";
    let whole: Vec<_> = planned.shortened_plans_off(&snapshot).iter().map(|off| off.words()).collect();
    assert_eq!(whole, [all], "the whole list is there where the words name only some");
    assert!(plan_adele(&snapshot, &swap(E3, E5)).shortened_plans_off(&snapshot).is_empty());
}
