//! Words about identity providers, and about signing in with them.

pub use super::common::CHECKING;
pub use super::entries::{SAVE, SAVING};
pub use super::frame::{NAME, OR};
pub use super::people::{EDIT, REMOVE, STATUS, edit_one, remove_one};
use domain::access::identity_provider::{LocalPasswords, ProviderProblem, RETURN_MINUTES};
use domain::directory::invisible::isolated;

// The tab.

/// The tab.
pub const SIGN_IN: &str = "Sign-in";
/// Heading and name of the table.
pub const PROVIDERS: &str = "Identity providers";
/// Explains the page.
pub const LEAD: &str = "Identity providers, such as Microsoft Entra ID, sign people in by OpenID Connect. People keep their roles; a provider can only put them into groups.";
/// Opens the form for a new provider, and is its title.
pub const ADD: &str = "Add identity provider";
/// There are no providers.
pub const NONE_YET: &str = "No identity providers yet. People sign in with their password.";
/// Column: the issuer. Field of the form.
pub const ISSUER: &str = "Issuer";
/// Status: people can sign in with it.
pub const ENABLED: &str = "Enabled";
/// Status: nobody can sign in with it.
pub const DISABLED: &str = "Disabled";
/// Status: the secret was lost.
pub const SECRET_LOST: &str = "No client secret";
/// Asks the provider.
pub const CHECK: &str = "Check";
/// Column: where the provider sends people back to.
pub const REDIRECT_URI: &str = "Redirect URI";
/// In place of the redirect URI.
pub const NO_PUBLIC_URL: &str = "Start Tenantry with --public-url";

/// Accessible name of `Check`.
pub fn check_one(name: &str) -> String {
    format!("{CHECK} {}", isolated(name))
}

/// The result of a check.
pub fn checked(name: &str, problem: Option<ProviderProblem>) -> String {
    let name = isolated(name);
    match problem {
        None => format!("{name} answers, and its discovery document and keys are in order."),
        Some(problem) => format!("{name}: {problem}"),
    }
}

/// The question before a provider is removed.
pub fn remove_question(name: &str) -> String {
    format!("Remove the identity provider {}?", isolated(name))
}

/// Explains removing.
pub const REMOVE_MEANS: &str = "Nobody can sign in with it any more, and all accounts there are unlinked. Sessions go on until they end. People without a password need a link to a new one.";

/// A provider was added or changed.
pub fn saved(name: &str) -> String {
    format!("The identity provider {} was saved.", isolated(name))
}

/// A provider was removed.
pub fn removed(name: &str) -> String {
    format!("The identity provider {} was removed.", isolated(name))
}

// The portal of a customer.

/// Explains the section.
pub const PORTAL_LEAD: &str = "People of this portal, and nobody else, can sign in with an identity provider of the customer by OpenID Connect. Their roles here stay as they are, and their passwords go on working. A temporary password stops working once its person signs in with a provider.";
/// Explains the domains in a portal.
pub const PORTAL_DOMAINS_HINT: &str = "Separated by commas. A person of the portal whose sign-in name is a verified address in one of them is linked at the first sign-in. No account with another address can be linked. Without domains, people sign in with their password first and link their accounts on their page My account.";
/// Explains removing a provider of a portal.
pub const PORTAL_REMOVE_MEANS: &str = "Nobody can sign in with it any more. All accounts there are unlinked, and the sessions that began with it end. People without a password need a new temporary password.";
/// Explains the addresses.
pub const ENTRANCES_LEAD: &str = "Give people of the portal this address. Only there the sign-in page shows the provider, because its name would tell others who your customers are.";

/// Label of an address.
pub fn entrance(name: &str) -> String {
    format!("Sign-in address for {}", isolated(name))
}

/// Accessible name of the button that copies it.
pub fn copy_entrance(name: &str) -> String {
    format!("Copy address for {}", isolated(name))
}

/// The address was copied.
pub const ENTRANCE_COPIED: &str = "Address copied.";

// The form.

/// Explains the name.
pub const NAME_HINT: &str = "People see it on the button at sign-in.";
/// Explains the issuer.
pub const ISSUER_HINT: &str = "For Microsoft Entra ID: https://login.microsoftonline.com/YOUR-TENANT-ID/v2.0";
/// Field: the client id.
pub const CLIENT_ID: &str = "Client ID";
/// Field: the client secret.
pub const CLIENT_SECRET: &str = "Client secret";
/// Explains the secret of a provider that has one.
pub const SECRET_KEPT: &str = "It is kept sealed and never shown. Leave the field empty to keep it.";
/// Explains the secret of a provider that has none.
pub const SECRET_NEW: &str = "It is kept sealed and never shown again.";
/// Field: the scopes.
pub const SCOPES: &str = "Scopes";
/// Explains the scopes.
pub const SCOPES_HINT: &str = "Scopes beside openid, separated by spaces, such as: email profile";
/// Field: the domains.
pub const DOMAINS: &str = "Allowed e-mail domains";
/// Explains the domains.
pub const DOMAINS_HINT: &str = "Separated by commas. A person whose sign-in name is a verified address in one of them is linked at the first sign-in. No account with another address can be linked. Without domains, people link their accounts themselves or accept an invitation.";
/// Field: values that stand for a second factor.
pub const SECOND_FACTOR: &str = "Values that stand for a second factor";
/// Explains them.
pub const SECOND_FACTOR_HINT: &str = "Values of the claims acr and amr, separated by spaces, such as: mfa. With one of them, no code is asked for. Leave the field empty unless the provider asks for a second factor itself.";
/// Field: the claim with the groups.
pub const GROUP_CLAIM: &str = "Claim with the groups";
/// Explains it.
pub const GROUP_CLAIM_HINT: &str = "For example: groups. Leave it empty to take no groups from the provider.";
/// Heading above the mapped groups.
pub const GROUPS: &str = "Groups from the provider";
/// Explains them.
pub const GROUPS_HINT: &str = "At each sign-in, a person with the value joins the group, and a person without it leaves the group. Other groups stay as they are.";
/// Field: a value of the claim.
pub const VALUE: &str = "Value of the claim";
/// Field: a group here.
pub const GROUP: &str = "Group";
/// No group is chosen.
pub const CHOOSE_GROUP: &str = "Choose a group";
/// Adds another row.
pub const ADD_GROUP: &str = "Add group";
/// Check box: people can sign in.
pub const IS_ENABLED: &str = "People can sign in with it";

