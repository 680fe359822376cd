//! How requests travel to the server, and what depends on it.

use crate::config::ServeConfig;

/// The session's cookie over TLS: browsers take a name that begins so only with `Secure`, for this host and the whole site.
pub const TLS_COOKIE: &str = "__Host-tenantry";
/// The session's cookie over plain HTTP. WebKit takes no `Secure` cookie there, not even on a loopback address.
pub const LOOPBACK_COOKIE: &str = "tenantry";

/// How requests travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// Over TLS, which this server or a proxy in front of it ends.
    Tls,
    /// Over plain HTTP, which never leaves this machine ([`ServeConfig::check`]).
    Loopback,
}

impl Transport {
    /// The transport of a server that is configured so.
    pub fn of(config: &ServeConfig) -> Self {
        if config.tls_cert.is_some() || config.behind_proxy { Self::Tls } else { Self::Loopback }
    }

    /// The name of the session's cookie.
    pub fn cookie(self) -> &'static str {
        match self {
            Self::Tls => TLS_COOKIE,
            Self::Loopback => LOOPBACK_COOKIE,
        }
    }

    /// Whether the browser may send the cookie over TLS only.
    pub fn is_secure(self) -> bool {
        self == Self::Tls
    }
}
