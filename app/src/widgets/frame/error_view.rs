//! An error in a page.

use crate::error::ApiError;
use crate::paths;
use crate::text::common;
use crate::text::frame as words;
use domain::access::denied::Denied;
use domain::ids::CustomerId;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_url;

/// An error message with the next step: sign in (and return here), or try again. After a lost connection, a retry that
/// only `loads` runs as soon as the browser is online again; otherwise a message says so.
#[component]
pub fn ErrorView(error: ApiError, on_retry: Callback<()>, #[prop(optional)] loads: bool) -> impl IntoView {
    #[cfg(feature = "ssr")]
    let error = error.with_status();
    let is_back = RwSignal::new(false);
    if error == ApiError::Offline {
        Effect::new(move |_| {
            let listening =
                window_event_listener(ev::online, move |_| if loads { on_retry.run(()) } else { is_back.set(true) });
            on_cleanup(move || listening.remove());
        });
    }
    let way_out = match &error {
        ApiError::SignedOut => {
            let url = use_url();
            let address = move || paths::sign_in(&url.with(|url| here(url.path(), url.search())));
            view! { <a href=address rel="external">{words::SIGN_IN}</a> }.into_any()
        }
        ApiError::Denied(Denied::Relationship(_) | Denied::Reseller | Denied::Account(_)) => {
            let url = use_url();
            let address = move || url.with(|url| customer_of(url.path())).map(paths::relationships);
            view! { <a href=address>{words::ALL_RELATIONSHIPS}</a> }.into_any()
        }
        ApiError::Missing | ApiError::Denied(Denied::Role(_) | Denied::Portal(_) | Denied::OwnOrganization) => {
            let url = use_url();
            let in_portal = Memo::new(move |_| url.with(|url| paths::is_in_portal(url.path())));
            let address = move || if in_portal.get() { paths::PORTAL } else { paths::CUSTOMERS };
            let label = move || if in_portal.get() { words::TO_DASHBOARD } else { words::CUSTOMERS };
            view! { <a href=address>{label}</a> }.into_any()
        }
        _ => view! {
            <button type="button" class="second" on:click=move |_| on_retry.run(())>
                {common::TRY_AGAIN}
            </button>
        }
        .into_any(),
    };
    view! {
        <div class="note" class:bad=move || !is_back.get() class:info=move || is_back.get() role="alert">
            <p>{move || if is_back.get() { words::IS_BACK.to_owned() } else { error.to_string() }}</p>
            <p class="acts">{way_out}</p>
        </div>
    }
}

/// The customer whose page has this path.
fn customer_of(path: &str) -> Option<CustomerId> {
    path.strip_prefix(paths::CUSTOMERS)?.split('/').nth(1)?.parse().ok()
}

/// Joins path and query to a local address.
pub(crate) fn here(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.trim_start_matches('?')) }
}
