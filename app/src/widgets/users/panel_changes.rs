//! The latest changes of a user.

use crate::paths;
use crate::text::users as words;
use crate::ui::moment::Moment;
use crate::widgets::users::list::use_user_list;
use domain::console::operation::UserChange;
use leptos::prelude::*;

/// The changes, each with time, person and description. The time links to the operation.
#[component]
pub fn UserChanges(changes: Vec<UserChange>) -> impl IntoView {
    let list = use_user_list();
    if changes.is_empty() {
        return view! { <p class="muted">{words::NO_CHANGES}</p> }.into_any();
    }
    let changes = changes.into_iter().map(move |change| {
        let href = move || list.customer.get().map(|customer| paths::operation(customer, change.operation));
        view! {
            <li>
                <a href=href><Moment at=change.created/></a>
                <span class="muted">{change.actor}</span>
                <span class="what">{change.message}</span>
            </li>
        }
    });
    view! { <ul class="user-changes">{changes.collect_view()}</ul> }.into_any()
}
