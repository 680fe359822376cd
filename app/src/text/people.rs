//! Words about the partner's people.

pub use super::accounts::{ALLOW, BLOCK, EDIT, RESET};
use super::common::COPY;
pub use super::common::{BLOCKED, EXPIRES, REMOVE, STATUS};
use super::custom_permissions::custom;
pub use super::entries::{SAVE, SAVING};
pub use super::frame::{NAME, PASSWORD, SIGN_IN_NAME, USER_MANAGEMENT};
use domain::access::custom_permissions::CustomPermissions;
use domain::access::group::Group;
use domain::access::people::People;
use domain::access::person::{Invitation, Person, WhyVoid};
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
/// There are no people who belong to no tenant.
pub const NOBODY: &str = "Nobody is here yet. Invite a person.";
/// Heading and name of the table of people.
pub const PEOPLE: &str = "People";
/// Heading and name of the table of invitations.
pub const INVITATIONS: &str = "Invitations";
/// Column and group of check boxes: the roles.
pub const ROLES: &str = "Roles";
/// Marks the signed-in person.
pub const YOU: &str = "You";
/// Status: the person can sign in.
pub const ACTIVE: &str = "Active";
/// In place of a time: the invitation has expired.
pub const EXPIRED: &str = "Expired";
/// In place of a time: the link of the invitation opens nothing.
pub const VOID: &str = "No longer valid";
/// Shows the sessions of a person. Heading and name of the table of sessions.
pub const SESSIONS: &str = "Sessions";
/// Removes the second factor of a person who has lost it.
pub const REMOVE_SECOND_FACTOR: &str = "Remove second factor";
/// Unlinks an account at an identity provider.
pub const UNLINK: &str = "Unlink";
/// Gives an invitation another link, and e-mails it where a mail server is set.
pub const RESEND: &str = "Resend";
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

/// `Sales agent, group Support`: the roles and groups of an invited person.
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

/// Why the link of an invitation opens nothing, and the remedy.
pub fn void_invitation(why: WhyVoid) -> String {
    format!("{why} {RESEND} makes it valid again.")
}

/// Accessible name of `Resend`.
pub fn resend_to(name: &str) -> String {
    format!("{RESEND} the invitation of {}", isolated(name))
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

// Messages after success.

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
/// Says how to pass several links on.
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

/// Says how to pass the link on.
pub fn send_link(name: &str) -> String {
    format!("Send this link to {}.", isolated(name))
}

#[cfg(test)]
#[path = "people_tests.rs"]
mod tests;
