//! The table of customers.

use crate::text::frame as words;
use crate::ui::named::named;
use crate::widgets::frame::source::Source;
use crate::{format, paths};
use domain::directory::customer::{CustomerRow, CustomerSort, CustomerSortBy};
use domain::directory::page::{Count, Cursor};
use leptos::prelude::*;

/// A row per customer. The name links to the users; the column headings sort.
#[component]
pub fn CustomersTable(rows: Vec<CustomerRow>, search: String, sort: CustomerSort) -> impl IntoView {
    let heading = |by: CustomerSortBy, label: &'static str, class: &'static str| {
        let direction = match sort {
            sort if sort.by != by => "none",
            sort if sort.descending => "descending",
            _ => "ascending",
        };
        let href = paths::customers(&search, sort.clicked(by), Cursor::First);
        view! {
            <th scope="col" class=class aria-sort=direction>
                <a href=href data-noscroll="">
                    {label}
                </a>
            </th>
        }
    };
    view! {
        <div class="grid">
            <table>
                <thead>
                    <tr>
                        {heading(CustomerSortBy::Name, words::NAME, "")}
                        {heading(CustomerSortBy::Domain, words::PRIMARY_DOMAIN, "wide")}
                        <th scope="col" class="wider">{words::MICROSOFT_ID}</th>
                        <th scope="col" class="wide">{words::RELATIONSHIP}</th>
                        {heading(CustomerSortBy::Users, words::USERS, "num")}
                        {heading(CustomerSortBy::Licenses, words::LICENSES, "num")}
                        {heading(CustomerSortBy::Shortages, words::SHORTAGES, "")}
                        {heading(CustomerSortBy::Errors, words::ERRORS, "num")}
                        <th scope="col">{words::SOURCE}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn row(row: CustomerRow) -> impl IntoView {
    let licenses = format!("{}/{}", format::number(row.licenses_used), format::number(row.licenses_owned));
    let shortages = words::shortages(row.none_left, row.over_assigned);
    let errors = match row.with_errors {
        Count::Exact(0) => view! { <span class="muted">{words::NONE}</span> }.into_any(),
        count => view! { <a href=paths::users_with_errors(row.id)>{format::count(count)}</a> }.into_any(),
    };
    view! {
        <tr>
            <td class="text">
                <a href=paths::users(row.id)>{named(row.name)}</a>
                {row.tags.into_iter().map(|tag| view! { " " <span class="tag">{named(tag)}</span> }).collect_view()}
                <span class="sub">{named(row.primary_domain.clone())}</span>
            </td>
            <td class="text wide muted">{named(row.primary_domain)}</td>
            <td class="text wider muted id">{row.id.to_string()}</td>
            <td class="text wide">{row.relationship}</td>
            <td class="num" data-label=words::USERS>{format::number(row.users)}</td>
            <td class="num" data-label=words::LICENSES>{licenses}</td>
            <td class="text" class:muted=row.none_left == 0 data-label=words::SHORTAGES>{shortages}</td>
            <td class="num" data-label=words::ERRORS>{errors}</td>
            <td class="text" data-label=words::SOURCE><Source source=row.source/></td>
        </tr>
    }
}
