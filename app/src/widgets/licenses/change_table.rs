//! A customer's recent changes, a row per save.

use crate::format::date_time;
use crate::paths;
use crate::text::operations as words;
use domain::console::operation::OperationRow;
use domain::ids::CustomerId;
use leptos::prelude::*;

/// The saves of a page, newest first.
#[component]
pub fn ChangeTable(customer: CustomerId, rows: Vec<OperationRow>) -> impl IntoView {
    if rows.is_empty() {
        return view! { <p class="note info">{words::NO_CHANGES}</p> }.into_any();
    }
    view! {
        <div class="grid">
            <table class="changes" aria-label=words::CHANGES>
                <thead>
                    <tr>
                        {words::CHANGE_HEADERS
                            .into_iter()
                            .map(|header| view! { <th scope="col">{header}</th> })
                            .collect_view()}
                    </tr>
                </thead>
                <tbody>
                    {rows
                        .into_iter()
                        .map(|row| {
                            view! {
                                <tr>
                                    <td class="num">{date_time(row.created)}</td>
                                    <td>{row.actor}</td>
                                    <td class="wraps">
                                        <a href=paths::operation(customer, row.id)>{words::operation_line(row.kind, &row.counts, row.is_undo, row.state)}</a>
                                        " "
                                        <span class="muted">{words::assigned_revoked(&row.counts)}</span>
                                    </td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}
