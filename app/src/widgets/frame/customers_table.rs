//! The table of customers.

use crate::text::frame as words;
use crate::ui::named::named;
use crate::{format, paths};
use domain::directory::customer::CustomerRow;
use leptos::prelude::*;

/// A row a customer, its name leading to its users.
#[component]
pub fn CustomersTable(rows: Vec<CustomerRow>) -> impl IntoView {
    view! {
        <div class="grid">
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words::NAME}</th>
                        <th scope="col" class="wide">{words::PRIMARY_DOMAIN}</th>
                        <th scope="col" class="wide">{words::MICROSOFT_ID}</th>
                        <th scope="col" class="wide">{words::RELATIONSHIP}</th>
                        <th scope="col" class="num">{words::USERS}</th>
                        <th scope="col" class="num">{words::LICENSES}</th>
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
    view! {
        <tr>
            <td class="text">
                <a href=paths::users(row.id)>{named(row.name)}</a>
                <span class="sub">{named(row.primary_domain.clone())}</span>
            </td>
            <td class="text wide muted">{named(row.primary_domain)}</td>
            <td class="text wide muted id">{row.id.to_string()}</td>
            <td class="text wide">{row.relationship}</td>
            <td class="num" data-label=words::USERS>{format::number(row.users)}</td>
            <td class="num" data-label=words::LICENSES>{licenses}</td>
            <td class="text" data-label=words::SOURCE>{format::source(row.source)}</td>
        </tr>
    }
}
