//! The router: which handler a path has, and the layers around all of them.

use super::{
    activity, auth, caller, csrf, export, headers, health, password_link, refusals, render, set_up, sign_in, strangers,
    user_files,
};
use crate::hasher::Hasher;
use crate::store::SqlStore;
use crate::store::sessions::Sessions;
use app::services::Services;
use app::shell::Assets;
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use time::Duration as SessionDuration;
use tower::ServiceBuilder;
use tower_http::ServiceBuilderExt;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{MakeRequestUuid, RequestId};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};

/// The largest request: 100,000 emails fit, and 10,000 rows of a file with everything in them.
pub const BODY_MAX: usize = 24 * 1024 * 1024;
/// The largest form of a page without script.
pub const FORM_MAX: usize = 64 * 1024;
/// The longest that a request may take.
const TIMEOUT: Duration = Duration::from_secs(60);
/// The session's cookie: bound to this host, to TLS (or loopback), and to the whole site.
pub const COOKIE: &str = "__Host-tenantry";

/// What handlers need.
#[derive(Clone)]
pub struct AppState {
    /// The store behind the port, the clock, ids.
    pub services: Services,
    /// The store itself, for sessions and signing in.
    pub store: SqlStore,
    /// What hashes passwords.
    pub hasher: Hasher,
    /// Addresses of the built pages.
    pub assets: Arc<Assets>,
}

/// The whole application.
pub fn router(state: AppState, site_dir: &Path, session_hours: u16) -> Router {
    // Pages load what they show on this runtime; a second initialization only says that it was done.
    let _ = any_spawner::Executor::init_tokio();
    let sessions = SessionManagerLayer::new(Sessions(state.store.clone()))
        .with_name(COOKIE)
        .with_secure(true)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(SessionDuration::hours(session_hours.into())));
    // Who is signed in, and what runs, is asked by pages that nobody is signed in to; of nobody's requests nothing else is read.
    let open_function = || post(render::server_function).layer(DefaultBodyLimit::max(FORM_MAX));
    let function = post(render::server_function).layer(DefaultBodyLimit::max(BODY_MAX));
    let dynamic = Router::new()
        .route("/sign-in", get(render::page).post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/setup/{token}", get(render::page).post(set_up::set_up))
        .route("/password/{token}", get(password_link::show).post(password_link::make))
        .route("/customers/{customer}/users/export.csv", get(export::users))
        .route("/customers/{customer}/changes/{operation}/export.csv", get(export::outcomes))
        .route("/customers/{customer}/changes/{operation}/failed.csv", get(user_files::failed))
        .route("/customers/{customer}/upload/template.csv", get(user_files::template_file))
        .route("/customers/{customer}/activity/export.csv", get(activity::of_customer))
        .route("/customers/{customer}/activity/report.csv", get(activity::report))
        .route("/activity/export.csv", get(activity::of_all))
        .route("/api/session/who", open_function())
        .route("/api/operations/running", open_function())
        .route("/api/{*function}", function.layer(from_fn(strangers::refuse)))
        .fallback(render::page)
        .layer(from_fn_with_state(state.clone(), auth::authenticate))
        .layer(from_fn(caller::note))
        .layer(sessions)
        .layer(CompressionLayer::new());
    let layers = ServiceBuilder::new()
        .map_request(caller::forget_strange_id::<Body>)
        .set_x_request_id(MakeRequestUuid)
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .propagate_x_request_id()
        .layer(from_fn(headers::secure))
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIMEOUT));
    Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .nest_service("/pkg", immutable_files(&site_dir.join("pkg")))
        .route_service("/favicon.svg", tower_http::services::ServeFile::new(site_dir.join("favicon.svg")))
        .merge(dynamic)
        .layer(from_fn(csrf::same_origin_only))
        .layer(from_fn_with_state(state.clone(), refusals::note))
        .layer(DefaultBodyLimit::max(FORM_MAX))
        .layer(RequestBodyLimitLayer::new(BODY_MAX))
        .layer(layers)
        .with_state(state)
}

/// Files whose names carry a hash of their content: kept by browsers for ever, compressed beforehand.
fn immutable_files(folder: &Path) -> Router {
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    // What is missing may be there after an update.
    let forever = |response: &Response| {
        let found = response.status() != StatusCode::NOT_FOUND;
        found.then(|| header::HeaderValue::from_static("public, max-age=31536000, immutable"))
    };
    Router::new().fallback_service(files).layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, forever))
}

/// A request's span in the log: never its query, headers or body, which may hold names and secrets.
fn span(request: &Request) -> tracing::Span {
    let id = request.headers().get(HeaderName::from_static("x-request-id")).and_then(|id| id.to_str().ok());
    let path = match request.uri().path() {
        path if path.starts_with("/setup/") => "/setup/…",
        path if path.starts_with("/password/") => "/password/…",
        path => path,
    };
    let known = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    tracing::info_span!("request", id = known.or(id).unwrap_or(""), method = %request.method(), path)
}
