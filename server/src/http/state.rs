//! The state that handlers share.

use super::session_limits::SessionLimits;
use super::transport::Transport;
use crate::hasher::Hasher;
use crate::oidc::Providers;
use crate::store::SqlStore;
use app::services::Services;
use app::shell::Assets;
use std::sync::Arc;

/// State that handlers share.
#[derive(Clone)]
pub struct AppState {
    /// The Store port, the clock, ids.
    pub services: Services,
    /// The store itself, for sessions and signing in.
    pub store: SqlStore,
    /// Hashes passwords.
    pub hasher: Hasher,
    /// Addresses of the built pages.
    pub assets: Arc<Assets>,
    /// How requests travel.
    pub transport: Transport,
    /// Whether browsers use only TLS for subdomains too.
    pub hsts_subdomains: bool,
    /// How long sessions last.
    pub limits: SessionLimits,
    /// Asks identity providers.
    pub providers: Providers,
}
