//! Fetching the files of areas.

use super::area::Area;
use super::parts::split;
use leptos::ev::{self, Event};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlAnchorElement};
use std::sync::atomic::{AtomicU16, Ordering};

/// The areas whose files are loaded, one bit each.
static THERE: AtomicU16 = AtomicU16::new(if cfg!(feature = "hydrate") { 0 } else { u16::MAX });

/// Fetches the file of an area unless it is loaded. False without a connection.
pub async fn fetch(area: Area) -> bool {
    if !is_there(area) {
        let fetched = match area {
            Area::List => split::fetch_list().await,
            Area::Users => split::fetch_users().await,
            Area::Licenses => split::fetch_licenses().await,
            Area::Entries => split::fetch_entries().await,
            Area::Results => split::fetch_results().await,
            Area::Upload => split::fetch_upload().await,
            Area::Activity => split::fetch_activity().await,
            Area::Account => split::fetch_account().await,
            Area::People => split::fetch_people().await,
            Area::NewPeople => split::fetch_new_people().await,
            Area::AccountSettings => split::fetch_account_settings().await,
            Area::Relationships => split::fetch_relationships().await,
            Area::Products => split::fetch_products().await,
            Area::Portal => split::fetch_portal().await,
        };
        if fetched.is_ok() {
            THERE.fetch_or(area.bit(), Ordering::Relaxed);
        }
    }
    is_there(area)
}

/// Whether the file of an area is loaded.
pub fn is_there(area: Area) -> bool {
    THERE.load(Ordering::Relaxed) & area.bit() != 0
}

/// Fetches the areas a step away from a page of this one. Without a connection, opening them tries again.
pub async fn fetch_next(area: Area) {
    for next in area.next() {
        fetch(*next).await;
    }
}

/// Fetches an area when one points at a link to it, touches one or reaches one with the keyboard. Without a connection,
/// opening the page tries again.
pub fn provide_fetching_ahead() {
    let on_link = |target: Option<Element>| {
        let link = target.and_then(|element| element.closest("a[href]").ok().flatten());
        let path = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()).map(|link| link.pathname());
        if let Some(area) = path.as_deref().and_then(Area::of_path) {
            spawn_local(async move {
                fetch(area).await;
            });
        }
    };
    let on_event = move |event: &Event| on_link(event.target().and_then(|target| target.dyn_into().ok()));
    Effect::new(move |_| {
        window_event_listener(ev::pointerover, move |event| on_event(&event));
        window_event_listener(ev::focusin, move |event| on_event(&event));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_the_server_all_areas_are_there() {
        assert!(is_there(Area::Users) && is_there(Area::Activity));
    }
}
