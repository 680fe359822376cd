//! The list of everything that people of a customer's portal can reach. Everything else is missing for them: a new page, function
//! or file is closed to them until it is named here.

use super::headers::form_policy;
use super::plain_path::is_plain;
use super::refusals::{self, AccessRefused};
use super::state::AppState;
use app::error::ApiError;
use app::paths;
use app::services::NOT_IN_PORTAL;
use axum::Extension;
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use domain::access::Actor;
use domain::console::security::SecurityEventKind;

/// The server functions for people of a portal. Permissions in them are decided like for everybody. Of changes of accounts only
/// those are theirs that the portal's pages offer (`AccountChange::is_offered_in_portal`).
pub const FUNCTIONS: [&str; 31] = [
    "session/who",
    "session/prove",
    "operations/running",
    "people/invitation",
    "account/sessions",
    "account/end-sessions",
    "account/identities",
    "account/unlink",
    "second-factor/get",
    "second-factor/begin",
    "second-factor/confirm",
    "second-factor/renew",
    "portal/home",
    "portal/activity",
    "products/list",
    "products/show-keys",
    "users/list",
    "users/count",
    "users/get",
    "users/filter-choices",
    "selection/change",
    "licenses/view",
    "licenses/preview",
    "licenses/holders",
    "licenses/save",
    "accounts/deleted",
    "accounts/count-deleted",
    "accounts/preview",
    "accounts/change",
    "operations/get",
    "operations/outcomes",
];

/// Paths that are no partner's, and beginnings of such paths: signing in and out, links, one's own account.
const OPEN: [&str; 13] = [
    "/sign-in",
    "/sign-in/",
    "/sign-out",
    "/setup/",
    "/invitation/",
    "/reset/",
    "/forgot-password",
    "/password/",
    "/relationship/",
    "/account/password",
    "/account/second-factor/off",
    "/account/provider/",
    app::paths::CONFIRM_BY_PROVIDER,
];

/// Whether a path leads to something for people of a portal. One that the router of the pages may read otherwise does not.
pub fn is_open(path: &str) -> bool {
    match path.strip_prefix("/api/") {
        Some(function) => FUNCTIONS.contains(&function),
        None => is_plain(path) && (paths::is_in_portal(path) || OPEN.iter().any(|open| leads_to(open, path))),
    }
}

fn leads_to(open: &str, path: &str) -> bool {
    open == path || (open.ends_with('/') && path.starts_with(open))
}

/// The answer to everything else.
pub fn missing(state: &AppState, path: &str, actor: Actor) -> Response {
    let what = refusals::what(NOT_IN_PORTAL, path);
    let refused = Extension(AccessRefused { actor, kind: SecurityEventKind::ActionRefused, customer: None, what });
    if path.starts_with("/api/") {
        return (StatusCode::NOT_FOUND, refused, Json(ApiError::Missing)).into_response();
    }
    if path.ends_with(".csv") {
        return (StatusCode::NOT_FOUND, refused, "There is no such file.").into_response();
    }
    let page = app::pages::portal_missing::document(&state.assets);
    let headers = [(header::CONTENT_SECURITY_POLICY, form_policy())];
    (StatusCode::NOT_FOUND, refused, headers, Html(page)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_is_open() {
        for open in [
            "/portal",
            "/portal/users",
            "/sign-in",
            "/sign-out",
            "/account/password",
            "/account/provider/x",
            "/account/confirm",
            "/api/session/who",
        ] {
            assert!(is_open(open), "{open}");
        }
        for other in [
            "/",
            "/customers",
            "/customers/x/users",
            "/customers/x/users/export.csv",
            "/people",
            "/account",
            "/account/provider",
            "/account/confirm/x",
            "/activity",
            "/relationships",
            "/portals",
            "/sign-inside",
            "/api/customers/list",
            "/api/session/who/",
            "/api//session/who",
            "/portal/../customers",
            "/portal/%2e%2E/customers",
            "/sign-in/../people",
            "/portal/x\\..\\..\\people",
        ] {
            assert!(!is_open(other), "{other}");
        }
    }
}
