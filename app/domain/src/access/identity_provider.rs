//! Identity providers: other services that sign people in by OpenID Connect.

use super::names::NAME_MAX;
use super::person_refused::PersonRefused;
use crate::bounds;
use crate::directory::password::Secret;
use crate::ids::{IdentityProviderId, PartnerGroupId};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

/// The most identity providers of a partner.
pub const PROVIDERS_MAX: usize = 20;
/// The longest issuer, client id, claim name or value, in characters.
pub const SETTING_MAX: usize = 512;
/// The longest client secret that is read, in characters. The rule takes no more than [`SETTING_MAX`].
const SECRET_MAX: usize = 4_000;
/// The most scopes, domains, values or mapped groups of a provider.
pub const LISTED_MAX: usize = 100;
/// The minutes within which somebody comes back from a provider.
pub const RETURN_MINUTES: i64 = 10;

/// An identity provider of a partner. Its client secret is never shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityProvider {
    /// Id.
    pub id: IdentityProviderId,
    /// Its settings as typed.
    pub settings: ProviderSettings,
    /// Whether there is a client secret. It is gone after the key that sealed it was lost.
    pub has_secret: bool,
}

/// The settings of an identity provider, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ProviderSettings {
    /// The name that people see at sign-in.
    #[serde(deserialize_with = "bounds::text::<NAME_MAX, _>")]
    pub name: String,
    /// The issuer: the address by which the provider names itself in its tokens.
    #[serde(deserialize_with = "bounds::text::<SETTING_MAX, _>")]
    pub issuer: String,
    /// The provider's id of Tenantry.
    #[serde(deserialize_with = "bounds::text::<SETTING_MAX, _>")]
    pub client_id: String,
    /// The scopes that are asked for beside `openid`.
    #[serde(deserialize_with = "texts")]
    pub scopes: BTreeSet<String>,
    /// The domains of the e-mail addresses by which people are found, in lower case. Without any, nobody is found by an
    /// address.
    #[serde(deserialize_with = "texts")]
    pub domains: BTreeSet<String>,
    /// The values of the claims `acr` and `amr` that stand for a second factor.
    #[serde(deserialize_with = "texts")]
    pub second_factor: BTreeSet<String>,
    /// The claim that names the groups of a person. Empty if groups are not taken from the provider.
    #[serde(deserialize_with = "bounds::text::<SETTING_MAX, _>")]
    pub group_claim: String,
    /// The groups here, by the values of that claim.
    #[serde(deserialize_with = "bounds::map::<LISTED_MAX, _, _, _>")]
    pub groups: BTreeMap<String, PartnerGroupId>,
    /// Whether people can sign in with it.
    pub enabled: bool,
}

/// The form of an identity provider.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderForm {
    /// The typed settings, without the secret.
    pub settings: ProviderSettings,
    /// The client secret. `None` leaves it as it is.
    #[serde(default, deserialize_with = "secret")]
    pub secret: Option<Secret>,
}

fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeSet<String>, D::Error> {
    bounds::texts::<LISTED_MAX, _>(deserializer).map(|texts| texts.into_iter().collect())
}

fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Secret>, D::Error> {
    bounds::text_if_any::<SECRET_MAX, _>(deserializer).map(|secret| secret.map(Secret::shown))
}

impl fmt::Debug for ProviderForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProviderForm").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// The part of a provider that people see at sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderName {
    /// Id.
    pub id: IdentityProviderId,
    /// Name.
    pub name: String,
}

/// Whether the people of a partner may sign in with a password. Those of a customer's portal always may: their customer need not
/// have an identity provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum LocalPasswords {
    /// They may.
    #[default]
    On,
    /// Only identity providers sign them in.
    Off,
}

/// The text is not a choice of local passwords.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is neither on nor off.")]
pub struct NotLocalPasswords(pub String);

impl fmt::Display for LocalPasswords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::On => "on",
            Self::Off => "off",
        })
    }
}

impl FromStr for LocalPasswords {
    type Err = NotLocalPasswords;

    fn from_str(text: &str) -> Result<Self, NotLocalPasswords> {
        [Self::On, Self::Off]
            .into_iter()
            .find(|choice| choice.to_string() == text)
            .ok_or_else(|| NotLocalPasswords(text.to_owned()))
    }
}

