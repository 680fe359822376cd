//! The users of a customer in its portal, with a details pane.

use crate::pages::users::keep_selection;
use crate::portal_page::PortalPage;
use crate::text::users as words;
use crate::widgets::frame::params::customer_param;
use crate::widgets::portal::frame::PortalFrame;
use crate::widgets::portal::user_pane::UserPane;
use crate::widgets::users::filters::Filters;
use crate::widgets::users::list::{ListKind, provide_user_list};
use crate::widgets::users::rows::UserRows;
use leptos::prelude::*;

/// The list, filtered and paged like that of the partner.
#[component]
pub fn PortalUsersPage() -> impl IntoView {
    let list = provide_user_list(customer_param(), ListKind::Portal);
    keep_selection(list);
    view! {
        <PortalFrame page=PortalPage::Users>
            <h2 class="num users-count">{move || words::users_heading(list.total())}</h2>
            <Filters/>
            <UserRows/>
            <UserPane/>
        </PortalFrame>
    }
}
