//! The decision about one user as a whole: roles of the partner, admin relationships, actions, and users with directory roles,
//! synced or not.

use super::authority::Authority;
use super::denied::Denied;
use super::entra_role::EntraRole;
use super::entra_roles::EntraRoles;
use super::fixtures::{acting, grouped, person};
use super::permission::Permission;
use super::permission_set::PermissionSet;
use super::relationship_policy::RelationshipPolicy;
use super::role::PartnerRole;
use super::user_decision::{TargetUser, UserAction, UserDenied, WhenSynced, decide_for_user};
use super::{Actor, CustomerAccess, Decision, decide};
use crate::ids::CustomerId;
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

const CUSTOMER: CustomerId = CustomerId::new(Uuid::from_u128(3));

fn with_roles(of: impl IntoIterator<Item = PartnerRole>) -> Actor {
    let people = grouped(&[person(1, &of.into_iter().collect::<Vec<_>>())], &[]);
    acting(&people, &people.people[0])
}

fn directory_roles(of: &[EntraRole]) -> BTreeSet<Uuid> {
    of.iter().map(|role| role.template_id()).collect()
}

/// The decision as the server makes it: at the customer, and then for the user.
fn decided(
    actor: &Actor,
    authority: Authority,
    action: UserAction,
    target: TargetUser<'_>,
) -> Result<Vec<UserDenied>, Result<Denied, UserDenied>> {
    let access = CustomerAccess { authority, ..CustomerAccess::of(actor.partner) };
    match decide(actor, action.permission(), CUSTOMER, Some(access)) {
        Decision::Allowed(scope) => {
            let rights = scope.rights();
            decide_for_user(rights.authority, rights.withheld, action, target).map_err(Err)
        }
        Decision::Denied(denied) => Err(Ok(denied)),
        Decision::Missing => panic!("the customer is there"),
    }
}

/// A line for each role of the partner, each relationship and each target, with a mark for each action: `x` allowed, `w` allowed
/// with a warning that a role is missing, `o` allowed until it is overwritten, `O` both, `r` denied for want of a role of the partner,
/// `g` denied for want of a relationship at the customer, `t` denied because of the target's roles, `s` denied because the target is
/// synced.
#[test]
fn each_role_may_do_to_each_target_what_the_table_says() {
    let relationships = [
        ("none was ever in force", Authority::of(RelationshipPolicy::WhereRecorded, false, EntraRoles::default())),
        ("Directory Writers", Authority::Required(EntraRoles::from_iter([EntraRole::DirectoryWriters]))),
        ("User Administrator", Authority::Required(EntraRoles::from_iter([EntraRole::UserAdministrator]))),
        ("Global Administrator", Authority::Required(EntraRoles::from_iter([EntraRole::GlobalAdministrator]))),
    ];
    let targets = [
        ("no roles", directory_roles(&[])),
        ("Helpdesk Administrator", directory_roles(&[EntraRole::HelpdeskAdministrator])),
        ("Global Administrator", directory_roles(&[EntraRole::GlobalAdministrator])),
    ];
    let mark = |answer: Result<Vec<UserDenied>, Result<Denied, UserDenied>>| match answer {
        Ok(warnings) => match warnings.as_slice() {
            [] => "x",
            [UserDenied::SignInSynced] => "o",
            [_, UserDenied::SignInSynced] => "O",
            _ => "w",
        },
        Err(Ok(Denied::Role(_))) => "r",
        Err(Ok(_)) => "g",
        Err(Err(UserDenied::Synced)) => "s",
        Err(Err(_)) => "t",
    };
    let mut table: Vec<String> = UserAction::ALL.iter().map(|action| format!("{action:?}")).collect();
    for role in PartnerRole::ALL {
        table.push(String::new());
        let actor = with_roles([role]);
        for (name, authority) in relationships {
            for (of, roles) in &targets {
                for (place, is_synced) in [("in the cloud", false), ("synced", true)] {
                    let target = TargetUser { roles, is_synced };
                    let marks = UserAction::ALL.map(|action| mark(decided(&actor, authority, action, target)));
                    let line = format!("{:<22} {name:<24} {of:<24} {place:<14} {}", role.as_str(), marks.join(" "));
                    table.push(line);
                }
            }
        }
    }
    let table = table.join("\n") + "\n";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/access/user_decision_table.txt");
    if std::fs::read_to_string(path).unwrap_or_default() != table {
        let found = std::env::temp_dir().join("user_decision_table.txt");
        std::fs::write(&found, &table).unwrap();
        panic!("{path} differs from what is decided, which is in {}", found.display());
    }
}

