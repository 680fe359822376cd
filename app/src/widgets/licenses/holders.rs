//! The selected users who have a product.

use crate::api;
use crate::error::ApiError;
use crate::text::common;
use crate::text::licenses as words;
use crate::ui::dialog::Dialog;
use crate::ui::named::named;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::licenses::work::ManageWork;
use domain::cases::licenses::ManageView;
use domain::directory::license::Source;
use domain::directory::page::{Cursor, Page};
use domain::directory::user::UserRow;
use domain::ids::{SkuId, UserId};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How many are shown at once of those known here.
const SHOWN: usize = 50;

/// The list of the selected users who have the product that was asked about.
#[component]
pub fn Holders(work: ManageWork) -> impl IntoView {
    let title = Signal::derive(move || {
        work.holders.about.get().map(|sku| words::holders_of(&work.product_name(sku))).unwrap_or_default()
    });
    view! {
        <Dialog open=work.holders.open title>
            {move || {
                work.holders
                    .about
                    .get()
                    .map(|sku| {
                        if work.view.with(|view| view.local.is_some()) {
                            view! { <HoldersHere work sku/> }.into_any()
                        } else {
                            view! { <HoldersThere work sku/> }.into_any()
                        }
                    })
            }}
        </Dialog>
    }
}

/// A holder: name, UPN, and through which groups if not directly.
type Holder = (String, String, String);

/// Those among the users known here.
#[component]
fn HoldersHere(work: ManageWork, sku: SkuId) -> impl IntoView {
    let all = Memo::new(move |_| work.view.with(|view| holders_of(view, sku)));
    let shown = RwSignal::new(SHOWN);
    let more = move || all.with(Vec::len) > shown.get();
    view! {
        {move || list(all.with(|all| all.iter().take(shown.get()).cloned().collect()))}
        {move || {
            more()
                .then(|| {
                    view! {
                        <button type="button" class="second" on:click=move |_| shown.update(|shown| *shown += SHOWN)>
                            {common::SHOW_MORE}
                        </button>
                    }
                })
        }}
    }
}

fn holders_of(view: &ManageView, sku: SkuId) -> Vec<Holder> {
    let Some(selected) = &view.local else { return Vec::new() };
    let users = selected.order.iter().filter_map(|id| selected.snapshot.users.get(id));
    let holders = users.filter(|user| user.holds(sku));
    let through = |source: &Source| match source {
        Source::Direct => None,
        Source::Group(group) => Some(words::through_group(&selected.snapshot.group_name(*group))),
    };
    holders
        .map(|user| {
            let licenses = user.licenses.iter().filter(|license| license.sku_id == sku);
            let groups: Vec<String> = licenses.filter_map(|license| through(&license.source)).collect();
            (user.name.clone(), user.upn.clone(), groups.join(", "))
        })
        .collect()
}

/// Those of a large selection, page by page from the server.
#[component]
fn HoldersThere(work: ManageWork, sku: SkuId) -> impl IntoView {
    let place = RwSignal::new(Cursor::<UserId>::First);
    let loaded = RwSignal::new(None::<Result<Page<UserRow>, ApiError>>);
    Effect::new(move |_| {
        let wanted = place.get();
        spawn_local(async move {
            let reply = api::licenses::list_holders(work.customer, work.selection, sku, wanted).await;
            if place.try_get_untracked() == Some(wanted) {
                loaded.try_set(Some(reply));
            }
        });
    });
    move || match loaded.get() {
        None => view! { <p class="muted">{common::LOADING}</p> }.into_any(),
        Some(Err(error)) => {
            view! { <ErrorView error on_retry=Callback::new(move |()| place.update(|_| ()))/> }.into_any()
        }
        Some(Ok(page)) => {
            let first = page.rows.first().map(|row| row.id);
            let last = page.rows.last().map(|row| row.id);
            let rows = page.rows.into_iter().map(|row| (row.display_name, row.upn, String::new())).collect();
            let back = first.filter(|_| page.has_previous);
            let on = last.filter(|_| page.has_next);
            view! {
                {list(rows)}
                <p class="pager">
                    {step(words::FIRST, place, back.map(|_| Cursor::First))}
                    {step(words::PREVIOUS, place, back.map(Cursor::Before))}
                    {step(words::NEXT, place, on.map(Cursor::After))}
                    {step(words::LAST, place, on.map(|_| Cursor::Last))}
                </p>
            }
            .into_any()
        }
    }
}

fn step(label: &'static str, place: RwSignal<Cursor<UserId>>, to: Option<Cursor<UserId>>) -> impl IntoView {
    view! {
        <button
            type="button"
            class="plain"
            disabled=to.is_none()
            on:click=move |_| {
                if let Some(to) = to {
                    place.set(to);
                }
            }
        >
            {label}
        </button>
    }
}

fn list(holders: Vec<Holder>) -> impl IntoView {
    if holders.is_empty() {
        return view! { <p class="muted">{words::NONE_HOLDS}</p> }.into_any();
    }
    view! {
        <ul class="lines holders">
            {holders
                .into_iter()
                .map(|(name, upn, through)| {
                    view! {
                        <li>
                            <b>{named(name)}</b> " " <span class="muted">{named(upn)}</span>
                            {(!through.is_empty()).then(|| view! { <span class="muted">" " {through}</span> })}
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
    .into_any()
}
