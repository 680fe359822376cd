//! The transport of requests, and the settings that depend on it.

use crate::config::ServeConfig;

/// The session's cookie over TLS. Browsers accept a name with this prefix only with `Secure`, for this host and the
/// whole site.
pub const TLS_COOKIE: &str = "__Host-tenantry";
/// The session's cookie over plain HTTP. WebKit accepts no `Secure` cookie there, not even on a loopback address.
pub const LOOPBACK_COOKIE: &str = "tenantry";

/// The transport of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// TLS, which ends at this server or at a proxy in front of it.
    Tls,
    /// Plain HTTP, which never leaves this machine ([`ServeConfig::check`]).
    Loopback,
}

impl Transport {
    /// The transport of a server with this configuration.
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

    /// Whether the browser may send the cookie only over TLS.
    pub fn is_secure(self) -> bool {
        self == Self::Tls
    }
}