#[test]
fn a_refusal_says_what_would_allow_it() {
    let roles = directory_roles(&[]);
    let answer = |action| {
        let target = TargetUser { roles: &roles, is_synced: true };
        decide_for_user(Authority::Unrestricted, PermissionSet::default(), action, target)
    };
    let told = answer(UserAction::Delete).unwrap_err().to_string();
    assert_eq!(told, "This user is synced from the customer's on-premises directory; change the account there.");
    let warned = answer(UserAction::ChangeSignIn).unwrap()[0].to_string();
    assert!(warned.ends_with("the next synchronization overwrites this. Change it there too."), "{warned}");
}

fn some_partner_roles() -> impl Strategy<Value = BTreeSet<PartnerRole>> {
    proptest::collection::btree_set(proptest::sample::select(PartnerRole::ALL.to_vec()), 0..4)
}

fn some_entra_roles() -> impl Strategy<Value = BTreeSet<EntraRole>> {
    proptest::collection::btree_set(proptest::sample::select(EntraRole::ALL.to_vec()), 0..4)
}

fn some_target() -> impl Strategy<Value = BTreeSet<Uuid>> {
    let known = proptest::sample::select(EntraRole::ALL.to_vec()).prop_map(EntraRole::template_id);
    proptest::collection::btree_set(prop_oneof![known, Just(Uuid::from_u128(7))], 0..3)
}

proptest! {
    #[test]
    fn more_roles_never_allow_less_whether_synced_or_not(
        few in some_partner_roles(),
        more in some_partner_roles(),
        entra in some_entra_roles(),
        further in some_entra_roles(),
        policy in proptest::sample::select(RelationshipPolicy::ALL.to_vec()),
        in_force: bool,
        roles in some_target(),
        is_synced: bool,
    ) {
        let target = TargetUser { roles: &roles, is_synced };
        let fewer = with_roles(few.iter().copied());
        let richer = with_roles(few.union(&more).copied());
        let at = |has: EntraRoles| Authority::of(policy, in_force, has);
        let less = at(entra.iter().copied().collect());
        let all = at(entra.union(&further).copied().collect());
        for action in UserAction::ALL {
            let allowed = decided(&fewer, less, action, target).is_ok();
            prop_assert!(!allowed || decided(&richer, all, action, target).is_ok(), "{:?}", action);
        }
    }

    #[test]
    fn what_the_own_directory_decides_no_role_allows_and_it_decides_nothing_else(
        has in some_partner_roles(),
        entra in some_entra_roles(),
        policy in proptest::sample::select(RelationshipPolicy::ALL.to_vec()),
        in_force: bool,
        roles in some_target(),
    ) {
        let actor = with_roles(has);
        let authority = Authority::of(policy, in_force, entra.into_iter().collect());
        let of = |is_synced| TargetUser { roles: &roles, is_synced };
        for action in UserAction::ALL {
            let cloud = decided(&actor, authority, action, of(false));
            let synced = decided(&actor, authority, action, of(true));
            match action.when_synced() {
                WhenSynced::Allowed => prop_assert_eq!(synced, cloud),
                WhenSynced::Overwritten => {
                    let warned = |mut warnings: Vec<_>| { warnings.push(UserDenied::SignInSynced); warnings };
                    prop_assert_eq!(synced, cloud.map(warned));
                }
                // An action that the person may not do at the customer at all is refused first.
                WhenSynced::Refused => match cloud {
                    Err(Ok(denied)) => prop_assert_eq!(synced, Err(Ok(denied))),
                    _ => prop_assert_eq!(synced, Err(Err(UserDenied::Synced))),
                },
            }
        }
    }

    #[test]
    fn custom_permissions_that_are_withheld_are_told_before_anything_else(
        withheld in proptest::sample::select(Permission::ALL.to_vec()),
        entra in some_entra_roles(),
        roles in some_target(),
        is_synced: bool,
    ) {
        let target = TargetUser { roles: &roles, is_synced };
        let authority = Authority::Required(entra.into_iter().collect());
        for action in UserAction::ALL {
            let answer = decide_for_user(authority, [withheld].into_iter().collect(), action, target);
            if action.permission() == withheld {
                prop_assert_eq!(answer, Err(UserDenied::NotPermitted(withheld)));
            } else {
                prop_assert!(!matches!(answer, Err(UserDenied::NotPermitted(_))), "{:?}", answer);
            }
        }
    }
}
