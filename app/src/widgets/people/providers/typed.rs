//! The form of an identity provider as it is typed, and the fields of refusals.

use super::super::sending::{FieldRefusal, Sending};
use domain::access::identity_provider::{IdentityProvider, ProviderForm, ProviderRefused, ProviderSettings};
use domain::directory::password::Secret;
use domain::ids::PartnerGroupId;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProviderField {
    /// Name.
    Name,
    /// The issuer.
    Issuer,
    /// The client id.
    ClientId,
    /// The client secret.
    Secret,
    /// The scopes.
    Scopes,
    /// The domains.
    Domains,
    /// The values that stand for a second factor.
    SecondFactor,
    /// The claim with the groups.
    GroupClaim,
}

impl FieldRefusal for ProviderRefused {
    fn field(&self) -> Option<&'static str> {
        ProviderField::of(self).map(ProviderField::id)
    }
}

/// A row of mapped groups as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypedMapping {
    /// Tells rows apart.
    pub key: usize,
    /// The value of the claim.
    pub value: RwSignal<String>,
    /// The group.
    pub group: RwSignal<Option<PartnerGroupId>>,
}

/// The form as it is typed, and sending it. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct TypedProvider {
    texts: RwSignal<Texts>,
    /// The rows of mapped groups.
    pub groups: RwSignal<Vec<TypedMapping>>,
    /// Whether people can sign in with it.
    pub enabled: RwSignal<bool>,
    /// Sends the form.
    sending: Sending<ProviderRefused>,
}

#[derive(Clone, Default)]
struct Texts {
    name: String,
    issuer: String,
    client_id: String,
    secret: String,
    scopes: String,
    domains: String,
    second_factor: String,
    group_claim: String,
}

impl ProviderField {
    /// The field of a refusal. `None` if the refusal is about the provider as a whole.
    pub fn of(refused: &ProviderRefused) -> Option<Self> {
        match refused {
            ProviderRefused::NoName | ProviderRefused::HiddenInName | ProviderRefused::Taken => Some(Self::Name),
            ProviderRefused::Issuer(_) => Some(Self::Issuer),
            ProviderRefused::NoClientId => Some(Self::ClientId),
            ProviderRefused::NoSecret | ProviderRefused::BadSecret => Some(Self::Secret),
            ProviderRefused::BadScope => Some(Self::Scopes),
            ProviderRefused::BadDomain | ProviderRefused::DomainTaken { .. } => Some(Self::Domains),
            ProviderRefused::BadValue => Some(Self::SecondFactor),
            ProviderRefused::NoGroupClaim => Some(Self::GroupClaim),
            ProviderRefused::Gone
            | ProviderRefused::GroupGone
            | ProviderRefused::GroupFollowsDirectory
            | ProviderRefused::TooMany
            | ProviderRefused::LastWayIn
            | ProviderRefused::NoLinkedManager
            | ProviderRefused::OnlyWayIn
            | ProviderRefused::NotLinked
            | ProviderRefused::OnlyGlobalAdmin
            | ProviderRefused::OtherTenants
            | ProviderRefused::NotAllowed
            | ProviderRefused::NotEveryRole
            | ProviderRefused::GroupsInPortal => None,
        }
    }

    /// The id of the field.
    pub fn id(self) -> &'static str {
        match self {
            Self::Name => "provider-name",
            Self::Issuer => "provider-issuer",
            Self::ClientId => "provider-client-id",
            Self::Secret => "provider-secret",
            Self::Scopes => "provider-scopes",
            Self::Domains => "provider-domains",
            Self::SecondFactor => "provider-second-factor",
            Self::GroupClaim => "provider-group-claim",
        }
    }

    /// Whether the field can't be empty.
    pub fn is_required(self) -> bool {
        matches!(self, Self::Name | Self::Issuer | Self::ClientId)
    }
}

impl Texts {
    fn of(settings: &ProviderSettings) -> Self {
        let joined = |texts: &BTreeSet<String>, between| texts.iter().cloned().collect::<Vec<_>>().join(between);
        Self {
            name: settings.name.clone(),
            issuer: settings.issuer.clone(),
            client_id: settings.client_id.clone(),
            secret: String::new(),
            scopes: joined(&settings.scopes, " "),
            domains: joined(&settings.domains, ", "),
            second_factor: joined(&settings.second_factor, " "),
            group_claim: settings.group_claim.clone(),
        }
    }

    fn field(&mut self, field: ProviderField) -> &mut String {
        match field {
            ProviderField::Name => &mut self.name,
            ProviderField::Issuer => &mut self.issuer,
            ProviderField::ClientId => &mut self.client_id,
            ProviderField::Secret => &mut self.secret,
            ProviderField::Scopes => &mut self.scopes,
            ProviderField::Domains => &mut self.domains,
            ProviderField::SecondFactor => &mut self.second_factor,
            ProviderField::GroupClaim => &mut self.group_claim,
        }
    }
}

