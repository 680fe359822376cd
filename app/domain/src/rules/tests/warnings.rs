//! Rules that only warn: the user changes, and the reason is shown.

use super::fixtures::*;
use crate::rules::data::{Level, RulesData};
use crate::rules::failure::Failure;
use crate::rules::outcome_kind::OutcomeKind;
use crate::rules::shortage_policy::ShortagePolicy;

#[test]
fn each_kind_of_rule_can_only_warn() {
    let mut snapshot = customer_with(&[direct(EXCHANGE_1, &[])]);
    snapshot.users.get_mut(&ADELE).unwrap().location = Some("CN".parse().unwrap());
    snapshot.rules.exclusive[0].level = Level::Warn;
    snapshot.rules.dependencies[0].level = Level::Warn;
    snapshot.rules.locations[0].level = Level::Warn;
    let asked = assigning(exactly(E3, &[TEAMS]), E3);
    let planned = plan_adele(&snapshot, &both(asked, assign(&[PHONE, CALLING])));
    assert_eq!(planned.outcome.kind(), OutcomeKind::Assigned);
    let expected = [
        Failure::MutuallyExclusive(given(MAIL_1, EXCHANGE_1), given(MAIL_2, E3)),
        Failure::Dependency(given(PHONE_SYSTEM, PHONE), vec![TEAMS, SKYPE]),
        Failure::ProhibitedInLocation(CALLING, "CN".parse().unwrap()),
    ];
    assert_eq!(planned.warnings, expected);
}

#[test]
fn a_warning_does_not_hide_a_failure_behind_it() {
    let mut snapshot = customer_with(&[direct(EXCHANGE_1, &[])]);
    snapshot.rules.exclusive[0].level = Level::Warn;
    set_available(&mut snapshot, E3, 0);
    let planned = plan_adele(&snapshot, &assign(&[E3]));
    assert_eq!(planned.outcome.failure(), Some(&Failure::CountViolation(E3)));
    assert!(planned.warnings.is_empty());
    assert_eq!(plan_adele(&snapshot, &assign(&[E5, PHONE])).warnings.len(), 1);
}

#[test]
fn nothing_new_warns_of_nothing() {
    let mut snapshot = customer_with(&[direct(EXCHANGE_1, &[]), direct(E3, &[])]);
    snapshot.rules.exclusive[0].level = Level::Warn;
    let plan = plan_all(&snapshot, &assign(&[VISIO]), ShortagePolicy::InOrder);
    assert_eq!(outcomes(&plan), ["Assigned"]);
    assert!(plan.users[0].warnings.is_empty());
}

#[test]
fn a_rule_without_a_level_is_enforced() {
    let id = "00000000-0000-0000-0000-000000000001";
    let plan = format!(r#"{{ "id": "{id}", "name": "A" }}"#);
    let json = format!(
        r#"{{ "exclusive": [{{ "name": "Set", "plans": [{plan}] }}],
              "dependencies": [{{ "plan": {plan}, "needs_any_of": [{plan}] }}],
              "locations": [{{ "name": "Limit", "products": [{plan}], "not_in": ["CN"] }}] }}"#
    );
    let rules = RulesData::parse(&json).unwrap();
    let levels = [rules.exclusive[0].level, rules.dependencies[0].level, rules.locations[0].level];
    assert_eq!(levels, [Level::Enforce; 3]);
    let warn = json.replace(r#""name": "Set","#, r#""name": "Set", "level": "warn","#);
    assert_eq!(RulesData::parse(&warn).unwrap().exclusive[0].level, Level::Warn);
    assert!(RulesData::parse(&warn.replace("warn", "sometimes")).is_err());
}
