//! The outcomes of a save, a row per user.

use crate::state::way_back::WayBack;
use crate::text::licenses as words;
use crate::text::operations;
use crate::ui::named::named;
use crate::widgets::operations::plans_off::AllPlansOff;
use domain::console::operation::{OutcomeRow, Whereabouts};
use domain::directory::invisible::isolated;
use domain::directory::user::ProductName;
use domain::ids::CustomerId;
use domain::rules::outcome_kind::OutcomeKind;
use leptos::prelude::*;

/// How many products a row names.
const PRODUCTS_SHOWN: usize = 3;

/// The outcomes of a page, with the users' emails where those matter. Names lead to the users.
#[component]
pub fn OutcomeTable(customer: CustomerId, rows: Vec<OutcomeRow>, #[prop(optional)] with_emails: bool) -> impl IntoView {
    if rows.is_empty() {
        return view! { <p class="muted">{operations::NO_OUTCOMES}</p> }.into_any();
    }
    let back = WayBack::to(customer);
    let [user, result, happened, licenses] = operations::OUTCOME_HEADERS;
    view! {
        <div class="grid">
            <table class="outcomes" aria-label=operations::RESULTS>
                <thead>
                    <tr>
                        <th scope="col">{user}</th>
                        <th scope="col">{result}</th>
                        <th scope="col">{happened}</th>
                        <th scope="col" class="wide">{licenses}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(|row| view! { <Outcome back row with_emails/> }).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Outcome(back: WayBack, row: OutcomeRow, with_emails: bool) -> impl IntoView {
    let class = match (row.outcome, &row.code) {
        (OutcomeKind::Failed, _) => "st fail",
        (kind, _) if kind.stays() => "st same",
        // Added or edited, but not whole.
        (_, Some(_)) => "st part",
        _ => "st",
    };
    let licenses = licenses_now(&row.licenses_now);
    let name = named(if row.name.is_empty() { words::GONE_USER.to_owned() } else { row.name });
    let name = match row.now {
        Whereabouts::Listed => view! { <a href=move || back.showing(row.user)>{name}</a> }.into_any(),
        Whereabouts::Deleted => view! { <a href=back.deleted()>{name}</a> }.into_any(),
        Whereabouts::Gone => name.into_any(),
    };
    view! {
        <tr>
            <th scope="row" title=row.upn.clone()>
                {name} {with_emails.then(|| view! { <span class="muted upn">{named(row.upn.clone())}</span> })} <span class="sub">{operations::OUTCOME_HEADERS[3]} ": " {licenses.clone()}</span>
            </th>
            <td><span class=class>{operations::outcome(row.outcome)}</span></td>
            <td class="wraps">{row.message} <AllPlansOff plans_off=row.plans_off/></td>
            <td class="muted wraps wide">{licenses}</td>
        </tr>
    }
}

/// The first products, then `+n more`.
fn licenses_now(products: &[ProductName]) -> String {
    if products.is_empty() {
        return words::NO_LICENSES.into();
    }
    let named: Vec<_> = products.iter().take(PRODUCTS_SHOWN).map(|product| isolated(&product.name)).collect();
    match products.len().saturating_sub(PRODUCTS_SHOWN) {
        0 => named.join(", "),
        more => format!("{} +{} more", named.join(", "), words::amount(more)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_products_are_named_and_the_rest_counted() {
        let product = |name: &str| ProductName {
            name: name.into(),
            sku_id: "05e9a617-0261-4cee-bb44-138d3ef5d965".parse().unwrap(),
        };
        let products = ["A", "B", "C", "D", "E"].map(product);
        assert_eq!(licenses_now(&products), "A, B, C +2 more");
        assert_eq!(licenses_now(&products[..3]), "A, B, C");
        assert_eq!(licenses_now(&[]), "None");
    }
}
