//! Paging through the users list.

use crate::text::users as words;
use crate::ui::pager::Pager;
use crate::widgets::frame::page_links::around;
use crate::widgets::users::filter_form::FORM;
use crate::widgets::users::list::{History, use_user_list};
use domain::directory::page::{Cursor, Page, PageSize};
use domain::directory::user::UserRow;
use domain::ids::UserId;
use leptos::prelude::*;

/// First, Previous, Next, Last.
#[component]
pub fn ListPages(page: Memo<Page<UserRow>>) -> impl IntoView {
    let list = use_user_list();
    let places = Memo::new(move |_| page.with(|page| around(page, |row| row.id)));
    let address = move |place: Option<Cursor<UserId>>| place.map(|place| list.href_with(|view| view.at(place)));
    let [first, previous, next, last] =
        std::array::from_fn(|link| Signal::derive(move || address(places.with(|places| places[link]))));
    view! { <Pager first previous next last/> }
}

/// The choice of the page size.
#[component]
pub fn SizeSelect() -> impl IntoView {
    let list = use_user_list();
    let size = move || list.view.with(|view| view.query.size);
    let on_change = move |event| {
        let number = event_target_value(&event).parse::<u16>().ok();
        if let Some(size) = number.and_then(|number| PageSize::try_from(number).ok()) {
            let view = list.view.with_untracked(|view| view.with_size(size));
            list.go(&view, History::Push);
        }
    };
    view! {
        <label class="muted inline-field">
            {words::PAGE_SIZE}
            <select class="box" name="size" form=FORM prop:value=move || size().get().to_string() on:change=on_change>
                {PageSize::ALL
                    .map(|each| {
                        let number = each.get().to_string();
                        view! { <option value=number.clone() selected=size() == each>{number.clone()}</option> }
                    })
                    .into_iter()
                    .collect_view()}
            </select>
        </label>
    }
}
