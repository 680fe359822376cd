//! A customer's recent changes, a row per save and purchase.

use crate::paths;
use crate::text::operations as words;
use crate::ui::moment::Moment;
use crate::ui::named::named;
use domain::console::operation::ChangeRow;
use domain::ids::CustomerId;
use leptos::prelude::*;

/// The changes of a page, newest first.
#[component]
pub fn ChangeTable(customer: CustomerId, rows: Vec<ChangeRow>) -> impl IntoView {
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
                            let (created, actor, what) = match row {
                                ChangeRow::Operation(row) => {
                                    let (line, rest) = words::operation_line(&row);
                                    let what = view! {
                                        <a href=paths::operation(customer, row.id)>{line}</a>
                                        " "
                                        <span class="muted">{rest}</span>
                                        {row.reason.map(|why| view! { <div class="muted">{words::REASON} ": " {named(why)}</div> })}
                                    };
                                    (row.created, row.actor, what.into_any())
                                }
                                ChangeRow::Order(order) => {
                                    let what = words::order_line(&order);
                                    (order.created, order.actor, what.into_any())
                                }
                            };
                            view! {
                                <tr>
                                    <td class="text"><Moment at=created/></td>
                                    <td class="text">{actor}</td>
                                    <td class="wraps">{what}</td>
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
