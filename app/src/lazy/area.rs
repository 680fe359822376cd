//! The areas of the console, and fetching their files.

use super::parts::split;
use leptos::ev::{self, Event};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlAnchorElement};
use std::sync::atomic::{AtomicU8, Ordering};

/// An area of the console that comes in a file of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Area {
    /// The lists of users, with their filters and commands.
    List,
    /// What one does with users: the side panel and dialogs of their list, managing licenses, adding, editing and
    /// offboarding, and the results. Also the results of the search in the top bar.
    Users,
    /// Uploading users.
    Upload,
    /// The activity logs.
    Activity,
    /// The partner's own people, and its relationships with customers.
    People,
    /// The portal of a customer.
    Portal,
}

/// The areas whose files are loaded, one bit each.
static THERE: AtomicU8 = AtomicU8::new(if cfg!(feature = "hydrate") { 0 } else { u8::MAX });

impl Area {
    /// The area of the page with this path. `None` for pages of the first file.
    pub fn of_path(path: &str) -> Option<Self> {
        let mut parts = path.trim_start_matches('/').split('/');
        match parts.next()? {
            "customers" => match parts.nth(1)? {
                "licenses" | "deleted" | "add-user" | "edit-users" | "offboard" | "changes" => Some(Self::Users),
                "users" if parts.nth(1) == Some("edit") => Some(Self::Users),
                "users" | "selected" => Some(Self::List),
                "upload" => Some(Self::Upload),
                "activity" => Some(Self::Activity),
                "relationships" | "portal" | "products" => Some(Self::People),
                _ => None,
            },
            "activity" => Some(Self::Activity),
            "people" | "invitation" | "relationships" | "account" | "account-settings" => Some(Self::People),
            "portal" => Some(Self::Portal),
            "sign-in" => (parts.next() == Some("second-factor")).then_some(Self::People),
            _ => None,
        }
    }

    fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Fetches the file of an area unless it is loaded. False without a connection.
pub async fn fetch(area: Area) -> bool {
    if !is_there(area) {
        let fetched = match area {
            Area::List => split::fetch_list().await,
            Area::Users => split::fetch_users().await,
            Area::Upload => split::fetch_upload().await,
            Area::Activity => split::fetch_activity().await,
            Area::People => split::fetch_people().await,
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
    fn each_page_belongs_to_its_area() {
        let areas = [
            ("/customers/x/users", Area::List),
            ("/customers/x/selected", Area::List),
            ("/customers/x/licenses", Area::Users),
            ("/customers/x/deleted", Area::Users),
            ("/customers/x/add-user", Area::Users),
            ("/customers/x/edit-users", Area::Users),
            ("/customers/x/offboard", Area::Users),
            ("/customers/x/users/y/edit", Area::Users),
            ("/customers/x/upload", Area::Upload),
            ("/customers/x/changes", Area::Users),
            ("/customers/x/changes/y", Area::Users),
            ("/customers/x/activity", Area::Activity),
            ("/customers/x/activity/report", Area::Activity),
            ("/activity", Area::Activity),
            ("/customers/x/relationships", Area::People),
            ("/customers/x/relationships/y", Area::People),
            ("/relationships", Area::People),
            ("/customers/x/portal", Area::People),
            ("/customers/x/products", Area::People),
            ("/portal", Area::Portal),
            ("/portal/x/users", Area::Portal),
            ("/portal/account", Area::Portal),
            ("/people", Area::People),
            ("/invitation/x", Area::People),
            ("/account", Area::People),
            ("/account-settings", Area::People),
            ("/sign-in/second-factor", Area::People),
        ];
        for (path, area) in areas {
            assert_eq!(Area::of_path(path), Some(area), "{path}");
        }
        for first in ["", "/", "/customers", "/customers/x", "/customers/activity", "/sign-in"] {
            assert_eq!(Area::of_path(first), None, "{first}");
        }
    }

    #[test]
    fn on_the_server_all_areas_are_there() {
        assert!(is_there(Area::Users) && is_there(Area::Activity));
    }
}
