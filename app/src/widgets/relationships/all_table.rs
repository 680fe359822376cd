//! The admin relationships of all customers.

use super::ends::status;
use crate::paths;
use crate::text::relationships as words;
use crate::ui::moment::Moment;
use crate::ui::named::named;
use crate::ui::pager::Pager;
use crate::widgets::frame::page_links::around;
use domain::access::relationship::RelationshipStatus;
use domain::access::relationship_list::{RelationshipFilter, RelationshipQuery, RelationshipRow};
use domain::directory::page::{Cursor, Page};
use leptos::prelude::*;

/// The choice of states. It works without script, too.
#[component]
pub fn StateChoice(query: RelationshipQuery) -> impl IntoView {
    let statuses = RelationshipStatus::ALL.map(RelationshipFilter::Status);
    let choices = [RelationshipFilter::Current, RelationshipFilter::All].into_iter().chain(statuses);
    let options = choices.map(move |filter| {
        let label = match filter {
            RelationshipFilter::Current => words::CURRENT,
            RelationshipFilter::All => words::EVERY,
            RelationshipFilter::Status(status) => words::status_choice(status),
        };
        view! {
            <option value=paths::relationship_filter_word(filter) selected=filter == query.filter>
                {label}
            </option>
        }
    });
    view! {
        <form method="get" action=paths::RELATIONSHIPS class="acts state-choice">
            <label for="relationship-state">{words::SHOW}</label>
            <select class="box" id="relationship-state" name="show">
                {options.collect_view()}
            </select>
            <button type="submit" class="second">
                {words::APPLY}
            </button>
        </form>
    }
}

/// A page of the list.
#[component]
pub fn AllRelationships(page: Page<RelationshipRow>, query: RelationshipQuery) -> impl IntoView {
    if page.rows.is_empty() {
        return view! { <p class="grid empty" role="status">{words::NONE_MATCH}</p> }.into_any();
    }
    let links = around(&page, |row| row.id);
    let [first, previous, next, last] = links
        .map(|place| Signal::stored(place.map(|place| paths::all_relationships(RelationshipQuery { place, ..query }))));
    let turned = RelationshipQuery { descending: !query.descending, place: Cursor::First, ..query };
    view! {
        <div class="grid">
            <table aria-label=words::RELATIONSHIPS>
                <thead>
                    <tr>
                        <th scope="col">{words::NAME}</th>
                        <th scope="col">{words::CUSTOMER}</th>
                        <th scope="col">{words::STATUS}</th>
                        <th scope="col">{words::ROLES}</th>
                        <th scope="col" aria-sort=if query.descending { "descending" } else { "ascending" }>
                            <a href=paths::all_relationships(turned) data-noscroll="">
                                {words::ENDS}
                            </a>
                        </th>
                        <th scope="col">{words::AUTO_EXTEND}</th>
                    </tr>
                </thead>
                <tbody>{page.rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        <Pager first previous next last/>
    }
    .into_any()
}

fn row(row: RelationshipRow) -> impl IntoView {
    let left = row.days_left.map(|days| view! { <span class="sub-line muted">{words::in_days(days)}</span> });
    view! {
        <tr>
            <td class="text name">
                <a href=paths::relationship(row.customer, row.id)>{named(row.name)}</a>
            </td>
            <td class="text" data-label=words::CUSTOMER>
                <a href=paths::relationships(row.customer)>{named(row.customer_name)}</a>
            </td>
            <td data-label=words::STATUS>{status(row.status)}</td>
            <td class="text" data-label=words::ROLES>
                {words::few_roles(&row.roles)}
            </td>
            <td class="text" data-label=words::ENDS>
                {row.ends.map(|at| view! { <Moment at/> })}
                {left}
            </td>
            <td data-label=words::AUTO_EXTEND>{if row.auto_extend { words::ON } else { words::OFF }}</td>
        </tr>
    }
}
