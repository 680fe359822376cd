//! The router: maps URLs to pages.

use crate::lazy::{
    AccountPart, ActivityPart, AskedProof, EntriesPart, Later, LaterPart, PortalPart, ProductsPart, RelationshipsPart,
    ResultsPart, provide_fetching_ahead,
};
use crate::pages::customers::CustomersPage;
use crate::pages::not_found::NotFoundPage;
use crate::pages::set_up::SetUpPage;
use crate::pages::sign_in::SignInPage;
use crate::state::fresh_reset::provide_fresh_reset;
use crate::state::running::provide_running;
use crate::state::selection::provide_selection;
use crate::state::session::provide_session;
use crate::state::toasts::provide_toasts;
use crate::ui::focus::FocusPage;
use crate::ui::keys::provide_keys;
use crate::widgets::frame::key_help::{KeyHelp, KeyHelpOpen};
use crate::widgets::frame::params::customer_param;
use crate::widgets::frame::toast_list::ToastList;
use crate::widgets::users::list::ListKind;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{Redirect, Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// The bare address of a customer, as in a shortened URL: redirects to the users.
#[component]
fn CustomerAlone() -> impl IntoView {
    match customer_param().get_untracked() {
        Some(customer) => view! { <Redirect path=crate::paths::users(customer)/> }.into_any(),
        None => view! { <NotFoundPage/> }.into_any(),
    }
}

/// The whole console.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_session();
    provide_keys();
    provide_selection();
    provide_running();
    provide_fresh_reset();
    provide_fetching_ahead();
    let toasts = provide_toasts();
    let help = RwSignal::new(false);
    provide_context(KeyHelpOpen(help));
    let later = |page| move || view! { <Later page/> };
    view! {
        <Router>
            <FocusPage/>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/") view=|| view! { <Redirect path=crate::paths::CUSTOMERS/> } ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
                <Route path=path!("/setup/:token") view=SetUpPage ssr=SsrMode::Async/>
                <Route path=path!("/invitation/:token") view=later(LaterPart::Account(AccountPart::Invitation)) ssr=SsrMode::Async/>
                <Route
                    path=path!("/sign-in/second-factor")
                    view=later(LaterPart::Account(AccountPart::SetUpSecondFactor))
                    ssr=SsrMode::Async
                />
                <Route path=path!("/account") view=later(LaterPart::Account(AccountPart::MyAccount)) ssr=SsrMode::Async/>
                <Route
                    path=path!("/account-settings")
                    view=later(LaterPart::AccountSettings)
                    ssr=SsrMode::Async
                />
                <Route path=path!("/people") view=later(LaterPart::People) ssr=SsrMode::Async/>
                <Route path=path!("/customers") view=CustomersPage ssr=SsrMode::Async/>
                <Route path=path!("/customers/:customer") view=CustomerAlone ssr=SsrMode::Async/>
                <Route path=path!("/customers/:customer/users") view=later(LaterPart::List(ListKind::Users)) ssr=SsrMode::Async/>
                <Route
                    path=path!("/customers/:customer/users/:user/edit")
                    view=later(LaterPart::Entries(EntriesPart::Edit))
                    ssr=SsrMode::Async
                />
                <Route path=path!("/customers/:customer/selected") view=later(LaterPart::List(ListKind::Selected)) ssr=SsrMode::Async/>
                <Route path=path!("/customers/:customer/licenses") view=later(LaterPart::Licenses) ssr=SsrMode::Async/>
                <Route path=path!("/customers/:customer/add-user") view=later(LaterPart::Entries(EntriesPart::Add)) ssr=SsrMode::Async/>
                <Route path=path!("/customers/:customer/edit-users") view=later(LaterPart::Entries(EntriesPart::EditMany)) ssr=SsrMode::Async/>
                <Route path=path!("/customers/:customer/offboard") view=later(LaterPart::Entries(EntriesPart::Offboard)) ssr=SsrMode::Async/>
                <Route path=path!("/customers/:customer/deleted") view=later(LaterPart::Entries(EntriesPart::Deleted)) ssr=SsrMode::Async/>
                <Route path=path!("/customers/:customer/upload") view=later(LaterPart::Upload) ssr=SsrMode::Async/>
                <Route path=path!("/customers/:customer/changes") view=later(LaterPart::Results(ResultsPart::Changes)) ssr=SsrMode::Async/>
                <Route
                    path=path!("/customers/:customer/changes/:operation")
                    view=later(LaterPart::Results(ResultsPart::Operation))
                    ssr=SsrMode::Async
                />
                <Route
                    path=path!("/customers/:customer/relationships")
                    view=later(LaterPart::Relationships(RelationshipsPart::OfCustomer))
                    ssr=SsrMode::Async
                />
                <Route
                    path=path!("/customers/:customer/relationships/:relationship")
                    view=later(LaterPart::Relationships(RelationshipsPart::One))
                    ssr=SsrMode::Async
                />
                <Route path=path!("/relationships") view=later(LaterPart::Relationships(RelationshipsPart::OfAll)) ssr=SsrMode::Async/>
                <Route path=path!("/customers/:customer/activity") view=later(LaterPart::Activity(ActivityPart::Log)) ssr=SsrMode::Async/>
                <Route
                    path=path!("/customers/:customer/activity/report")
                    view=later(LaterPart::Activity(ActivityPart::Report))
                    ssr=SsrMode::Async
                />
                <Route
                    path=path!("/customers/:customer/portal")
                    view=later(LaterPart::Products(ProductsPart::ManagePortal))
                    ssr=SsrMode::Async
                />
                <Route
                    path=path!("/customers/:customer/products")
                    view=later(LaterPart::Products(ProductsPart::Products))
                    ssr=SsrMode::Async
                />
                <Route path=path!("/portal") view=later(LaterPart::Portal(PortalPart::Dashboard)) ssr=SsrMode::Async/>
                <Route path=path!("/portal/account") view=later(LaterPart::Portal(PortalPart::Account)) ssr=SsrMode::Async/>
                <Route path=path!("/portal/:customer/users") view=later(LaterPart::Portal(PortalPart::Users)) ssr=SsrMode::Async/>
                <Route path=path!("/portal/:customer/edit") view=later(LaterPart::Portal(PortalPart::EditUsers)) ssr=SsrMode::Async/>
                <Route path=path!("/portal/:customer/deleted") view=later(LaterPart::Portal(PortalPart::Deleted)) ssr=SsrMode::Async/>
                <Route path=path!("/portal/:customer/billing") view=later(LaterPart::Portal(PortalPart::Billing)) ssr=SsrMode::Async/>
                <Route path=path!("/portal/:customer/activity") view=later(LaterPart::Portal(PortalPart::Activity)) ssr=SsrMode::Async/>
                <Route path=path!("/activity") view=later(LaterPart::Activity(ActivityPart::OfAll)) ssr=SsrMode::Async/>
            </Routes>
            <AskedProof/>
        </Router>
        <ToastList toasts/>
        <KeyHelp open=help/>
    }
}
