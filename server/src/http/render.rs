//! Pages: rendered by leptos, with the policy that carries the reply's nonce.

use super::headers::page_policy;
use super::router::AppState;
use app::services::Services;
use app::shell::shell;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use leptos::config::LeptosOptions;
use leptos::nonce::use_nonce;
use leptos::prelude::{expect_context, provide_context};
use leptos_axum::ResponseOptions;

/// Renders the page of a URL, whatever the URL: the router within shows the not-found page.
pub async fn page(State(state): State<AppState>, request: Request<Body>) -> Response {
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

/// Answers a server function. Its body is read here: one that turns out to be too long is refused as such, rather than as
/// one that can't be understood.
pub async fn server_function(State(state): State<AppState>, request: Request<Body>) -> Response {
    let services = state.services.clone();
    let (head, body) = request.into_parts();
    let body = match Bytes::from_request(Request::from_parts(head.clone(), body), &()).await {
        Ok(body) => body,
        Err(rejection) => return rejection.into_response(),
    };
    let request = Request::from_parts(head, Body::from(body));
    leptos_axum::handle_server_fns_with_context(move || provide_services(&services), request).await.into_response()
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
