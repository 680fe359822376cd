//! Tests of the words about the partner's people.

use super::*;
use domain::access::denied::allowed;
use domain::access::permission::Permission;
use domain::ids::PartnerGroupId;

#[test]
fn the_explanation_of_a_role_agrees_with_what_it_allows() {
    for role in PartnerRole::ALL {
        let may = |permission| allowed(&BTreeSet::from([role]), permission).is_ok();
        let says = |words: &str| role_means(role).contains(words);
        assert_eq!(says("people"), may(Permission::ManagePeople), "{role}");
        assert_eq!(says("buys"), may(Permission::BuyLicenses), "{role}");
        assert_eq!(says("the list of customers"), !may(Permission::SeeUsers), "{role}");
    }
}

#[test]
fn roles_are_named_in_their_order() {
    assert_eq!(roles(&PartnerRole::FIRST.into()), "Global admin, Admin agent");
    assert_eq!(roles(&BTreeSet::new()), "");
}

#[test]
fn roles_through_groups_are_shown_as_such() {
    let person = Person {
        id: PartnerUserId::new(uuid::Uuid::from_u128(1)),
        name: "Ben".into(),
        sign_in_name: "ben".into(),
        roles: [PartnerRole::SalesAgent].into(),
        custom: None,
        blocked: false,
        has_second_factor: false,
        has_identity: false,
        has_password: true,
        linked: Vec::new(),
        tenant: None,
        directory_user: None,
        is_cut_off: false,
    };
    let group = |number, name: &str, roles: &[PartnerRole]| Group {
        id: PartnerGroupId::new(uuid::Uuid::from_u128(number)),
        name: name.into(),
        roles: roles.iter().copied().collect(),
        custom: None,
        members: [person.id].into(),
        tenant: None,
        directory: None,
    };
    let both = [PartnerRole::SalesAgent, PartnerRole::AdminAgent];
    let groups = vec![group(2, "Support", &both), group(3, "West", &[PartnerRole::AdminAgent])];
    let people = People { people: vec![person.clone()], groups, ..People::default() };
    assert_eq!(roles_of(&people, &person), "Sales agent, Admin agent (groups Support, West)");
    assert_eq!(roles_of(&People::default(), &Person { roles: BTreeSet::new(), ..person }), NO_ROLE);
}

#[test]
fn the_groups_that_give_a_role_are_named() {
    assert_eq!(by_groups(["Support"].into_iter()), "group Support");
    assert_eq!(by_groups(["Support", "Sales"].into_iter()), "groups Support, Sales");
}

#[test]
fn the_name_of_a_command_begins_with_its_visible_text() {
    let names = [
        (EDIT, edit_one("Ben")),
        (BLOCK, block_one("Ben")),
        (ALLOW, allow_one("Ben")),
        (REMOVE, remove_one("Ben")),
        (RESET, reset_one("Ben")),
        (SESSIONS, sessions_of("Ben")),
        (REMOVE_SECOND_FACTOR, remove_second_factor_of("Ben")),
        (UNLINK, unlink_from("Contoso", "Ben")),
        (RESEND, resend_to("Ben")),
        (WITHDRAW, withdraw_one("Ben")),
    ];
    for (label, name) in names {
        assert!(name.starts_with(label) && name.ends_with("Ben"), "{name}");
    }
}

#[test]
fn a_name_that_turns_text_turns_only_itself() {
    assert_eq!(blocked("a\u{202e}b"), "\u{2068}a\u{202e}b\u{2069} was blocked.");
}
