//! The two tabs of a customer's products, as the partner and the portal show them.

use super::downloads::DownloadsDialog;
use crate::api::products::list_products;
use crate::error::ApiError;
use crate::format::number;
use crate::state::resource::resource;
use crate::text::common;
use crate::text::downloads;
use crate::text::portal as words;
use crate::ui::command::Command;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::named::named;
use crate::ui::tabs::{Tab, Tabs};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::params::query_param;
use domain::console::bought::{AssignableProduct, BoughtProducts, ListedPurchase, Purchase};
use domain::ids::CustomerId;
use leptos::prelude::*;

/// `Licenses` and `Your products`, of which the address names one. `address` is that of the page.
#[component]
pub fn ProductTabs(customer: Memo<Option<CustomerId>>, address: fn(CustomerId) -> String) -> impl IntoView {
    let view = query_param("view");
    let shows_all = Memo::new(move |_| view.with(|view| view.as_deref() == Some("products")));
    let tabs = Signal::derive(move || {
        let all = shows_all.get();
        let href = customer.get().map(address).unwrap_or_default();
        let products = format!("{href}?view=products");
        vec![
            Tab { label: words::LICENSES.to_owned(), href, current: !all },
            Tab { label: words::YOUR_PRODUCTS.to_owned(), href: products, current: all },
        ]
    });
    let loaded = resource(move || customer.get(), load);
    let on_retry = Callback::new(move |()| loaded.refetch());
    let dialog = DialogAbout::begin();
    view! {
        <Tabs label=words::BILLING tabs/>
        <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
            {move || {
                let all = shows_all.get();
                Suspend::new(async move {
                    match loaded.await {
                        Ok(products) if all => view! { <Purchases rows=products.purchases dialog/> }.into_any(),
                        Ok(products) => view! { <Licenses rows=products.licenses/> }.into_any(),
                        Err(error) => view! { <ErrorView error on_retry loads=true/> }.into_any(),
                    }
                })
            }}
        </Transition>
        <DownloadsDialog dialog customer/>
    }
}

async fn load(customer: Option<CustomerId>) -> Result<BoughtProducts, ApiError> {
    match customer {
        Some(customer) => list_products(customer).await,
        None => Err(ApiError::Missing),
    }
}

#[component]
fn Licenses(rows: Vec<AssignableProduct>) -> impl IntoView {
    if rows.is_empty() {
        return view! { <p class="grid empty">{words::NO_LICENSES}</p> }.into_any();
    }
    let row = |row: AssignableProduct| {
        view! {
            <tr>
                <td class="text name">{named(row.name)}</td>
                <td class="num" data-label=words::OWNED>
                    {number(row.seats.owned)}
                </td>
                <td class="num" data-label=words::ASSIGNED>
                    {number(row.seats.consumed)}
                </td>
                <td class="num" data-label=words::AVAILABLE>
                    {number(row.seats.available())}
                </td>
            </tr>
        }
    };
    view! {
        <div class="grid">
            <table aria-label=words::LICENSES>
                <thead>
                    <tr>
                        <th scope="col">{words::PRODUCT}</th>
                        <th scope="col" class="num">{words::OWNED}</th>
                        <th scope="col" class="num">{words::ASSIGNED}</th>
                        <th scope="col" class="num">{words::AVAILABLE}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Purchases(rows: Vec<ListedPurchase>, dialog: DialogAbout<Purchase>) -> impl IntoView {
    if rows.is_empty() {
        return view! { <p class="grid empty">{words::NO_PRODUCTS}</p> }.into_any();
    }
    // A publisher manages the purchases from the marketplace. Without any, there is nothing to say.
    let has_publisher = rows.iter().any(|row| row.purchase.publisher.is_some());
    let has_software = rows.iter().any(|row| row.purchase.is_software());
    let row = move |ListedPurchase { purchase, assigned }: ListedPurchase| {
        let software = has_software.then(|| {
            let label = purchase.is_software().then_some(downloads::DOWNLOADS);
            view! {
                <td class="text" data-label=label>
                    {software(&purchase, dialog)}
                </td>
            }
        });
        let managed_by = purchase.publisher.is_some().then_some(words::MANAGED_BY);
        view! {
            <tr>
                <td class="text name">
                    {named(purchase.name)} " "
                    {words::capability(purchase.capability).map(|state| view! { <span class="tag">{state}</span> })}
                </td>
                <td class="text" data-label=words::BOUGHT_AS>
                    {words::bought_as(purchase.channel)}
                </td>
                <td class="num" data-label=words::QUANTITY>
                    {number(purchase.quantity)}
                </td>
                <td class="num" data-label=words::ASSIGNED>
                    {words::assigned(assigned)}
                </td>
                {has_publisher
                    .then(|| {
                        view! {
                            <td class="text" data-label=managed_by>
                                {purchase.publisher.map(named)}
                            </td>
                        }
                    })}
                {software}
            </tr>
        }
    };
    view! {
        <div class="grid">
            <table aria-label=words::YOUR_PRODUCTS>
                <thead>
                    <tr>
                        <th scope="col">{words::PRODUCT}</th>
                        <th scope="col">{words::BOUGHT_AS}</th>
                        <th scope="col" class="num">{words::QUANTITY}</th>
                        <th scope="col" class="num">{words::ASSIGNED}</th>
                        {has_publisher.then(|| view! { <th scope="col">{words::MANAGED_BY}</th> })}
                        {has_software.then(|| view! { <th scope="col">{downloads::DOWNLOADS}</th> })}
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The command that shows files and product keys of a purchase of software.
fn software(purchase: &Purchase, dialog: DialogAbout<Purchase>) -> Option<AnyView> {
    if !purchase.is_software() {
        return None;
    }
    if purchase.downloads.is_empty() && purchase.keys == 0 {
        return Some(view! { <span class="muted">{downloads::NOTHING}</span> }.into_any());
    }
    let name = downloads::download_of(&purchase.name);
    let (id, about) = (format!("download-{}", purchase.id), purchase.clone());
    let on_click = Callback::new(move |()| dialog.ask(about.clone()));
    Some(view! { <Command id label=downloads::DOWNLOAD name=Signal::stored(name) on_click/> }.into_any())
}
