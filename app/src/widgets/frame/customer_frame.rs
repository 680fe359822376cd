//! The frame around a customer's pages.

use crate::api::customers::get_customer;
use crate::customer_page::CustomerPage;
use crate::error::ApiError;
use crate::paths;
use crate::state::resource::resource;
use crate::state::session::{KnownCustomer, KnownRights};
use crate::text::common;
use crate::text::frame as words;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::customer_heading::CustomerHeading;
use crate::widgets::frame::customer_menu::CustomerMenu;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::top_bar::TopBar;
use domain::access::CustomerRights;
use domain::access::authority::{Authority, AuthorityDecision};
use domain::access::permission::Permission;
use domain::directory::customer::Customer;
use domain::ids::CustomerId;
use leptos::prelude::*;
use leptos_meta::Title;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// The customer of the page, for dialog titles and the like. `None` in the first render, also in the browser, and until
/// the customer is loaded.
#[derive(Debug, Clone, Copy)]
pub struct CurrentCustomer(pub Signal<Option<Customer>>);

/// A page title that depends on loaded data.
pub type Titled = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Option<&'static str>> + Send>> + Send + Sync>;

/// Top bar, menu, breadcrumb and title around a customer's page in `children`.
///
/// The children and the customer load in parallel. A known customer stays visible if reloading fails temporarily. If
/// the customer can't be shown, the children are hidden (see `.failed` in the style sheet) but still rendered, because
/// rendering them twice would break hydration.
#[component]
pub fn CustomerFrame(
    #[prop(into)] customer: Signal<Option<CustomerId>>,
    page: CustomerPage,
    #[prop(optional)] changes_things: bool,
    #[prop(optional)] titled: Option<Titled>,
    children: ChildrenFn,
) -> impl IntoView {
    let loaded = resource(
        move || customer.get(),
        |customer| async move {
            match customer {
                Some(customer) => get_customer(customer).await,
                None => Err(ApiError::Missing),
            }
        },
    );
    let current = RwSignal::new(None::<Customer>);
    provide_context(CurrentCustomer(current.into()));
    let known = use_context::<KnownCustomer>();
    let rights = use_context::<KnownRights>();
    Effect::new(move |_| {
        let (now, allowed) = loaded.get().and_then(Result::ok).unzip();
        if let (Some(KnownCustomer(known)), Some(now)) = (known, &now) {
            known.set(Some(now.clone()));
        }
        if let (Some(KnownRights(rights)), Some(allowed)) = (rights, allowed) {
            rights.set(allowed);
        }
        current.set(now);
    });
    let heading = move |customer, title: Option<&'static str>, authority| {
        let title = title.unwrap_or_else(|| words::page_title(page));
        view! { <CustomerHeading customer page title changes_things authority/> }
    };
    let titled = StoredValue::new(titled);
    let known = move || {
        let same = |known: &Customer| Some(known.id) == customer.get_untracked();
        known.and_then(|KnownCustomer(known)| known.get_untracked()).filter(same)
    };
    let known_rights = move || rights.map(|KnownRights(rights)| rights.get_untracked()).unwrap_or_default();
    // With the advice, so that the page does not move when the customer is loaded.
    let meanwhile = move || match known() {
        Some(known) => {
            let id = known.id;
            let title = titled.with_value(|titled| titled.as_ref().map(|_| common::LOADING));
            let authority = known_rights().authority;
            view! {
                {heading(known, title, authority)}
                <Advice customer=id authority/>
            }
            .into_any()
        }
        None => view! { <div class="title muted">{common::LOADING}</div> }.into_any(),
    };
    // A lost connection hides no known data; it may be restored before the open page needs it.
    let loaded_or_known = move |loaded: Result<(Customer, CustomerRights), ApiError>| match loaded {
        Err(error) if error.is_passing() => known().map(|known| (known, known_rights())).ok_or(error),
        loaded => loaded,
    };
    view! {
        <TopBar has_menu=true/>
        <div class="shell">
            <CustomerMenu customer page/>
            <main id="main" tabindex="-1">
                <Transition fallback=meanwhile>
                    {move || Suspend::new(async move {
                        let title = match titled.get_value() {
                            Some(title) => title().await,
                            None => None,
                        };
                        match loaded_or_known(loaded.await) {
                            Ok((customer, CustomerRights { authority, .. })) => {
                                let id = customer.id;
                                view! {
                                    {heading(customer, title, authority)}
                                    <Advice customer=id authority/>
                                }
                                    .into_any()
                            }
                            Err(error) => {
                                let on_retry = Callback::new(move |()| loaded.refetch());
                                let title = words::error_title(&error);
                                view! {
                                    <Title text=words::document_title(words::TENANTRY, title)/>
                                    <div class="failed">
                                        <h1>{title}</h1>
                                        <ErrorView error on_retry loads=true/>
                                    </div>
                                }
                                    .into_any()
                            }
                        }
                    })}
                </Transition>
                <div class="content">{children()}</div>
            </main>
        </div>
    }
}

/// The person's permissions that the admin relationships with the customer don't give, where these are only advised. It is said
/// once for all users; previews warn about single users. If none gives the person a role, the heading says so.
#[component]
fn Advice(customer: CustomerId, authority: Authority) -> impl IntoView {
    let beyond: Vec<String> = [Permission::SeeUsers, Permission::ManageLicenses, Permission::EditUsers]
        .into_iter()
        .filter(|permission| matches!(authority.at(*permission), AuthorityDecision::Advised(_)))
        .map(|permission| permission.to_string())
        .collect();
    (!authority.is_advised_without_a_role() && !beyond.is_empty()).then(|| {
        view! {
            <Notice kind=NoticeKind::Warn>
                {words::beyond_relationships(&beyond)} " "
                <a href=paths::relationships(customer)>{words::ALL_RELATIONSHIPS}</a>
            </Notice>
        }
    })
}