/// Accessible name of a field in a row of mapped groups.
pub fn in_row(label: &str, row: usize) -> String {
    format!("{label}, row {row}")
}

// Passwords.

/// Heading of the section.
pub const PASSWORDS: &str = "Passwords";
/// Switches passwords off.
pub const SWITCH_OFF: &str = "Switch passwords off";
/// Switches passwords on.
pub const SWITCH_ON: &str = "Switch passwords on";

/// The present state.
pub fn passwords(choice: LocalPasswords) -> &'static str {
    match choice {
        LocalPasswords::On => "On: people can sign in with their password.",
        LocalPasswords::Off => {
            "Off: only identity providers sign your people in. People of customers' portals keep their passwords. If no provider works, `tenantry local-passwords on` lets your people use passwords again."
        }
    }
}

/// The result of the switch.
pub fn switched(choice: LocalPasswords) -> &'static str {
    match choice {
        LocalPasswords::On => "Passwords are switched on.",
        LocalPasswords::Off => "Passwords are switched off.",
    }
}

// Signing in.

/// `Sign in with Contoso`.
pub fn sign_in_with(name: &str) -> String {
    format!("Sign in with {}", isolated(name))
}

/// The words for people of a portal, in place of those for the partner's people, by the `error` of the address.
pub fn portal_error(code: &str) -> Option<&'static str> {
    match code {
        "provider-stranger" => Some(
            "The identity provider knows you, but its account does not open your company's portal. Ask the administrator of the portal to add you, with your e-mail address as the sign-in name.",
        ),
        "provider-failed" => Some(
            "The identity provider could not be reached, or its answer was not valid. Try again. If the problem stays, tell the administrator of the portal.",
        ),
        _ => None,
    }
}

/// Opens the form of name and password where only people of portals have passwords.
pub const PORTAL_PASSWORD: &str = "Sign in to your company's portal";

/// `Accept with Contoso`.
pub fn accept_with(name: &str) -> String {
    format!("Accept with {}", isolated(name))
}

/// Explains accepting an invitation where passwords are off.
pub const ACCEPT_BY_PROVIDER: &str = "Accept with the account that you will use to sign in.";

// My account.

/// Heading of the section.
pub const LINKED: &str = "Linked accounts";
/// Explains the section.
pub const LINKED_LEAD: &str = "You can sign in with these accounts.";
/// Links an account.
pub const LINK: &str = "Link";
/// Unlinks an account.
pub const UNLINK: &str = "Unlink";
/// Column: the provider.
pub const PROVIDER: &str = "Identity provider";
/// Column: when it was linked.
pub const SINCE: &str = "Linked since";
/// In place of a time.
pub const NOT_LINKED: &str = "Not linked";
/// An account was unlinked.
pub const UNLINKED: &str = "The account was unlinked.";

/// Accessible name of `Link`.
pub fn link_one(name: &str) -> String {
    format!("{LINK} your account at {}", isolated(name))
}

/// Accessible name of `Unlink`.
pub fn unlink_one(name: &str) -> String {
    format!("{UNLINK} your account at {}", isolated(name))
}

/// The result of linking, by the `identity` of the address.
///
/// # Errors
/// Why nothing was linked.
pub fn linked(code: &str) -> Result<&'static str, String> {
    match code {
        "linked" => Ok("Your account was linked. You can sign in with it."),
        "provider-late" => Err(format!(
            "It took more than {RETURN_MINUTES} minutes, or was begun again elsewhere. Nothing was linked. Try again."
        )),
        "provider-stranger" => Err(
            "This account can't be linked: it is linked already, you have another one there, or its e-mail address is not verified in an allowed domain."
                .to_owned(),
        ),
        "proof" => Err(
            "You signed in a while ago. Sign out and in again, and link the account within ten minutes.".to_owned(),
        ),
        "not-confirmed" => Err(
            "It was not confirmed that it is you: your identity provider did not ask you again, said that it is somebody else, or did not answer. Try again."
                .to_owned(),
        ),
        "provider-declined" => Err("The identity provider declined. Nothing was linked.".to_owned()),
        "provider-failed" => Err(
            "The identity provider could not be reached, or its answer was not valid. Nothing was linked. Try again."
                .to_owned(),
        ),
        _ => Err("Nothing was linked. Try again.".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_command_begins_with_its_visible_text() {
        for (label, name) in [(CHECK, check_one("A")), (LINK, link_one("A")), (UNLINK, unlink_one("A"))] {
            assert!(name.starts_with(label) && name.ends_with('A'), "{name}");
        }
    }

    #[test]
    fn what_came_of_linking_is_told() {
        assert!(linked("linked").is_ok());
        let refusals = ["provider-late", "provider-stranger", "provider-declined", "provider-failed", "broken"];
        let told: std::collections::BTreeSet<String> =
            refusals.into_iter().filter_map(|code| linked(code).err()).collect();
        assert_eq!(told.len(), refusals.len());
    }
}
