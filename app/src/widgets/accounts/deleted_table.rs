//! The table of deleted users.

use crate::text::accounts as words;
use crate::text::common;
use crate::text::users::NOTHING;
use crate::ui::moment::Moment;
use crate::ui::named::named;
use crate::ui::tri_state::TriState;
use domain::directory::deleted_user::{DeletedUserRow, LostLicense};
use domain::ids::UserId;
use domain::rules::boxes::BoxState;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The users of a page, with boxes that select them.
#[component]
pub fn DeletedTable(rows: Vec<DeletedUserRow>, selected: RwSignal<BTreeSet<UserId>>) -> impl IntoView {
    let shown: Vec<UserId> = rows.iter().map(|row| row.id).collect();
    let shown = StoredValue::new(shown);
    let state = Signal::derive(move || {
        shown.with_value(|shown| {
            let here = selected.with(|selected| shown.iter().filter(|user| selected.contains(user)).count());
            BoxState::of(here, shown.len())
        })
    });
    let select_page = Callback::new(move |()| {
        let all = state.get_untracked() != BoxState::Filled;
        selected.update(|selected| {
            shown.with_value(|shown| match all {
                true => selected.extend(shown),
                false => selected.retain(|user| !shown.contains(user)),
            });
        });
    });
    let [name, email, deleted, by, days, licenses] = words::DELETED_HEADERS;
    view! {
        <div class="grid">
            <table class="deleted" aria-label=words::DELETED_USERS>
                <thead>
                    <tr>
                        <th class="tick" scope="col">
                            <TriState state label=common::SELECT_PAGE on_click=select_page/>
                        </th>
                        <th scope="col">{name}</th>
                        <th scope="col" class="wide">{email}</th>
                        <th scope="col">{deleted}</th>
                        <th scope="col" class="wide">{by}</th>
                        <th scope="col">{days}</th>
                        <th scope="col" class="wide">{licenses}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(|row| view! { <DeletedRow row selected/> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn DeletedRow(row: DeletedUserRow, selected: RwSignal<BTreeSet<UserId>>) -> impl IntoView {
    let id = row.id;
    let state = Signal::derive(move || BoxState::of(usize::from(selected.with(|all| all.contains(&id))), 1));
    let click = Callback::new(move |()| {
        selected.update(|all| {
            if !all.remove(&id) {
                all.insert(id);
            }
        });
    });
    let [_, _, deleted, _, days, _] = words::DELETED_HEADERS;
    let licenses: Vec<String> = row.licenses.iter().map(LostLicense::words).collect();
    let licenses = if licenses.is_empty() { NOTHING.to_owned() } else { licenses.join(", ") };
    let by = row.deleted_by.unwrap_or_else(|| words::BY_IMPORT.to_owned());
    view! {
        <tr aria-selected=move || if state.get() == BoxState::Filled { "true" } else { "false" }>
            <td class="tick">
                <TriState state label=row.name.clone() on_click=click/>
            </td>
            <td class="text name">
                {named(row.name)}
                <span class="sub">{named(row.upn.clone())}</span>
                <span class="sub">{words::by_and_licenses(&by, &licenses)}</span>
            </td>
            <td class="text email muted wide">{named(row.upn)}</td>
            <td data-label=deleted><Moment at=row.deleted/></td>
            <td class="text wide">{by}</td>
            <td data-label=days>{words::days_left(row.days_left)}</td>
            <td class="text muted wide">
                {licenses}
            </td>
        </tr>
    }
}
