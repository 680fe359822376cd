//! The router: the handler of each path, and the layers around all of them.

use super::body_limits::{BODY_MAX, FORM_MAX};
use super::download::Downloads;
use super::headers::OnlyTls;
use super::plain_path::is_plain;
use super::state::AppState;
use super::{
    activity, application_key, auth, caller, code, csrf, export, forgot_password, headers, health, invitation,
    my_account, not_understood, password_link, portal_password, provider, provider_return, refusals,
    relationship_request, render, reset_link, second_factor, secret_paths, session_cookie, set_up, sign_in,
    unauthenticated, unreadable, user_files,
};
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Extension, Router};
use std::path::Path;
use std::time::Duration;
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

/// Time limit of a request.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The whole application.
pub fn router(state: AppState, site_dir: &Path) -> Router {
    // Pages load their data on this runtime. A second initialization fails harmlessly.
    let _ = any_spawner::Executor::init_tokio();
    let transport = state.transport;
    let only_tls = OnlyTls::of(transport, state.hsts_subdomains);
    // Pages ask for the signed-in person, running operations and an invitation even when nobody is signed in. No other
    // server function reads a body then.
    let open_function = || post(render::server_function).layer(DefaultBodyLimit::max(FORM_MAX));
    let set_up_function = || open_function().layer(from_fn(unauthenticated::refuse_but_set_up));
    let function = post(render::server_function).layer(DefaultBodyLimit::max(BODY_MAX));
    let dynamic = Router::new()
        .route("/sign-in", get(sign_in::show).post(sign_in::sign_in))
        .route("/sign-in/code", get(code::show).post(code::check))
        .route("/sign-in/provider/{provider}", get(provider::go))
        .route("/sign-in/provider/{provider}/callback", get(provider_return::come_back))
        .route("/invitation/{token}/provider/{provider}", get(provider::go_to_accept))
        .route("/account/provider/{provider}", get(provider::go_to_link))
        .route(app::paths::CONFIRM_BY_PROVIDER, get(provider::go_to_prove))
        .route("/portal/password", get(portal_password::show).post(portal_password::choose))
        .route("/account/second-factor/off", post(second_factor::turn_off))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/setup/{token}", get(render::page).post(set_up::set_up))
        .route("/invitation/{token}", get(render::page).post(invitation::accept))
        .route("/reset/{token}", get(reset_link::show).post(reset_link::choose))
        .route("/forgot-password", get(forgot_password::show).post(forgot_password::ask))
        .route("/account/password", post(my_account::change_password))
        .route("/password/{token}", get(password_link::show).post(password_link::make))
        .route("/relationship/{token}", get(relationship_request::show).post(relationship_request::answer))
        .route("/customers/{customer}/users/export.csv", get(export::users))
        .route("/customers/{customer}/changes/{operation}/export.csv", get(export::outcomes))
        .route("/customers/{customer}/changes/{operation}/failed.csv", get(user_files::failed))
        .route("/customers/{customer}/upload/template.csv", get(user_files::template_file))
        .route("/customers/{customer}/activity/export.csv", get(activity::of_customer))
        .route("/customers/{customer}/activity/report.csv", get(activity::report))
        .route("/activity/export.csv", get(activity::of_all))
        .route("/api/session/who", open_function())
        .route("/api/operations/running", open_function())
        .route("/api/people/invitation", open_function())
        .route("/api/session/prove", set_up_function())
        .route("/api/second-factor/begin", set_up_function())
        .route("/api/second-factor/confirm", set_up_function())
        .route("/api/{*function}", function.layer(from_fn(unauthenticated::refuse)))
        .fallback(render::page)
        .layer(Extension(Downloads::default()))
        .layer(from_fn_with_state(state.clone(), auth::authenticate))
        .layer(from_fn(caller::note))
        .layer(session_cookie::sessions(transport, state.store.clone()))
        .layer(from_fn_with_state(transport, session_cookie::take_back))
        .layer(from_fn(unreadable::refuse_forms))
        .layer(CompressionLayer::new());
    let layers = ServiceBuilder::new()
        .map_request(caller::forget_strange_id::<Body>)
        .set_x_request_id(MakeRequestUuid)
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .propagate_x_request_id()
        .layer(from_fn_with_state(only_tls, headers::secure))
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIMEOUT))
        .layer(from_fn(not_understood::note))
        .layer(from_fn(unreadable::refuse));
    Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .nest_service("/pkg", immutable_files(&site_dir.join("pkg")))
        .route_service("/favicon.svg", tower_http::services::ServeFile::new(site_dir.join("favicon.svg")))
        .merge(dynamic)
        .layer(from_fn(csrf::same_origin_only))
        .layer(from_fn(application_key::present))
        .layer(from_fn_with_state(state.clone(), refusals::note))
        .layer(DefaultBodyLimit::max(FORM_MAX))
        .layer(RequestBodyLimitLayer::new(BODY_MAX))
        .layer(layers)
        .with_state(state)
}

/// Files with a hash of their content in their name: compressed beforehand, kept by browsers for ever.
fn immutable_files(folder: &Path) -> Router {
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    // Any other answer may change, so it is not kept.
    let forever = |response: &Response| {
        let found =
            [StatusCode::OK, StatusCode::PARTIAL_CONTENT, StatusCode::NOT_MODIFIED].contains(&response.status());
        found.then(|| HeaderValue::from_static("public, max-age=31536000, immutable"))
    };
    Router::new()
        .fallback_service(files)
        .layer(SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, forever))
        .layer(SetResponseHeaderLayer::if_not_present(header::VARY, HeaderValue::from_static("accept-encoding")))
}

/// The span of a request in the log. It leaves out query, headers and body, which may contain names and secrets.
fn span(request: &Request) -> tracing::Span {
    let id = request.headers().get(HeaderName::from_static("x-request-id")).and_then(|id| id.to_str().ok());
    let path = request.uri().path();
    // Of a path that is refused for its dot segments nobody knows whether it has a token.
    let path = if is_plain(path) { secret_paths::without_token(path).unwrap_or(path) } else { "…" };
    let known = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    tracing::info_span!("request", id = known.or(id).unwrap_or(""), method = %request.method(), path)
}
