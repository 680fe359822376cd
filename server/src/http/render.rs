//! Pages, rendered by leptos. Their security policy carries the reply's nonce.

use super::headers::page_policy;
use super::portal;
use super::state::AppState;
use super::unreadable::{NUL, nul_in_json};
use app::error::ApiError;
use app::proof::ProvidedProver;
use app::routed::routed;
use app::services::Services;
use app::shell::shell;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::access::Actor;
use leptos::config::LeptosOptions;
use leptos::nonce::use_nonce;
use leptos::prelude::{expect_context, provide_context};
use leptos_axum::ResponseOptions;
use std::sync::Arc;

/// Renders the page of any URL. The router of the pages shows the not-found page. For a person of a portal, no page is rendered
/// that the router takes to be one of the partner's.
pub async fn page(State(state): State<AppState>, request: Request<Body>) -> Response {
    let path = request.uri().path();
    if let Some(actor) = request.extensions().get::<Actor>().filter(|actor| actor.portal.is_some())
        && routed(path).is_none_or(|routed| !portal::is_open(&routed))
    {
        return portal::missing(&state, path, actor.clone());
    }
    let services = state.services.clone();
    let assets = state.assets.clone();
    let options = LeptosOptions::builder().output_name("tenantry").build();
    let handler = leptos_axum::render_app_async_with_context(
        move || {
            provide_services(&services);
            set_policy();
        },
        move || shell(options.clone(), &assets),
    );
    handler(request).await.into_response()
}

/// Answers a server function. Its body is read here, so that one that is too long is refused for that reason, and not
/// as unreadable.
pub async fn server_function(State(state): State<AppState>, request: Request<Body>) -> Response {
    let services = state.services.clone();
    let (head, body) = request.into_parts();
    if !is_json(&head.headers) {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    let body = match Bytes::from_request(Request::from_parts(head.clone(), body), &()).await {
        Ok(body) => body,
        Err(rejection) => return rejection.into_response(),
    };
    if nul_in_json(&body) {
        return (StatusCode::BAD_REQUEST, Json(ApiError::Invalid(NUL.to_owned()))).into_response();
    }
    let request = Request::from_parts(head, Body::from(body));
    let prover = ProvidedProver(Arc::new(state));
    let provide = move || {
        provide_services(&services);
        provide_context(prover.clone());
    };
    leptos_axum::handle_server_fns_with_context(provide, request).await.into_response()
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.and_then(|kind| kind.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn provide_services(services: &Services) {
    provide_context(services.clone());
}

fn set_policy() {
    let nonce = use_nonce().map_or(String::new(), |nonce| nonce.to_string());
    if let Ok(value) = HeaderValue::from_str(&page_policy(&nonce)) {
        expect_context::<ResponseOptions>().insert_header(header::CONTENT_SECURITY_POLICY, value);
    }
}
