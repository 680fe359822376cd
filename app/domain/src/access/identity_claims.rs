//! A provider's claims about a person, and whether its word on an e-mail address counts.

use super::issuer::entra_tenant;
use crate::directory::address::is_mail_address;
use std::collections::BTreeSet;

/// A provider's claims about a person, after its token was verified.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Claims {
    /// The person's subject at the provider. It never changes, and never becomes somebody else's.
    pub subject: String,
    /// `email`.
    pub email: Option<String>,
    /// `email_verified`.
    pub email_verified: Option<bool>,
    /// `xms_edov`: whether Microsoft Entra ID has verified that the owner of the address's domain stands behind it.
    pub domain_owner_verified: Option<bool>,
    /// `tid`: the tenant of Microsoft Entra ID that issued the token.
    pub tenant: Option<String>,
    /// `idp`: the provider that signed a guest in, as Microsoft Entra ID says it.
    pub home: Option<String>,
    /// `acr` and `amr`: the methods by which the person was authenticated.
    pub methods: BTreeSet<String>,
    /// The values of the claim with the groups.
    pub groups: GroupValues,
    /// `auth_time`: when the provider last asked the person.
    pub asked: LastAsked,
}

/// By so much the clocks of a provider and of this server may differ, in milliseconds.
pub const CLOCKS_DIFFER_MS: i64 = 60 * 1000;

/// When a provider last asked the person who it is. Somebody who is signed in there may come back without being asked anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LastAsked {
    /// Then (UTC, epoch milliseconds).
    At(i64),
    /// The provider never says it: its discovery document does not name the claim. Its word counts as of now, as nothing better is to
    /// be had.
    NeverTold,
    /// The provider could have said it and did not: somebody may have taken the question out of the address.
    #[default]
    Untold,
}

impl LastAsked {
    /// Since when a session that begins now is proven (UTC, epoch milliseconds); 0 for never.
    pub fn proven(self, now: i64) -> i64 {
        match self {
            Self::At(at) => at.min(now),
            Self::NeverTold => now,
            Self::Untold => 0,
        }
    }

    /// Whether the person was asked after that moment.
    pub fn is_after(self, then: i64) -> bool {
        match self {
            Self::At(at) => at >= then - CLOCKS_DIFFER_MS,
            Self::NeverTold => true,
            Self::Untold => false,
        }
    }
}

/// The values of the claim with a person's groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupValues {
    /// These; without the claim none.
    These(BTreeSet<String>),
    /// The provider says that there are too many to name. The known ones stay as they are.
    TooMany,
}

impl Default for GroupValues {
    fn default() -> Self {
        Self::These(BTreeSet::new())
    }
}

/// Why an address is not taken from a provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAddress {
    /// There is none.
    Missing,
    /// Nobody says that it is the person's.
    NotVerified,
}

impl Claims {
    /// The person's e-mail address in lower case, if it is verified.
    ///
    /// Providers say so by `email_verified`. Microsoft Entra ID does not: there the address of somebody else can be typed
    /// into one's own tenant, which is how accounts were taken over elsewhere. So it counts only where the issuer is bound
    /// to one tenant, whose admins alone write addresses, and where the person is no guest; or by `xms_edov`.
    ///
    /// # Errors
    /// [`NoAddress`].
    pub fn verified_address(&self, issuer: &str) -> Result<String, NoAddress> {
        let address = self.email.as_deref().map(|email| email.trim().to_lowercase());
        let address = address.filter(|address| is_mail_address(address)).ok_or(NoAddress::Missing)?;
        let is_verified = match (self.email_verified, entra_tenant(issuer)) {
            (Some(verified), _) => verified,
            (None, Some(tenant)) => self.is_verified_by(tenant, issuer),
            (None, None) => false,
        };
        if is_verified { Ok(address) } else { Err(NoAddress::NotVerified) }
    }

