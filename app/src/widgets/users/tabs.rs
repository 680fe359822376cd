//! The tabs of current and deleted users.

use crate::api::accounts::count_deleted_users;
use crate::paths;
use crate::text::accounts as words;
use crate::ui::tabs::{Tab, Tabs};
use domain::ids::CustomerId;
use leptos::prelude::*;

/// `Users` and `Deleted users (3)`. The count is a separate request, in the browser only.
#[component]
pub fn UserTabs(customer: Memo<Option<CustomerId>>, deleted: bool) -> impl IntoView {
    let count = LocalResource::new(move || {
        let customer = customer.get();
        async move { count_deleted_users(customer?).await.ok() }
    });
    let tabs = Signal::derive(move || {
        let customer = customer.get();
        let tab = |label: String, address: fn(CustomerId) -> String, current: bool| Tab {
            label,
            href: customer.map(address).unwrap_or_default(),
            current,
        };
        vec![
            tab(words::USERS.to_owned(), paths::users, !deleted),
            tab(words::deleted_users(count.get().flatten()), paths::deleted_users, deleted),
        ]
    });
    view! { <Tabs label=words::USERS tabs/> }
}
