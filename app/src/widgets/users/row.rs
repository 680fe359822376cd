//! A row of the table of users.

use crate::text::{offboard, users as words};
use crate::ui::named::named;
use crate::ui::tri_state::TriState;
use crate::widgets::users::list::{History, use_user_list};
use domain::directory::user::{ProductName, UserRow, UserType};
use domain::ids::UserId;
use domain::rules::boxes::BoxState;
use leptos::prelude::*;

/// Products shown in a row before “+n more”.
const PRODUCTS_SHOWN: usize = 3;

/// A user's row. `here` is the keyboard's current row.
#[component]
pub fn UserTableRow(row: UserRow, here: RwSignal<Option<UserId>>, on_click: Callback<UserId>) -> impl IntoView {
    let list = use_user_list();
    let id = row.id;
    let selected = Memo::new(move |_| list.selection.has(id));
    let state = Signal::derive(move || BoxState::of(usize::from(selected.get()), 1));
    let errors_of = words::has_errors(&row.display_name);
    let href = move || list.href_with(|view| view.showing(Some(id)));
    view! {
        <tr
            id=row_id(id)
            tabindex="-1"
            class:here=move || here.get() == Some(id)
            aria-selected=move || if selected.get() { "true" } else { "false" }
            on:focusin=move |_| here.set(Some(id))
            on:keydown=move |event| {
                // A link or check box handles Enter itself.
                if event.key() == "Enter" && event.target() == event.current_target() {
                    list.go(&list.view.with_untracked(|view| view.showing(Some(id))), History::Push);
                }
            }
        >
            <td class="tick">
                <TriState state label=row.display_name.clone() on_click=Callback::new(move |()| on_click.run(id))/>
            </td>
            <td class="text name">
                <a id=name_id(id) href=href data-noscroll="">
                    {named(row.display_name)}
                </a>
                {(row.user_type == UserType::Guest).then(|| view! { <span class="tag guest">{words::GUEST}</span> })}
                <span class="sub">{named(row.upn.clone())}</span>
                {row.found_by.map(|address| view! { <span class="found-by">{words::matched_by(&address)}</span> })}
            </td>
            <td class="text email muted wide">{named(row.upn)}</td>
            <td class="wrap" data-label=words::LICENSES>
                <Products products=row.products/>
                {row.has_errors
                    .then(|| {
                        view! {
                            <a class="st fail errors" href=href data-noscroll="" aria-label=errors_of>
                                {words::HAS_ERRORS}
                            </a>
                        }
                    })}
            </td>
            <td class="wide">{row.location.map_or(words::NOTHING, |country| country.name())}</td>
            <td data-label=words::SIGN_IN_STATUS>
                <SignInStatus allowed=row.sign_in_allowed/>
                {row.deletion.map(|day| view! { <span class="leaving">{offboard::to_be_deleted_on(day)}</span> })}
            </td>
        </tr>
    }
}

/// The first products as tags, and the number of further ones.
#[component]
fn Products(products: Vec<ProductName>) -> impl IntoView {
    if products.is_empty() {
        return view! { <span class="muted">{words::UNLICENSED}</span> }.into_any();
    }
    let rest: Vec<String> = products.iter().skip(PRODUCTS_SHOWN).map(|product| product.name.clone()).collect();
    let first = products.into_iter().take(PRODUCTS_SHOWN);
    let first = first.map(|product| view! { <span class="tag">{named(product.name)}</span> }).collect_view();
    let more = (!rest.is_empty()).then(|| {
        view! {
            <span class="tag" title=rest.join(", ")>
                {words::more_products(rest.len())}
            </span>
        }
    });
    view! { {first} {more} }.into_any()
}

/// The sign-in status: a symbol and a word.
#[component]
pub fn SignInStatus(allowed: bool) -> impl IntoView {
    let word = if allowed { words::ALLOWED } else { words::BLOCKED };
    view! {
        <span class="st" class:off=!allowed>
            {word}
        </span>
    }
}

/// The id of a user's row in the document.
pub fn row_id(user: UserId) -> String {
    format!("row-{user}")
}

/// The id of a user's name in its row.
pub fn name_id(user: UserId) -> String {
    format!("name-{user}")
}
