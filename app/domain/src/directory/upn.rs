//! User principal names (UPNs): the sign-in name of a user, shown in the column “Email”.

use super::address::bare;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The most characters before the `@` (Microsoft Graph, `userPrincipalName`).
pub const LOCAL_PART_MAX: usize = 64;
/// The most characters of a domain.
pub const DOMAIN_MAX: usize = 48;

/// A user principal name such as `adele.vance@fabrikam.com`, as typed. Compare UPNs by [`Upn::key`].
///
/// By Microsoft's rules, the part before `@` has letters, digits and `' . - _ ! # ^ ~`, does not begin or end with a
/// dot, and has at most 64 characters; the domain has at most 48. UPNs of guests contain `#EXT#`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Upn(String);

/// Why a text is not a user principal name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UpnError {
    /// The text is empty.
    #[error("Enter an email such as adele.vance@fabrikam.com.")]
    Empty,
    /// The text does not have exactly one `@` with text on both sides.
    #[error("An email has one @, with a name before it and a domain after it.")]
    NoAt,
    /// The part before the `@` is too long.
    #[error("The part before the @ may have at most 64 characters.")]
    LocalTooLong,
    /// The domain is too long.
    #[error("The domain may have at most 48 characters.")]
    DomainTooLong,
    /// The part before the `@` has a character that Microsoft does not allow.
    #[error("“{0}” is not allowed before the @. Use letters, digits and ' . - _ ! # ^ ~.")]
    Character(char),
    /// The part before the `@` begins or ends with a dot.
    #[error("The part before the @ may neither begin nor end with a dot.")]
    Dot,
    /// The domain is not a domain name.
    #[error("The domain after the @ must look like fabrikam.com.")]
    Domain,
}

impl Upn {
    /// The UPN as typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The UPN in lower case. It is unique among a customer's users.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }

    /// The part after the `@`, in lower case.
    pub fn domain(&self) -> String {
        self.0.rsplit('@').next().unwrap_or_default().to_lowercase()
    }
}

impl FromStr for Upn {
    type Err = UpnError;

    fn from_str(text: &str) -> Result<Self, UpnError> {
        let text = bare(text);
        if text.is_empty() {
            return Err(UpnError::Empty);
        }
        let (local, domain) = text.split_once('@').ok_or(UpnError::NoAt)?;
        if local.is_empty() || domain.is_empty() || domain.contains('@') {
            return Err(UpnError::NoAt);
        }
        check_local(local)?;
        check_domain(domain)?;
        Ok(Self(text))
    }
}

fn check_local(local: &str) -> Result<(), UpnError> {
    // A guest's UPN contains the whole home address before `#EXT#`, so an address's limit applies.
    let limit = if local.to_ascii_uppercase().ends_with("#EXT#") { 113 } else { LOCAL_PART_MAX };
    if local.chars().count() > limit {
        return Err(UpnError::LocalTooLong);
    }
    // Microsoft's rule: no accents. Imported users keep their names.
    let allowed = |c: char| c.is_ascii_alphanumeric() || "'.-_!#^~".contains(c);
    if let Some(refused) = local.chars().find(|c| !allowed(*c)) {
        return Err(UpnError::Character(refused));
    }
    if local.starts_with('.') || local.ends_with('.') {
        return Err(UpnError::Dot);
    }
    Ok(())
}

fn check_domain(domain: &str) -> Result<(), UpnError> {
    if domain.chars().count() > DOMAIN_MAX {
        return Err(UpnError::DomainTooLong);
    }
    let label = |label: &str| {
        !label.is_empty()
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if domain.contains('.') && domain.split('.').all(label) { Ok(()) } else { Err(UpnError::Domain) }
}

impl TryFrom<String> for Upn {
    type Error = UpnError;

    fn try_from(text: String) -> Result<Self, UpnError> {
        text.parse()
    }
}

impl From<Upn> for String {
    fn from(upn: Upn) -> String {
        upn.0
    }
}

impl fmt::Display for Upn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_names_are_taken_as_typed_and_compared_in_lower_case() {
        let upn: Upn = " Adele.Vance@Fabrikam.com ".parse().unwrap();
        assert_eq!((upn.as_str(), upn.key().as_str()), ("Adele.Vance@Fabrikam.com", "adele.vance@fabrikam.com"));
        assert_eq!(upn.domain(), "fabrikam.com");
        let pasted: Upn = "Adele Vance <SMTP:adele.vance@fabrikam.com\u{200B}>".parse().unwrap();
        assert_eq!(pasted.as_str(), "adele.vance@fabrikam.com");
    }

    #[test]
    fn guests_are_taken() {
        let guest = "anna_partner.example#EXT#@fabrikam.onmicrosoft.com";
        assert!(guest.parse::<Upn>().is_ok());
    }

    #[test]
    fn each_mistake_has_its_words() {
        let long = format!("{}@fabrikam.com", "a".repeat(65));
        let far = format!("a@{}.com", "b".repeat(48));
        for (text, error) in [
            ("", UpnError::Empty),
            ("adele", UpnError::NoAt),
            ("@fabrikam.com", UpnError::NoAt),
            ("a@b@fabrikam.com", UpnError::NoAt),
            (long.as_str(), UpnError::LocalTooLong),
            (far.as_str(), UpnError::DomainTooLong),
            ("a b@fabrikam.com", UpnError::Character(' ')),
            (".adele@fabrikam.com", UpnError::Dot),
            ("adele.@fabrikam.com", UpnError::Dot),
            ("adele@fabrikam", UpnError::Domain),
            ("adele@-fabrikam.com", UpnError::Domain),
        ] {
            assert_eq!(text.parse::<Upn>().unwrap_err(), error, "{text}");
        }
    }
}
