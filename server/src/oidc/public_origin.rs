//! The address under which people reach Tenantry.

use std::fmt;
use std::str::FromStr;

/// A scheme, a host and perhaps a port, such as `https://console.example`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicOrigin(String);

/// The text is no public origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is not a public URL. Use https:// and the name under which people reach Tenantry, such as https://console.example."
)]
pub struct NotPublic(pub String);

impl fmt::Display for PublicOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for PublicOrigin {
    type Err = NotPublic;

    /// Plain HTTP is only for this machine.
    fn from_str(text: &str) -> Result<Self, NotPublic> {
        let refused = || NotPublic(text.to_owned());
        let origin = text.trim_end_matches('/');
        let (scheme, authority) = origin.split_once("://").ok_or_else(refused)?;
        let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
        let is_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        let is_local = matches!(host, "127.0.0.1" | "localhost" | "[::1]");
        let is_good = !authority.is_empty() && authority.chars().all(is_host);
        match scheme {
            "https" if is_good => Ok(Self(origin.to_owned())),
            "http" if is_good && is_local => Ok(Self(origin.to_owned())),
            _ => Err(refused()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_origin_is_encrypted_or_on_this_machine() {
        for (text, origin) in [
            ("https://console.example", "https://console.example"),
            ("https://console.example:8443/", "https://console.example:8443"),
            ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
            ("http://[::1]:3000", "http://[::1]:3000"),
        ] {
            assert_eq!(text.parse::<PublicOrigin>().unwrap().to_string(), origin);
        }
        for text in
            ["console.example", "http://console.example", "https://", "https://a/b", "https://a b", "https://u@a"]
        {
            assert_eq!(text.parse::<PublicOrigin>(), Err(NotPublic(text.to_owned())));
        }
    }
}
