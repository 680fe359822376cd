//! The hosts of identity providers that this server may ask, where the configuration lists them.

use http::uri::{Authority, Scheme, Uri};
use std::collections::BTreeSet;
use std::str::FromStr;

/// A host with its port, as configured: `login.example` or `login.example:8443`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AllowedHost {
    /// In lower case.
    host: String,
    port: u16,
}

/// The text is no host.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a host. Write its name, or its name and a port, such as login.example or login.example:8443.")]
pub struct NotAHost(String);

/// The hosts that may be asked. An empty list allows all.
#[derive(Debug, Clone, Default)]
pub struct AllowedHosts(BTreeSet<AllowedHost>);

impl FromStr for AllowedHost {
    type Err = NotAHost;

    fn from_str(text: &str) -> Result<Self, NotAHost> {
        let not_a_host = || NotAHost(text.to_owned());
        let authority: Authority = text.trim().parse().map_err(|_| not_a_host())?;
        if authority.host().is_empty() || authority.as_str().contains('@') {
            return Err(not_a_host());
        }
        let has_port = authority.as_str().len() > authority.host().len();
        let port = if has_port { authority.port_u16().ok_or_else(not_a_host)? } else { 443 };
        Ok(Self { host: authority.host().to_lowercase(), port })
    }
}

impl FromIterator<AllowedHost> for AllowedHosts {
    fn from_iter<T: IntoIterator<Item = AllowedHost>>(hosts: T) -> Self {
        Self(hosts.into_iter().collect())
    }
}

impl AllowedHosts {
    /// Whether the host of this address may be asked at its port.
    pub fn allow(&self, uri: &Uri) -> bool {
        let port = uri.port_u16().unwrap_or(if uri.scheme() == Some(&Scheme::HTTP) { 80 } else { 443 });
        let host = uri.host().unwrap_or_default().to_lowercase();
        self.0.is_empty() || self.0.contains(&AllowedHost { host, port })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(hosts: &[&str], address: &str) -> bool {
        let hosts: AllowedHosts = hosts.iter().map(|host| host.parse().unwrap()).collect();
        hosts.allow(&address.parse().unwrap())
    }

    #[test]
    fn only_listed_hosts_are_allowed_at_their_port() {
        let listed = ["Login.example", "id.example:8443", "[2001:db8::1]"];
        for address in [
            "https://login.example/token",
            "https://LOGIN.example:443/",
            "https://id.example:8443/",
            "https://[2001:db8::1]/",
        ] {
            assert!(allows(&listed, address), "{address}");
            assert!(allows(&[], address), "without a list all are: {address}");
        }
        for address in [
            "https://login.example:8443/",
            "http://login.example/",
            "https://id.example/",
            "https://sub.login.example/",
            "https://login.example.evil.example/",
            "https://169.254.169.254/latest",
            "https://[2001:db8::2]/",
        ] {
            assert!(!allows(&listed, address), "{address}");
        }
    }

    #[test]
    fn what_is_no_host_is_refused() {
        for text in [
            "",
            " ",
            "https://login.example",
            "login.example/path",
            "user@login.example",
            "login.example:",
            "a b",
            "login.example:99999",
        ] {
            assert!(text.parse::<AllowedHost>().is_err(), "{text}");
        }
    }
}
