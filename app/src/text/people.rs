//! Words about the partner's people, and about accepting an invitation.

pub use super::accounts::{ALLOW, BLOCK, EDIT, RESET};
use super::common::COPY;
use super::custom_permissions::custom;
pub use super::entries::{SAVE, SAVING};
use super::frame::set_up_error;
pub use super::frame::{NAME, PASSWORD, SIGN_IN_NAME, USER_MANAGEMENT};
use crate::format::moment;
use domain::access::custom_permissions::CustomPermissions;
use domain::access::group::Group;
use domain::access::person::{INVITATION_DAYS, Invitation, People, Person, WhyVoid};
use domain::access::role::PartnerRole;
use domain::directory::invisible::isolated;
use domain::ids::PartnerUserId;
use std::collections::BTreeSet;

// The page.

/// Explains the page.
pub const LEAD: &str = "These people of your organization sign in to Tenantry. Their roles determine what they can do.";
/// Warns that nobody could manage people if one person is away.
pub const ONE_MANAGER: &str = "Only one person can manage people. Give a second person the role Global admin or \
                               Account admin, so that you are not locked out.";
/// Opens the form for a new person, and is its title.
pub const INVITE_PERSON: &str = "Invite person";
/// Heading and name of the table of people.
pub const PEOPLE: &str = "People";
/// Heading and name of the table of invitations.
pub const INVITATIONS: &str = "Invitations";
/// Column and group of check boxes: the roles.
pub const ROLES: &str = "Roles";
/// Column: whether the person can sign in.
pub const STATUS: &str = "Status";
/// Column: when the invitation expires.
pub const EXPIRES: &str = "Expires";
/// Marks the signed-in person.
pub const YOU: &str = "You";
/// Status: the person can sign in.
pub const ACTIVE: &str = "Active";
/// Status: the person can't sign in.
pub const BLOCKED: &str = "Blocked";
/// In place of a time: the invitation has expired.
pub const EXPIRED: &str = "Expired";
/// In place of a time: the link of the invitation opens nothing.
pub const VOID: &str = "No longer valid";
/// Removes a person.
pub const REMOVE: &str = "Remove";
/// Shows the sessions of a person. Heading and name of the table of sessions.
pub const SESSIONS: &str = "Sessions";
/// Removes the second factor of a person who has lost it.
pub const REMOVE_SECOND_FACTOR: &str = "Remove second factor";
/// Unlinks an account at an identity provider.
pub const UNLINK: &str = "Unlink";
/// Gives an invitation another link.
pub const NEW_LINK: &str = "New link";
/// Withdraws an invitation.
pub const WITHDRAW: &str = "Withdraw";

/// Tab: the people.
pub const USERS: &str = "Users";
/// In place of roles of a person who has none.
pub const NO_ROLE: &str = "No role";
/// Roles that groups give, on the form of a person.
pub const BY_GROUPS: &str = "Roles through groups";
/// Explains that a person with roles through groups needs no others.
pub const BY_GROUPS_HINT: &str = "A person who has roles through groups needs none of their own.";

/// `Sales agent, Admin agent (group Support)`: the person's roles, and for those that are not the person's own the groups
/// that give them.
pub fn roles_of(people: &People, person: &Person) -> String {
    let by_groups = roles_by_groups(people, person.id, &person.roles);
    let own = person.roles.iter().map(|role| role.as_str().to_owned());
    let own = own.chain(person.custom.as_ref().map(custom));
    let all: Vec<String> = own.chain(by_groups).collect();
    if all.is_empty() { NO_ROLE.to_owned() } else { all.join(", ") }
}

/// `Admin agent (group Support)` for each role that a group gives a person, but for these.
pub fn roles_by_groups(people: &People, person: PartnerUserId, but: &BTreeSet<PartnerRole>) -> Vec<String> {
    let roles = people.roles_by_groups(person);
    let word = |role: &PartnerRole| {
        let giving = people.groups_of(person).filter(|group| group.roles.contains(role));
        format!("{role} ({})", by_groups(giving.map(|group| group.name.as_str())))
    };
    let custom_word = |group: &Group| {
        group
            .custom
            .as_ref()
            .map(|given| format!("{} ({})", custom(given), by_groups(std::iter::once(group.name.as_str()))))
    };
    roles.difference(but).map(word).chain(people.groups_of(person).filter_map(custom_word)).collect()
}

/// `Admin agent, Sales agent`, or custom permissions.
pub fn duties(of: &BTreeSet<PartnerRole>, given: Option<&CustomPermissions>) -> String {
    given.map_or_else(|| roles(of), custom)
}