/// An account of the signed-in person at a provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnIdentity {
    /// The provider.
    pub provider: ProviderName,
    /// Whether people can sign in with the provider.
    pub enabled: bool,
    /// When it was linked (UTC, epoch milliseconds); `None` if the person has no account there that is linked.
    pub linked: Option<i64>,
}

/// How an invitation is accepted, and how the people of a partner sign in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SignInWays {
    /// The enabled providers.
    pub providers: Vec<ProviderName>,
    /// Whether a password is taken.
    pub passwords: LocalPasswords,
    /// Whether people of a customer's portal sign in here. Their passwords are taken in any case.
    pub has_portals: bool,
}

/// A fault of an issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum BadIssuer {
    /// It is not an address.
    #[error(
        "Enter the issuer as an address, such as https://login.example/realm, without a question mark or user name."
    )]
    NoAddress,
    /// It would be asked without encryption.
    #[error("An issuer begins with https://. Only an issuer on this machine may begin with http://.")]
    NotHttps,
    /// It stands for many tenants.
    #[error(
        "This issuer stands for the tenants of everybody. Enter that of your own tenant: \
         https://login.microsoftonline.com/YOUR-TENANT-ID/v2.0"
    )]
    ManyTenants,
}

/// Why an identity provider is not changed, or an account there not linked or unlinked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ProviderRefused {
    /// The provider was removed meanwhile.
    #[error("This identity provider was removed meanwhile.")]
    Gone,
    /// There is no name.
    #[error("Enter a name.")]
    NoName,
    /// The name has characters that make it look like another.
    #[error("The name has characters that can't be seen. Type it again.")]
    HiddenInName,
    /// Another provider has the name.
    #[error("Another identity provider has this name. Enter another name.")]
    Taken,
    /// The issuer can't be used.
    #[error("{0}")]
    Issuer(#[from] BadIssuer),
    /// There is no client id.
    #[error("Enter the client id.")]
    NoClientId,
    /// There is no client secret.
    #[error("Enter the client secret.")]
    NoSecret,
    /// The client secret is no line of text.
    #[error("The client secret is too long, or has spaces or characters that can't be seen.")]
    BadSecret,
    /// A scope is no word.
    #[error("Scopes are words with spaces between them, such as: email profile")]
    BadScope,
    /// A domain is none.
    #[error("Enter domains such as contoso.com, with commas between them.")]
    BadDomain,
    /// Another enabled provider has the domain.
    #[error(
        "{provider} signs in people of {domain} already. An allowed domain belongs to one enabled identity provider, because \
         the other could sign in as everybody there: take it from {provider} first, or disable that."
    )]
    DomainTaken {
        /// The domain.
        domain: String,
        /// The name of the other provider.
        provider: String,
    },
    /// A value of a claim is too long or empty.
    #[error("A value is empty, too long, or has spaces.")]
    BadValue,
    /// Groups are mapped without a claim.
    #[error("Enter the name of the claim that has the groups.")]
    NoGroupClaim,
    /// A mapped group was deleted.
    #[error("A group was deleted meanwhile. Look at the groups again.")]
    GroupGone,
    /// Nobody is put into a group that follows its directory.
    #[error("The members of a chosen group are those of its directory, so a provider does not give it.")]
    GroupFollowsDirectory,
    /// There are as many providers as there can be.
    #[error("There are {PROVIDERS_MAX} identity providers, which is the limit. Remove one first.")]
    TooMany,
    /// Nobody could manage people afterwards.
    #[error(
        "Passwords are switched off, and nobody who manages people could sign in any more. Switch passwords on first."
    )]
    LastWayIn,
    /// Nobody who manages people has a linked account.
    #[error(
        "A Global admin, or an Account admin where there is none, must first link an account at an enabled identity \
         provider, on the page My account. Otherwise nobody who manages people could sign in."
    )]
    NoLinkedManager,
    /// The person has no other way to sign in.
    #[error(
        "This is your only way to sign in. Link another account first, or have yourself made a link to a new password."
    )]
    OnlyWayIn,
    /// The account is not linked.
    #[error("This account is not linked any more.")]
    NotLinked,
    /// The actor's roles don't reach so far.
    #[error(
        "Only a Global admin can change how people sign in, because anyone who controls an identity provider can sign in as \
         anybody."
    )]
    OnlyGlobalAdmin,
    /// The actor does not manage all the people that it signs in.
    #[error(
        "People of other directories sign in this way too. Only a Global admin who belongs to no directory manages all of them, \
         and can change it."
    )]
    OtherTenants,
    /// The actor's roles were changed meanwhile.
    #[error("Your roles don't allow managing people any more.")]
    NotAllowed,
    /// The actor can't give every role in the portal whose people it signs in.
    #[error(
        "An identity provider of a portal can sign anybody in there. To change it, you must be able to give every role in this \
         portal, as a Global admin is."
    )]
    NotEveryRole,
    /// Groups are mapped by a provider of a portal, whose people are in none.
    #[error("People of a portal are in no groups. Leave the claim and the groups out.")]
    GroupsInPortal,
}