    /// Whether a tenant of Microsoft Entra ID stands behind the address.
    fn is_verified_by(&self, tenant: &str, issuer: &str) -> bool {
        let is_of_tenant = self.tenant.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(tenant));
        let is_guest = self.home.as_deref().is_some_and(|home| home != issuer);
        is_of_tenant && self.domain_owner_verified.unwrap_or(!is_guest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TENANT: &str = "6fd2c87f-b296-42f0-b197-1e91e994b900";
    const OTHER: &str = "https://id.example";

    fn entra() -> String {
        format!("https://login.microsoftonline.com/{TENANT}/v2.0")
    }

    fn claims() -> Claims {
        Claims { subject: "1".into(), email: Some(" Ada@Contoso.com ".into()), ..Claims::default() }
    }

    /// `email_verified`, `xms_edov`, `tid`, `idp`.
    type Said<'a> = (Option<bool>, Option<bool>, Option<&'a str>, Option<&'a str>);

    fn counts(issuer: &str, (email_verified, edov, tenant, home): Said<'_>) -> bool {
        let (tenant, home) = (tenant.map(str::to_owned), home.map(str::to_owned));
        let claims = Claims { email_verified, domain_owner_verified: edov, tenant, home, ..claims() };
        claims.verified_address(issuer).is_ok()
    }

    #[test]
    fn who_was_asked_long_ago_or_nobody_knows_when_is_not_proven() {
        let now = 1_000_000_000;
        let ago = |seconds: i64| LastAsked::At(now - seconds * 1000);
        assert_eq!(ago(300).proven(now), now - 300_000);
        assert_eq!(ago(-30).proven(now), now, "a clock that is ahead gives no longer proof");
        assert_eq!((LastAsked::NeverTold.proven(now), LastAsked::Untold.proven(now)), (now, 0));
        assert!(ago(0).is_after(now) && ago(59).is_after(now) && LastAsked::NeverTold.is_after(now));
        assert!(!ago(61).is_after(now) && !LastAsked::default().is_after(now));
    }

    #[test]
    fn only_a_verified_address_counts() {
        let (yes, no, tenant) = (Some(true), Some(false), Some(TENANT));
        let entra = entra();
        let guest = Some("https://sts.windows.net/elsewhere/");
        let foreign = Some("00000000-0000-0000-0000-000000000001");
        let personal = "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0";
        let table: [(&str, Said<'_>, bool); 15] = [
            (OTHER, (yes, None, None, None), true),
            (OTHER, (no, None, None, None), false),
            (OTHER, (None, None, None, None), false),
            // Claims that only Entra can make count only there.
            (OTHER, (None, yes, tenant, None), false),
            (&entra, (None, None, tenant, None), true),
            (&entra, (None, None, tenant, Some(&entra)), true),
            (&entra, (None, None, tenant, guest), false),
            (&entra, (None, yes, tenant, guest), true),
            (&entra, (None, no, tenant, None), false),
            (&entra, (None, None, None, None), false),
            (&entra, (None, None, foreign, None), false),
            (&entra, (None, yes, foreign, None), false),
            (&entra, (no, yes, tenant, None), false),
            (&entra, (yes, None, None, None), true),
            (personal, (None, None, Some("9188040d-6c67-4c5b-b112-36a304b66dad"), None), false),
        ];
        for (issuer, said, expected) in table {
            assert_eq!(counts(issuer, said), expected, "{issuer} {said:?}");
        }
    }

    #[test]
    fn an_address_is_compared_in_lower_case_and_is_one() {
        let verified = Claims { email_verified: Some(true), ..claims() };
        assert_eq!(verified.verified_address(OTHER).as_deref(), Ok("ada@contoso.com"));
        for none in [None, Some("ada"), Some("ada@contoso"), Some("a@b@contoso.com"), Some("a da@contoso.com")] {
            let claims = Claims { email: none.map(str::to_owned), ..verified.clone() };
            assert_eq!(claims.verified_address(OTHER), Err(NoAddress::Missing), "{none:?}");
        }
    }
}
