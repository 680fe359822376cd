//! Starts the server, and stops it without breaking off running requests.

use super::caller::BehindProxy;
use super::connections::Connections;
use super::router::router;
use super::session_limits::SessionLimits;
use super::state::AppState;
use super::transport::Transport;
use super::write_limit::WriteLimit;
use crate::config::{NotPrivate, ServeConfig};
use crate::hasher::Hasher;
use crate::job_worker::Jobs;
use crate::mail::{MailError, Mailer};
use crate::oidc::Providers;
use crate::oidc::checks::ProviderChecks;
use crate::oidc::public_origin::NotPublic;
use crate::reminders;
use crate::security;
use crate::store::people::sessions::Sessions;
use crate::store::{CLAIMS_KEPT_MS, SqlStore};
use app::services::{CheckProviders, LinkPost, Services};
use app::shell::Assets;
use axum::Extension;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use axum_server::{Handle, Server};
use domain::console::activity::Caller;
use domain::console::security::SecurityEventKind;
use domain::console::selection::SELECTION_IDLE_MS;
use domain::directory::deleted_user::KEPT_MS;
use domain::store::{DueDeletionStore, PurgeStore, SelectionStore};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpSocket;

/// How long running requests may continue after the server is told to stop.
const GRACE: Duration = Duration::from_secs(30);
/// Time limit for the head of the first request of a connection.
const FIRST_TIMEOUT: Duration = Duration::from_secs(15);
/// The same for later requests, including the idle time before them. It is longer than proxies keep an idle connection,
/// so that no proxy sends a request into a connection that is just being closed.
const NEXT_TIMEOUT: Duration = Duration::from_secs(75);
/// The most connections that wait to be accepted. The system may allow fewer.
const WAITING_MAX: u32 = 4096;
/// Interval between removals of ended sessions, idle selections, old sign-in attempts and users deleted long ago.
const PURGE_EVERY: Duration = Duration::from_secs(3600);

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Plain HTTP on a public address.
    #[error(transparent)]
    NotPrivate(#[from] NotPrivate),
    /// The pages are not built.
    #[error("The pages are not in {0} ({1}). Build them with: cargo xtask build")]
    Site(PathBuf, String),
    /// The address is taken or belongs to another machine.
    #[error("Can't listen on {0}: {1}. Choose another port with --listen, such as --listen 127.0.0.1:3001.")]
    Listen(SocketAddr, io::Error),
    /// The certificate or key cannot be read.
    #[error("The TLS certificate or key can't be read: {0}")]
    Tls(io::Error),
    /// People reach Tenantry at no such address.
    #[error(transparent)]
    NotPublic(#[from] NotPublic),
    /// Mail can't be sent as configured.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The server failed.
    #[error("The server stopped: {0}")]
    Run(io::Error),
}

/// Serves until it is told to stop, then finishes running requests.
///
/// # Errors
/// [`ServeError`].
pub async fn serve(config: &ServeConfig, store: SqlStore) -> Result<(), ServeError> {
    config.check()?;
    let store = store.with_jobs_above(config.job_above);
    let mailer = Mailer::of(&config.mail)?;
    let post = mailer.clone().map(|mailer| Arc::new(mailer) as Arc<dyn LinkPost>);
    let transport = Transport::of(config);
    let origin = config.mail.public_url.as_deref().map(str::parse).transpose()?;
    let hosts = config.provider_hosts.iter().cloned().collect();
    let providers = Providers::new(origin, transport == Transport::Loopback, hosts);
    let identity = Some(Arc::new(ProviderChecks::new(store.clone(), providers.clone())) as Arc<dyn CheckProviders>);
    let hasher = Hasher::default();
    let state = AppState {
        services: Services {
            store: Arc::new(store.clone()),
            now: crate::time::now,
            post,
            identity,
            passwords: Arc::new(hasher.clone()),
        },
        store: store.clone(),
        hasher,
        assets: Arc::new(assets(&config.site_dir)?),
        transport,
        hsts_subdomains: config.hsts_subdomains,
        limits: SessionLimits {
            hours: config.session_hours,
            idle_minutes: config.idle_minutes,
            proof_seconds: config.proof_seconds,
        },
        providers,
    };
    let app = router(state, &config.site_dir)
        .layer(Extension(BehindProxy(config.behind_proxy)))
        .into_make_service_with_connect_info::<SocketAddr>();
    let listener = listen(config.listen).map_err(|error| ServeError::Listen(config.listen, error))?;
    let address = listener.local_addr().map_err(|error| ServeError::Listen(config.listen, error))?;
    let handle = Handle::new();
    tokio::spawn(stop_on_signal(handle.clone()));
    tokio::spawn(purge(store.clone(), mailer));
    let jobs = Jobs::start(store.clone());
    let tls = tls(config).await?;
    let connections = Connections::new(config.behind_proxy);
    println!("Tenantry is ready at {}://{address}", if tls.is_some() { "https" } else { "http" });
    let served = match tls {
        Some(tls) => {
            let acceptor = RustlsAcceptor::new(tls).acceptor(WriteLimit(connections));
            let server = axum_server::from_tcp(listener).map_err(ServeError::Run)?.acceptor(acceptor);
            impatient(server).handle(handle).serve(app).await
        }
        None => {
            let server = axum_server::from_tcp(listener).map_err(ServeError::Run)?.acceptor(WriteLimit(connections));
            impatient(server).handle(handle).serve(app).await
        }
    };
    jobs.stop().await;
    store.close().await;
    served.map_err(ServeError::Run)
}

/// Listens with a queue as long as the most connections. The standard library's queue is shorter than a rush of people who
/// sign in: the system resets connections that find it full for a few seconds.
fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // As the standard library does: a server that was just stopped leaves connections that would keep the address.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(WAITING_MAX)?.into_std()
}