/// The scopes that a new provider begins with: nearly all of them give the address by this scope.
fn new_settings() -> ProviderSettings {
    ProviderSettings {
        scopes: ["email".to_owned(), "profile".to_owned()].into(),
        enabled: true,
        ..ProviderSettings::default()
    }
}

/// The words of a text, between spaces, commas and semicolons.
fn words(text: &str) -> BTreeSet<String> {
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

impl TypedProvider {
    /// The form of a provider; without one, of a new one.
    pub fn begin(provider: Option<&IdentityProvider>, sending: Sending<ProviderRefused>) -> Self {
        let settings = provider.map_or_else(new_settings, |provider| provider.settings.clone());
        let rows = settings.groups.iter().enumerate().map(|(key, (value, group))| TypedMapping {
            key,
            value: RwSignal::new(value.clone()),
            group: RwSignal::new(Some(*group)),
        });
        Self {
            texts: RwSignal::new(Texts::of(&settings)),
            groups: RwSignal::new(rows.collect()),
            enabled: RwSignal::new(settings.enabled),
            sending,
        }
    }

    /// The form to send.
    pub fn read(self) -> ProviderForm {
        let texts = self.texts.get_untracked();
        let trimmed = |text: &str| text.trim().to_owned();
        let row = |row: &TypedMapping| Some((trimmed(&row.value.get_untracked()), row.group.get_untracked()?));
        let secret = trimmed(&texts.secret);
        let settings = ProviderSettings {
            name: trimmed(&texts.name),
            issuer: trimmed(&texts.issuer),
            client_id: trimmed(&texts.client_id),
            scopes: words(&texts.scopes),
            domains: words(&texts.domains.to_lowercase()),
            second_factor: words(&texts.second_factor),
            group_claim: trimmed(&texts.group_claim),
            groups: self.groups.with_untracked(|rows| rows.iter().filter_map(row).collect()),
            enabled: self.enabled.get_untracked(),
        };
        ProviderForm { settings, secret: (!secret.is_empty()).then(|| Secret::shown(secret)) }
    }

    /// The error of a field.
    pub fn error(self, field: ProviderField) -> Signal<Option<String>> {
        self.sending.error(field.id())
    }

    /// The text of a field.
    pub fn text(self, field: ProviderField) -> Signal<String> {
        Signal::derive(move || self.texts.with(|texts| texts.clone().field(field).clone()))
    }

    /// Types into a field. Its error goes.
    pub fn type_text(self, field: ProviderField, text: String) {
        self.texts.update(|texts| *texts.field(field) = text);
        self.sending.forgive(field.id());
    }

    /// Adds a row of mapped groups, and returns its key.
    pub fn add_group(self) -> usize {
        let key = self.groups.with_untracked(|rows| rows.iter().map(|row| row.key + 1).max().unwrap_or_default());
        let row = TypedMapping { key, value: RwSignal::new(String::new()), group: RwSignal::new(None) };
        self.groups.update(|rows| rows.push(row));
        key
    }

    /// Removes a row of mapped groups.
    pub fn remove_group(self, key: usize) {
        self.groups.update(|rows| rows.retain(|row| row.key != key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_read_in_parts_and_without_spaces() {
        Owner::new().with(|| {
            let typed = TypedProvider::begin(None, Sending::begin());
            typed.type_text(ProviderField::Name, " Contoso ".into());
            typed.type_text(ProviderField::Domains, "Contoso.com, fabrikam.com;".into());
            typed.type_text(ProviderField::SecondFactor, "mfa  hwk".into());
            let form = typed.read();
            assert_eq!(form.settings.name, "Contoso");
            assert_eq!(form.settings.domains, ["contoso.com".to_owned(), "fabrikam.com".to_owned()].into());
            assert_eq!(form.settings.second_factor, ["hwk".to_owned(), "mfa".to_owned()].into());
            assert_eq!(form.settings.scopes, ["email".to_owned(), "profile".to_owned()].into());
            assert!(form.secret.is_none() && form.settings.enabled, "an empty secret stays as it is");
            typed.type_text(ProviderField::Secret, "secret".into());
            assert!(typed.read().secret.is_some());
        });
    }

    #[test]
    fn rows_without_a_group_are_not_sent() {
        Owner::new().with(|| {
            let typed = TypedProvider::begin(None, Sending::begin());
            let (first, second) = (typed.add_group(), typed.add_group());
            assert_ne!(first, second);
            typed.groups.with_untracked(|rows| rows[0].value.set("admins".into()));
            assert!(typed.read().settings.groups.is_empty());
            let group = PartnerGroupId::new(uuid::Uuid::from_u128(1));
            typed.groups.with_untracked(|rows| rows[0].group.set(Some(group)));
            assert_eq!(typed.read().settings.groups, [("admins".to_owned(), group)].into());
            typed.remove_group(first);
            assert!(typed.read().settings.groups.is_empty());
        });
    }
}
