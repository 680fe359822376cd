//! Rows of the activity log.

use crate::format::Precision;
use crate::paths;
use crate::text::activity as words;
use crate::ui::moment::Moment;
use crate::ui::named::named;
use domain::console::activity::{ActivityRow, Details};
use domain::ids::OperationId;
use leptos::prelude::*;

/// The column specific to a table of activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstColumn {
    /// The customer.
    Customer,
    /// The position in the customer's chain.
    Number,
}

fn first_header(shown: FirstColumn) -> &'static str {
    match shown {
        FirstColumn::Customer => words::CUSTOMER,
        FirstColumn::Number => words::NO,
    }
}

/// The rows, in the given order. `whole` expands every row, for printing.
#[component]
pub fn ActivityTable(
    label: &'static str,
    shown: FirstColumn,
    rows: Vec<ActivityRow>,
    #[prop(optional)] whole: bool,
) -> impl IntoView {
    let headers = [
        words::WHEN,
        first_header(shown),
        words::ACTION,
        words::PERFORMED_BY,
        words::TARGET,
        words::WHAT_CHANGED,
        words::REASON,
        words::REQUEST,
    ];
    view! {
        <div class="grid">
            <table class="activity" aria-label=label>
                <thead>
                    <tr>{headers.map(|header| view! { <th scope="col">{header}</th> }).into_iter().collect_view()}</tr>
                </thead>
                <tbody>{rows.into_iter().map(|row| view! { <Row row shown whole/> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(row: ActivityRow, shown: FirstColumn, whole: bool) -> impl IntoView {
    let target = words::target(&row);
    let target = match &row.details {
        Details::PasswordShown { user } => {
            view! { <a href=paths::user(row.customer, *user)>{words::ONE_USER}</a> }.into_any()
        }
        _ if row.is_about_operation() => {
            let address = paths::operation(row.customer, OperationId::new(row.subject));
            view! { <a href=address>{target}</a> }.into_any()
        }
        _ => target.into_any(),
    };
    let first = match shown {
        FirstColumn::Customer => {
            view! { <a href=paths::activity(row.customer)>{named(row.customer_name.clone())}</a> }.into_any()
        }
        FirstColumn::Number => row.sequence.into_any(),
    };
    let request = row.request.map(|request| view! { <Request id=request.to_string() open=whole/> });
    view! {
        <tr>
            <td data-label=words::WHEN><Moment at=row.at precision=Precision::Second/></td>
            <td class="text" data-label=first_header(shown)>
                {first}
            </td>
            <td class="text" data-label=words::ACTION>
                {row.action.as_str()}
            </td>
            <td class="text" data-label=words::PERFORMED_BY>
                {named(words::performer(&row).to_owned())}
            </td>
            <td class="text" data-label=words::TARGET>
                {target}
            </td>
            <td class="text" data-label=words::WHAT_CHANGED>
                {words::what_changed(&row.details)}
            </td>
            <td class="text any" data-label=row.reason.is_some().then_some(words::REASON)>
                {row.reason.clone().map(named)}
            </td>
            <td class="text any" data-label=row.request.is_some().then_some(words::REQUEST)>
                {row.address.clone()}
                " "
                {request}
            </td>
        </tr>
    }
}

/// The id of a request. It is long and rarely needed, so it is collapsed unless `open`, as for printing.
#[component]
pub fn Request(id: String, #[prop(optional)] open: bool) -> impl IntoView {
    view! {
        <details class="folded" open=open>
            <summary>{words::REQUEST_ID}</summary>
            <span class="muted request">{id}</span>
        </details>
    }
}