/// `Sales agent, group Support`: what an invited person gets.
pub fn duties_of_invitation(people: &People, invitation: &Invitation) -> String {
    let own = duties(&invitation.roles, invitation.custom.as_ref());
    let groups: Vec<&str> =
        invitation.groups.iter().filter_map(|group| people.group(*group)).map(|group| group.name.as_str()).collect();
    let by_groups = (!groups.is_empty()).then(|| by_groups(groups.into_iter()));
    Some(own).filter(|own| !own.is_empty()).into_iter().chain(by_groups).collect::<Vec<_>>().join(", ")
}

/// `group Support`, or `groups Support, Sales`.
fn by_groups<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.map(isolated).collect();
    format!("{} {}", if names.len() == 1 { "group" } else { "groups" }, names.join(", "))
}

/// `Admin agent, Sales agent`.
pub fn roles(roles: &BTreeSet<PartnerRole>) -> String {
    roles.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", ")
}

/// Explains a role.
pub fn role_means(role: PartnerRole) -> &'static str {
    match role {
        PartnerRole::GlobalAdmin => "Manages people, users and licenses, without buying any.",
        PartnerRole::AccountAdmin => "Manages people, and sees users and licenses.",
        PartnerRole::AdminAgent => "Manages users and licenses, and buys licenses.",
        PartnerRole::SalesAgent => "Assigns and buys licenses.",
        PartnerRole::HelpdeskAgent | PartnerRole::UserManagementAdmin => "Manages users and assigns licenses.",
        PartnerRole::BillingAdmin | PartnerRole::SupportRequestAdmin => "Sees the list of customers.",
    }
}

// Accessible names of commands. Each begins with the visible text.

/// Accessible name of `Edit`, and title of the form.
pub fn edit_one(name: &str) -> String {
    format!("{EDIT} {}", isolated(name))
}

/// Accessible name of `Block sign-in`.
pub fn block_one(name: &str) -> String {
    format!("{BLOCK} of {}", isolated(name))
}

/// Accessible name of `Allow sign-in`.
pub fn allow_one(name: &str) -> String {
    format!("{ALLOW} of {}", isolated(name))
}

/// Accessible name of `Remove`.
pub fn remove_one(name: &str) -> String {
    format!("{REMOVE} {}", isolated(name))
}

/// Accessible name of `Reset password`.
pub fn reset_one(name: &str) -> String {
    format!("{RESET} of {}", isolated(name))
}

/// Accessible name of `Sessions`, and title of the dialog.
pub fn sessions_of(name: &str) -> String {
    format!("{SESSIONS} of {}", isolated(name))
}

/// Accessible name of `Remove second factor`.
pub fn remove_second_factor_of(name: &str) -> String {
    format!("{REMOVE_SECOND_FACTOR} of {}", isolated(name))
}

/// `Unlink Contoso`.
pub fn unlink(provider: &str) -> String {
    format!("{UNLINK} {}", isolated(provider))
}

/// Accessible name of `Unlink Contoso`.
pub fn unlink_from(provider: &str, name: &str) -> String {
    format!("{} from {}", unlink(provider), isolated(name))
}

/// Why the link of an invitation opens nothing, and what to do.
pub fn void_invitation(why: WhyVoid) -> String {
    format!("{why} A new link makes it valid again.")
}

/// Accessible name of `New link`.
pub fn new_link_for(name: &str) -> String {
    format!("{NEW_LINK} for {}", isolated(name))
}

/// Accessible name of `Withdraw`.
pub fn withdraw_one(name: &str) -> String {
    format!("{WITHDRAW} the invitation of {}", isolated(name))
}

// The form.

/// Field: the sign-in names of those who are invited.
pub const SIGN_IN_NAMES: &str = "Sign-in names";
/// Explains the sign-in names.
pub const SIGN_IN_NAMES_HINT: &str = "For example, the person's email address. It can't be changed later. Up to 10 \
                                      people are invited at once, with the same roles: one address a line, or with \
                                      commas or semicolons between them. A name can stand before an address: \
                                      Ben Novak <ben@partner.example>.";
/// Sends the form for a new person.
pub const INVITE: &str = "Invite";
/// Shown while the form for a new person is sent.
pub const INVITING: &str = "Inviting…";

// The questions.

/// A question from the accessible name of its command.
pub fn question(command: &str) -> String {
    format!("{command}?")
}

/// Explains blocking.
pub fn block_means(name: &str) -> String {
    format!("{} is signed out at once, and can't sign in until you allow it again.", isolated(name))
}

/// Explains removing.
pub fn remove_means(name: &str) -> String {
    let name = isolated(name);
    format!("{name} is signed out at once and can no longer sign in. The activity log keeps what {name} did.")
}

/// Explains removing a second factor.
pub fn remove_second_factor_means(name: &str) -> String {
    let name = isolated(name);
    format!(
        "{name} is signed out at once, and signs in with the password alone until a second factor is set up again. \
         Make sure that {name} asks for this."
    )
}

