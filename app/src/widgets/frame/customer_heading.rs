//! The breadcrumb and the title of a customer's page.

use crate::customer_page::CustomerPage;
use crate::paths;
use crate::state::way_back::WayBack;
use crate::text::frame as words;
use crate::ui::named::named;
use crate::widgets::frame::source::Source;
use domain::access::authority::Authority;
use domain::directory::customer::{Customer, CustomerSource};
use leptos::prelude::*;
use leptos_meta::Title;

/// Breadcrumb, title and source of the directory, and whether no admin relationship gives the person a role. Changing pages also say that
/// changes stay in Tenantry.
#[component]
pub fn CustomerHeading(
    customer: Customer,
    page: CustomerPage,
    title: &'static str,
    changes_things: bool,
    authority: Authority,
) -> impl IntoView {
    let connected = customer.source == CustomerSource::Connected;
    let item = page.menu_page();
    let (id, back) = (customer.id, WayBack::to(customer.id));
    let item_address = move || match item {
        CustomerPage::RecentChanges => paths::changes(id),
        CustomerPage::Relationships => paths::relationships(id),
        CustomerPage::Products => paths::products(id),
        CustomerPage::Portal => paths::manage_portal(id),
        CustomerPage::Activity => paths::activity(id),
        _ => back.href(),
    };
    view! {
        <Title text=words::document_title(&customer.name, title)/>
        <div class="title">
            <nav class="crumb" aria-label=words::BREADCRUMB>
                <ol>
                    <li>
                        <a href=paths::CUSTOMERS>{words::CUSTOMERS}</a>
                    </li>
                    <li>
                        <a href=paths::users(customer.id)>{named(customer.name.clone())}</a>
                    </li>
                    {(item != page)
                        .then(|| {
                            view! {
                                <li>
                                    <a href=item_address>{words::page_title(item)}</a>
                                </li>
                            }
                        })}
                    <li aria-current="page">{title}</li>
                </ol>
            </nav>
            <div class="title-line">
                <h1>{named(customer.name)} " " <small>"| " {title}</small></h1>
                {(!connected).then(|| view! { <span class="tag"><Source source=customer.source/></span> })}
                {authority
                    .is_advised_without_a_role()
                    .then(|| {
                        view! {
                            <a class="tag warn" href=paths::relationships(id)>
                                {words::NO_ROLE_HERE}
                            </a>
                        }
                    })}
            </div>
        </div>
        {(changes_things && !connected).then(|| view! { <p class="note info">{words::RECORDED_ONLY}</p> })}
    }
}
