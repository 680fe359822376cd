//! Links back to the users list as last shown.

use crate::paths;
use crate::state::storage;
use crate::urls::users::{self as query, ListView};
use domain::ids::{CustomerId, SelectionId, UserId};
use leptos::prelude::*;

/// The users list of a customer as this browser tab last showed it: filter, order, page and selection. The first render
/// uses the default list.
#[derive(Debug, Clone, Copy)]
pub struct WayBack {
    customer: CustomerId,
    view: RwSignal<ListView>,
}

impl WayBack {
    /// The last view of a customer's users list.
    pub fn to(customer: CustomerId) -> Self {
        let view = RwSignal::new(ListView::default());
        Effect::new(move |_| {
            if let Some(kept) = storage::load::<String>(&key(customer)) {
                view.set(query::read(&kept));
            }
        });
        Self { customer, view }
    }

    /// The list.
    pub fn href(self) -> String {
        self.view.with(|view| self.address(view))
    }

    /// The list with rows marked by a selection.
    pub fn selecting(self, selection: SelectionId) -> String {
        self.view.with(|view| self.address(&view.selecting(Some(selection))))
    }

    /// The list with the side panel of a user.
    pub fn showing(self, user: UserId) -> String {
        self.view.with(|view| self.address(&view.showing(Some(user))))
    }

    /// The list of deleted users.
    pub fn deleted(self) -> String {
        paths::deleted_users(self.customer)
    }

    fn address(self, view: &ListView) -> String {
        paths::users_view(self.customer, &query::write(view))
    }
}

/// Stores a view of a customer's users list for [`WayBack`], without the side panel.
pub fn keep(customer: CustomerId, view: &ListView) {
    storage::save(&key(customer), &query::write(&view.showing(None)));
}

fn key(customer: CustomerId) -> String {
    format!("users-list-{customer}")
}
