//! Downloads of software that was bought.

use serde::{Deserialize, Serialize};

/// The most downloads of a purchase.
pub const DOWNLOADS_MAX: usize = 100;
/// The most product keys of a purchase.
pub const PRODUCT_KEYS_MAX: usize = 100;
/// The most characters of a link.
const LINK_MAX: usize = 2_000;

/// A file that belongs to a purchase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Download {
    /// Its name.
    pub name: String,
    /// The version.
    pub version: Option<String>,
    /// The language, as its publisher writes it.
    pub language: Option<String>,
    /// The processors it is for, such as x64.
    pub architecture: Option<String>,
    /// The kind of file, such as ISO.
    pub file_type: Option<String>,
    /// Where it is.
    pub link: DownloadLink,
}

/// The address of a file, which can be the target of a link in a page: over TLS, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DownloadLink(String);

/// Why a text is no address of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadLink {
    /// It is not over TLS.
    #[error("The link must begin with https://.")]
    NotHttps,
    /// It is no address.
    #[error("The link is not an address such as https://example.com/setup.iso.")]
    NotAnAddress,
    /// It is too long.
    #[error("The link has more than {LINK_MAX} characters.")]
    TooLong,
}

impl DownloadLink {
    /// Reads an address. It names no user, because a name before `@` hides the target of a link.
    ///
    /// # Errors
    /// [`BadLink`].
    pub fn parse(text: &str) -> Result<Self, BadLink> {
        if text.len() > LINK_MAX {
            return Err(BadLink::TooLong);
        }
        let rest = text.strip_prefix("https://").ok_or(BadLink::NotHttps)?;
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let is_plain =
            |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}');
        if !is_authority(authority) || !rest.chars().all(is_plain) {
            return Err(BadLink::NotAnAddress);
        }
        Ok(Self(text.to_owned()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether it is a host, with or without a port.
fn is_authority(authority: &str) -> bool {
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    host.split('.').all(is_label) && port.parse::<u16>().is_ok_and(|port| port > 0)
}

impl TryFrom<String> for DownloadLink {
    type Error = BadLink;

    fn try_from(text: String) -> Result<Self, BadLink> {
        Self::parse(&text)
    }
}

impl From<DownloadLink> for String {
    fn from(link: DownloadLink) -> Self {
        link.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_a_host_over_tls() {
        for good in [
            "https://example.com/setup.iso",
            "https://downloads.example.com:8443/a/b?c=d%20e#f",
            "https://example.com",
            "https://203.0.113.7/x",
        ] {
            assert_eq!(DownloadLink::parse(good).map(String::from), Ok(good.to_owned()));
        }
    }

    #[test]
    fn nothing_else_is_a_link() {
        for other in ["http://example.com/x", "javascript:alert(1)", "//example.com/x", "HTTPS://example.com", "", "x"]
        {
            assert_eq!(DownloadLink::parse(other), Err(BadLink::NotHttps), "{other}");
        }
        for bad in [
            "https://",
            "https:///x",
            "https://good.example@evil.example/x",
            "https://example.com\\@evil.example",
            "https://example.com/a b",
            "https://example.com/\u{202e}x",
            "https://example.com/\"onclick=\"x",
            "https://.example.com/x",
            "https://example.com:0/x",
            "https://example.com:99999/x",
            "https://[::1]/x",
        ] {
            assert_eq!(DownloadLink::parse(bad), Err(BadLink::NotAnAddress), "{bad}");
        }
        let long = format!("https://example.com/{}", "a".repeat(LINK_MAX));
        assert_eq!(DownloadLink::parse(&long), Err(BadLink::TooLong));
    }

    #[test]
    fn a_stored_link_is_checked_again() {
        assert!(serde_json::from_str::<DownloadLink>("\"https://example.com/x\"").is_ok());
        assert!(serde_json::from_str::<DownloadLink>("\"javascript:alert(1)\"").is_err());
    }
}
