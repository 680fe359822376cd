//! Issuers: which addresses can be one, and which of them are a tenant of Microsoft Entra ID.

use super::identity_provider::BadIssuer;

/// The hosts at which Microsoft Entra ID signs people in.
const ENTRA_HOSTS: [&str; 3] =
    ["login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"];
/// The names that stand for more than one tenant, in place of a tenant's id.
const MANY_TENANTS: [&str; 4] = ["common", "organizations", "consumers", "{tenantid}"];
/// The tenant of personal Microsoft accounts, which belong to nobody's organization.
const PERSONAL: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// An address, taken apart.
struct Address<'a> {
    is_https: bool,
    /// The host, with the port.
    authority: &'a str,
    /// The path, without the slash at its beginning.
    path: &'a str,
}

impl<'a> Address<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let is_https = match scheme {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '?' | '#' | '\\' | '"' | '<' | '>' | '@' | '%');
        (!authority.is_empty() && rest.chars().all(is_plain)).then_some(Self { is_https, authority, path })
    }

    fn host(&self) -> &'a str {
        match self.authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((host, _)) => host,
            None => self.authority.split(':').next().unwrap_or_default(),
        }
    }
}

/// Whether an address can be an issuer.
///
/// # Errors
/// [`BadIssuer`].
pub fn check_issuer(issuer: &str) -> Result<(), BadIssuer> {
    let address = Address::of(issuer).ok_or(BadIssuer::NoAddress)?;
    let first = address.path.split('/').next().unwrap_or_default();
    let is_entra = ENTRA_HOSTS.iter().any(|host| host.eq_ignore_ascii_case(address.host()));
    if issuer.contains(['{', '}']) || (is_entra && MANY_TENANTS.iter().any(|name| name.eq_ignore_ascii_case(first))) {
        return Err(BadIssuer::ManyTenants);
    }
    if !address.is_https && !is_loopback(address.host()) {
        return Err(BadIssuer::NotHttps);
    }
    Ok(())
}

/// Whether a host is this machine.
pub fn is_loopback(host: &str) -> bool {
    matches!(host, "127.0.0.1" | "localhost" | "::1")
}

/// The tenant of Microsoft Entra ID whose issuer this is. `None` for other issuers, and for personal accounts.
pub fn entra_tenant(issuer: &str) -> Option<&str> {
    let address = Address::of(issuer).filter(|address| address.is_https)?;
    let (tenant, rest) = address.path.split_once('/')?;
    let is_tenant = ENTRA_HOSTS.contains(&address.authority)
        && rest == "v2.0"
        && uuid::Uuid::try_parse(tenant).is_ok()
        && !tenant.eq_ignore_ascii_case(PERSONAL);
    is_tenant.then_some(tenant)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TENANT: &str = "6fd2c87f-b296-42f0-b197-1e91e994b900";

    #[test]
    fn an_issuer_is_an_encrypted_address_of_one_tenant() {
        let entra = format!("https://login.microsoftonline.com/{TENANT}/v2.0");
        for good in [
            entra.as_str(),
            "https://accounts.google.com",
            "https://id.example:8443/realms/a",
            "http://127.0.0.1:4000",
            "http://localhost/x",
            "http://[::1]:4000",
        ] {
            assert_eq!(check_issuer(good), Ok(()), "{good}");
        }
        for (bad, why) in [
            ("", BadIssuer::NoAddress),
            ("accounts.google.com", BadIssuer::NoAddress),
            ("https://", BadIssuer::NoAddress),
            ("ftp://id.example", BadIssuer::NoAddress),
            ("https://id.example?a=b", BadIssuer::NoAddress),
            ("https://id.example#a", BadIssuer::NoAddress),
            ("https://user@id.example", BadIssuer::NoAddress),
            ("https://id .example", BadIssuer::NoAddress),
            ("http://id.example", BadIssuer::NotHttps),
            ("http://127.0.0.1.example", BadIssuer::NotHttps),
            ("https://login.microsoftonline.com/common/v2.0", BadIssuer::ManyTenants),
            ("https://LOGIN.microsoftonline.com/Organizations/v2.0", BadIssuer::ManyTenants),
            ("https://login.microsoftonline.com/consumers/v2.0", BadIssuer::ManyTenants),
            ("https://login.microsoftonline.com/{tenantid}/v2.0", BadIssuer::ManyTenants),
        ] {
            assert_eq!(check_issuer(bad), Err(why), "{bad}");
        }
    }

    #[test]
    fn a_tenant_of_entra_is_known_by_its_whole_issuer() {
        assert_eq!(entra_tenant(&format!("https://login.microsoftonline.com/{TENANT}/v2.0")), Some(TENANT));
        for other in [
            format!("https://login.microsoftonline.com/{PERSONAL}/v2.0"),
            format!("https://login.microsoftonline.com/{TENANT}"),
            format!("http://login.microsoftonline.com/{TENANT}/v2.0"),
            format!("https://login.microsoftonline.com.evil.example/{TENANT}/v2.0"),
            format!("https://login.microsoftonline.com:444/{TENANT}/v2.0"),
            "https://accounts.google.com".to_owned(),
        ] {
            assert_eq!(entra_tenant(&other), None, "{other}");
        }
    }
}