/// Explains unlinking an account.
pub fn unlink_means(provider: &str, name: &str) -> String {
    format!(
        "{} is signed out at once, and can't sign in with the account at {} until it is linked again.",
        isolated(name),
        isolated(provider)
    )
}

/// Explains withdrawing an invitation.
pub fn withdraw_means(name: &str) -> String {
    format!("The link that you sent to {} stops working.", isolated(name))
}

// What was done.

/// A person was invited.
fn invited(name: &str) -> String {
    format!("{} was invited.", isolated(name))
}

/// People were invited.
pub fn were_invited(names: &[String]) -> String {
    match names {
        [name] => invited(name),
        _ => format!("{} people were invited.", names.len()),
    }
}

/// The name or the roles of a person were changed.
pub fn edited(name: &str) -> String {
    format!("Changes to {} were saved.", isolated(name))
}

/// A person was blocked.
pub fn blocked(name: &str) -> String {
    format!("{} was blocked.", isolated(name))
}

/// A person can sign in again.
pub fn allowed(name: &str) -> String {
    format!("{} can sign in again.", isolated(name))
}

/// A person was removed.
pub fn removed(name: &str) -> String {
    format!("{} was removed.", isolated(name))
}

/// The second factor of a person was removed.
pub fn second_factor_removed(name: &str) -> String {
    format!("The second factor of {} was removed.", isolated(name))
}

/// An account was unlinked.
pub fn unlinked(provider: &str, name: &str) -> String {
    format!("The account of {} at {} was unlinked.", isolated(name), isolated(provider))
}

/// An invitation has another link.
pub fn renewed(name: &str) -> String {
    format!("The invitation of {} has a new link.", isolated(name))
}

/// A link to a new password was made.
pub fn reset(name: &str) -> String {
    format!("{} has a link to a new password.", isolated(name))
}

/// An invitation was withdrawn.
pub fn withdrawn(name: &str) -> String {
    format!("The invitation of {} was withdrawn.", isolated(name))
}

// The link.

/// Title of the dialog with the link of an invitation.
pub const INVITATION_LINK: &str = "Invitation link";
/// Title of the dialog with the links of several invitations.
pub const INVITATION_LINKS: &str = "Invitation links";
/// What to do with several links.
pub const SEND_LINKS: &str = "Send each person their link.";
/// Validity of several links; the time and [`NOT_AGAIN`] follow.
pub const EACH_WORKS_UNTIL: &str = "Each works once, until";
/// Title of the dialog with a link to a new password.
pub const RESET_LINK: &str = "Link to a new password";
/// The link is also e-mailed.
pub const ALSO_MAILED: &str = "It is being e-mailed too.";
/// Field: the link.
pub const LINK: &str = "Link";
/// The link was copied.
pub const LINK_COPIED: &str = "Link copied.";
/// Validity of the link; the time and [`NOT_AGAIN`] follow.
pub const WORKS_UNTIL: &str = "It works once, until";
/// Follows the time.
pub const NOT_AGAIN: &str = ", and is not shown again.";

/// Accessible name of `Copy` beside the link of a person.
pub fn copy_link_of(name: &str) -> String {
    format!("{COPY} the link of {}", isolated(name))
}

/// What to do with the link.
pub fn send_link(name: &str) -> String {
    format!("Send this link to {}.", isolated(name))
}

// The e-mail.

/// Subject of the e-mail with the link of an invitation.
pub const LETTER_SUBJECT: &str = "Your invitation to Tenantry";

/// Body of the e-mail with the link of an invitation.
pub fn letter(name: &str, link: &str, expires: i64) -> String {
    let name = isolated(name);
    format!(
        "Hello {name},\n\nyou are invited to Tenantry. Open this link and choose a password:\n{link}\n\nIt works once, \
         until {} UTC ({INVITATION_DAYS} days).\n\nIf you did not expect this, do nothing.\n",
        moment(expires)
    )
}

// Accepting an invitation.

/// Title of the page.
pub const ACCEPT_TITLE: &str = "Accept the invitation";
/// Explains the form.
pub const ACCEPT_LEAD: &str = "Choose a password. You sign in with it and your sign-in name.";
/// Accepts the invitation.
pub const ACCEPT: &str = "Accept";
/// The link is not valid.
pub const INVITATION_GONE: &str = "This invitation is not valid any more. If you have accepted it, sign in. Otherwise ask the person who invited you for a new link.";

/// Why the invitation was not accepted, by the `error` of the address. `None` for a link that is not valid, because the
/// page says so.
pub fn accept_error(code: &str) -> Option<&'static str> {
    (code != "link").then(|| set_up_error(code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::access::permission::{Permission, allowed};
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
            (NEW_LINK, new_link_for("Ben")),
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

    #[test]
    fn an_invalid_link_is_explained_once() {
        assert_eq!(accept_error("link"), None);
        assert_eq!(accept_error("password"), Some(set_up_error("password")));
    }
}