impl ProviderRefused {
    /// Whether the reason is that the actor lacks a role.
    pub fn is_about_actor(&self) -> bool {
        matches!(self, Self::OnlyGlobalAdmin | Self::OtherTenants | Self::NotAllowed | Self::NotEveryRole)
    }
}

impl From<PersonRefused> for ProviderRefused {
    fn from(refused: PersonRefused) -> Self {
        if refused == PersonRefused::OnlyGlobalAdmin { Self::OnlyGlobalAdmin } else { Self::NotAllowed }
    }
}

/// A fault of an identity provider that can't be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ProviderProblem {
    /// The provider could not send anybody back.
    #[error("Tenantry does not know its own address. Start it with --public-url, such as https://console.example.")]
    NoPublicUrl,
    /// The provider would be asked without encryption.
    #[error(
        "The provider's addresses begin with http://. That is only allowed on this machine, while Tenantry itself is \
         served over plain HTTP."
    )]
    NotHttps,
    /// The host is not one of those that the configuration lists.
    #[error(
        "This server may not connect to the host of the provider. The operator of the server lists the allowed hosts with --provider-hosts."
    )]
    NotListed,
    /// There is no client secret.
    #[error("There is no client secret. Enter it again.")]
    NoSecret,
    /// No connection.
    #[error("The provider can't be reached. Check the issuer, and whether this server may connect to it.")]
    Unreachable,
    /// The certificate is not trusted.
    #[error("No encrypted connection to the provider is possible: its certificate is not one of a public authority.")]
    Certificate,
    /// The answer takes too long.
    #[error("The provider needs too long to answer.")]
    TooLong,
    /// The answer is too large.
    #[error("The provider's answer is too large.")]
    TooLarge,
    /// The document is not there.
    #[error("There is no discovery document at the issuer: the answer has the status {0}. Check the issuer.")]
    Status(u16),
    /// The document can't be read.
    #[error("The provider's discovery document or its keys can't be understood. Check the issuer.")]
    Unreadable,
    /// The document belongs to another issuer.
    #[error(
        "The discovery document names another issuer. Enter the issuer exactly as the document says it, also the slash at \
         its end."
    )]
    OtherIssuer,
    /// Tokens would have no signature that can be checked.
    #[error("The provider signs its tokens in no way that is accepted here (RS256, PS256, ES256 and the like).")]
    NoAlgorithm,
    /// There is no endpoint for tokens.
    #[error("The provider has no token endpoint, so it can't be used for signing in with a code.")]
    NoTokenEndpoint,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_secret_is_not_printed() {
        let secret = Some(Secret::shown("very secret".into()));
        let form = ProviderForm { settings: ProviderSettings { name: "Entra".into(), ..Default::default() }, secret };
        let printed = format!("{form:?}");
        assert!(printed.contains("Entra") && !printed.contains("very secret"), "{printed}");
    }

    #[test]
    fn local_passwords_are_read_as_they_are_written() {
        for choice in [LocalPasswords::On, LocalPasswords::Off] {
            assert_eq!(choice.to_string().parse(), Ok(choice));
        }
        assert!("maybe".parse::<LocalPasswords>().is_err());
    }
}