/// Sets the time limits of connections. `router::TIMEOUT` limits the body of a request and the beginning of its answer;
/// [`WriteLimit`] ends connections whose reader is stuck.
fn impatient<Acceptor>(mut server: Server<SocketAddr, Acceptor>) -> Server<SocketAddr, Acceptor> {
    server.http_builder().http1().header_read_timeout(NEXT_TIMEOUT);
    server.http_builder().http2().keep_alive_interval(NEXT_TIMEOUT).keep_alive_timeout(FIRST_TIMEOUT);
    server.first_request_timeout(FIRST_TIMEOUT)
}

/// Addresses of the built pages.
fn assets(site_dir: &Path) -> Result<Assets, ServeError> {
    let missing = |error: String| ServeError::Site(site_dir.to_owned(), error);
    let text = std::fs::read_to_string(site_dir.join("manifest.json")).map_err(|error| missing(error.to_string()))?;
    serde_json::from_str(&text).map_err(|error| missing(error.to_string()))
}

async fn tls(config: &ServeConfig) -> Result<Option<RustlsConfig>, ServeError> {
    let (Some(cert), Some(key)) = (&config.tls_cert, &config.tls_key) else { return Ok(None) };
    // Both sqlx and this server use ring. A second install fails harmlessly.
    let _ = rustls::crypto::ring::default_provider().install_default();
    RustlsConfig::from_pem_file(cert, key).await.map(Some).map_err(ServeError::Tls)
}

async fn stop_on_signal(handle: Handle<SocketAddr>) {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
    tracing::info!("stopping; running requests are finished first");
    handle.graceful_shutdown(Some(GRACE));
}

async fn purge(store: SqlStore, mailer: Option<Mailer>) {
    let mut timer = tokio::time::interval(PURGE_EVERY);
    loop {
        timer.tick().await;
        let now = crate::time::now();
        if let Err(error) = store.purge_selections(now - SELECTION_IDLE_MS).await {
            tracing::warn!(%error, "idle selections were not removed");
        }
        // Links are kept for a while after they expire, so that opening one says so.
        if let Err(error) = store.purge_passwords(now - KEPT_MS).await {
            tracing::warn!(%error, "expired temporary passwords and links were not removed");
        }
        if let Err(error) = store.purge_claims(now - CLAIMS_KEPT_MS).await {
            tracing::warn!(%error, "old keys of requests were not removed");
        }
        if let Err(error) = store.delete_planned_users(now, crate::time::stamp).await {
            tracing::warn!(%error, "users whose deletion was planned were not deleted");
        }
        if let Err(error) = store.purge_deleted_users(now - KEPT_MS, crate::time::stamp).await {
            tracing::warn!(%error, "deleted users whose retention has ended were not removed");
        }
        let extended = || security::event(SecurityEventKind::RelationshipExtended, now, Caller::default());
        if let Err(error) = store.extend_relationships(now, extended).await {
            tracing::warn!(%error, "ends of extended admin relationships were not written down");
        }
        if let Some(mailer) = &mailer
            && let Err(error) = reminders::send(&store, mailer, now).await
        {
            tracing::warn!(%error, "reminders of admin relationships were not sent");
        }
        if let Some(mailer) = &mailer
            && let Err(error) = reminders::send_of_keys(&store, mailer, now).await
        {
            tracing::warn!(%error, "reminders of keys of applications were not sent");
        }
        if let Err(error) = store.purge_sign_in(now).await {
            tracing::warn!(%error, "old attempts to sign in were not removed");
        }
        if let Err(error) = store.purge_reset_links(now).await {
            tracing::warn!(%error, "expired links to new passwords were not removed");
        }
        if let Err(error) = store.purge_security_events(now).await {
            tracing::warn!(%error, "old security events were not removed");
        }
        if let Err(error) = Sessions(store.clone()).purge(now).await {
            tracing::warn!(%error, "ended sessions were not removed");
        }
    }
}
