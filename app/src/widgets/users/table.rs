//! The table of users: sorting, selecting a page or a range, keys.

use crate::text::common;
use crate::text::users as words;
use crate::ui::focus::focus;
use crate::ui::keys::on_key;
use crate::ui::tri_state::TriState;
use crate::widgets::users::list::{UserList, use_user_list};
use crate::widgets::users::pages::ListPages;
use crate::widgets::users::row::{UserTableRow, row_id};
use domain::directory::page::{Page, SortBy};
use domain::directory::user::UserRow;
use domain::ids::UserId;
use domain::rules::boxes::BoxState;
use leptos::prelude::*;

/// The table of a page of users, with its pager.
#[component]
pub fn UserTable(page: Memo<Page<UserRow>>) -> impl IntoView {
    let list = use_user_list();
    let here = RwSignal::new(None::<UserId>);
    let shift = StoredValue::new(false);
    let last_clicked = StoredValue::new(None::<UserId>);
    let on_click = Callback::new(move |user: UserId| {
        let selected = !untrack(|| list.selection.has(user));
        let from = last_clicked.get_value().filter(|_| shift.get_value()).unwrap_or(user);
        list.click(&list.shown.with_untracked(|shown| range(shown, from, user)), selected);
        last_clicked.set_value(Some(user));
        here.set(Some(user));
    });
    listen_to_keys(list, here, on_click, shift);
    view! {
        <ListPages page/>
        <div class="grid">
            <table aria-label=words::TABLE>
                <thead>
                    <tr>
                        <th class="tick" scope="col">
                            <PageBox list/>
                        </th>
                        <SortHeader by=SortBy::Name label=words::NAME class=""/>
                        <SortHeader by=SortBy::Email label=words::EMAIL class="wide"/>
                        <th scope="col">{words::LICENSES}</th>
                        <SortHeader by=SortBy::Location label=words::LOCATION class="wide"/>
                        <th scope="col">{words::SIGN_IN_STATUS}</th>
                    </tr>
                </thead>
                // The check box's change event doesn't include the Shift key.
                <tbody
                    on:mousedown=move |event| {
                        shift.set_value(event.shift_key());
                        if event.shift_key() {
                            event.prevent_default();
                        }
                    }
                    on:keydown=move |event| shift.set_value(event.shift_key())
                >
                    <For
                        each=move || page.get().rows
                        key=|row| serde_json::to_string(row).unwrap_or_default()
                        let:row
                    >
                        <UserTableRow row here on_click/>
                    </For>
                </tbody>
            </table>
        </div>
    }
}

/// The users from one row to another, in either direction.
fn range(shown: &[UserId], from: UserId, to: UserId) -> Vec<UserId> {
    let place = |user| shown.iter().position(|shown| *shown == user);
    match (place(from), place(to)) {
        (Some(from), Some(to)) => shown[from.min(to)..=from.max(to)].to_vec(),
        _ => vec![to],
    }
}

/// The check box of the whole page.
#[component]
fn PageBox(list: UserList) -> impl IntoView {
    let state =
        Memo::new(move |_| list.shown.with(|shown| BoxState::of(list.selection.count_among(shown), shown.len())));
    let on_click = Callback::new(move |()| {
        let selected = state.get_untracked() != BoxState::Filled;
        list.click(&list.shown.get_untracked(), selected);
    });
    view! { <TriState state label=common::SELECT_PAGE on_click/> }
}

/// The header of a sortable column.
#[component]
fn SortHeader(by: SortBy, label: &'static str, class: &'static str) -> impl IntoView {
    let list = use_user_list();
    let sort = move || list.view.with(|view| view.query.sort);
    let direction = move || match sort() {
        sort if sort.by != by => "none",
        sort if sort.descending => "descending",
        _ => "ascending",
    };
    view! {
        <th scope="col" class=class aria-sort=direction>
            <a href=move || list.href_with(|view| view.sorted_by(by)) data-noscroll="">
                {label}
            </a>
        </th>
    }
}

fn listen_to_keys(
    list: UserList,
    here: RwSignal<Option<UserId>>,
    on_click: Callback<UserId>,
    shift: StoredValue<bool>,
) {
    let step = move |by: isize| {
        let next = list.shown.with_untracked(|shown| neighbour(shown, here.get_untracked(), by));
        if let Some(user) = next {
            here.set(Some(user));
            focus(&row_id(user));
        }
    };
    on_key("j", Callback::new(move |()| step(1)));
    on_key("k", Callback::new(move |()| step(-1)));
    on_key(
        "x",
        Callback::new(move |()| {
            let shown = |user: &UserId| list.shown.with_untracked(|shown| shown.contains(user));
            if let Some(user) = here.get_untracked().filter(shown) {
                shift.set_value(false);
                on_click.run(user);
            }
        }),
    );
}

/// The row `by` steps away; the first one without a current row.
fn neighbour(shown: &[UserId], here: Option<UserId>, by: isize) -> Option<UserId> {
    let at = here.and_then(|user| shown.iter().position(|shown| *shown == user));
    match at {
        Some(at) => at.checked_add_signed(by).and_then(|at| shown.get(at)).copied(),
        None => shown.first().copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn users() -> Vec<UserId> {
        (1..=4).map(|number| format!("00000000-0000-4000-8000-00000000000{number}").parse().unwrap()).collect()
    }

    #[test]
    fn a_range_goes_both_ways() {
        let users = users();
        assert_eq!(range(&users, users[1], users[3]), &users[1..=3]);
        assert_eq!(range(&users, users[3], users[1]), &users[1..=3]);
    }

    #[test]
    fn a_range_from_another_page_is_the_row_alone() {
        let users = users();
        assert_eq!(range(&users[1..], users[0], users[2]), vec![users[2]]);
    }

    #[test]
    fn keys_walk_the_rows_and_stop_at_the_ends() {
        let users = users();
        assert_eq!(neighbour(&users, None, 1), Some(users[0]));
        assert_eq!(neighbour(&users, Some(users[1]), -1), Some(users[0]));
        assert_eq!((neighbour(&users, Some(users[0]), -1), neighbour(&users, Some(users[3]), 1)), (None, None));
    }
}
