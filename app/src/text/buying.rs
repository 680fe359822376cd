//! Words of buying licenses.

use crate::format::{counted, number};
use domain::directory::invisible::isolated;

pub const BUY_AT_ONCE: &str = "The licenses can be assigned at once.";
pub const BUY_RECORDS: &str = "This records an order; nothing is sent to Microsoft. Buy the licenses in Partner Center \
    or from your distributor, then confirm the purchase here. Until then they can't be assigned.";
pub const RECORDED: &str = "Recorded – buy it in Partner Center or from your distributor";
pub const CONFIRM_PURCHASE: &str = "Confirm purchase";
pub const OPEN_ORDERS: &str = "Unconfirmed orders";
pub const HOW_MANY: &str = "Number of licenses";
pub const BUYING: &str = "Buying…";
pub const BUY_NOT_OWNED: &str =
    "This customer has no subscription of this product, so no licenses can be added to it here.";
pub const BUY_KEY_REUSED: &str = "This purchase conflicts with another one. Nothing was bought. Try again.";

/// Title of the purchase: `Fabrikam, Inc.: buy Visio Plan 2`
pub fn buy_title(customer: &str, product: &str) -> String {
    let (customer, product) = (isolated(customer), isolated(product));
    format!("{customer}: buy {product}")
}

/// `You own 20. New total: 25.`
pub fn new_total(owned: i64, quantity: Option<i64>) -> String {
    match quantity {
        Some(quantity) => format!("You own {}. New total: {}.", number(owned), number(owned + quantity)),
        None => format!("You own {}.", number(owned)),
    }
}

/// `Buy 5 licenses of Visio Plan 2 for Fabrikam, Inc.`
pub fn buy_confirm(quantity: i64, product: &str, customer: &str) -> String {
    let (product, customer) = (isolated(product), isolated(customer));
    format!("{} of {product} for {customer}", counted(quantity, "license"))
}

/// Label of the buy button.
pub fn buy(quantity: Option<i64>) -> String {
    quantity.map_or_else(|| "Buy".into(), |quantity| format!("Buy {}", number(quantity)))
}

/// A sent purchase was not confirmed.
pub fn buy_unanswered(quantity: i64) -> String {
    let licenses = counted(quantity, "license");
    format!("The server did not confirm your purchase of {licenses}. Buy again: it is made only once.")
}

/// Message after a purchase.
pub fn bought(quantity: i64, product: &str) -> String {
    let product = isolated(product);
    format!("{} of {product} bought.", counted(quantity, "license"))
}

/// `5 licenses of Visio Plan 2 · Anna Kováčová`
pub fn order(quantity: i64, product: &str, actor: &str) -> String {
    let (product, actor) = (isolated(product), isolated(actor));
    format!("{} of {product} · {actor}", counted(quantity, "license"))
}

/// Accessible name of the button that confirms an order.
pub fn confirm_purchase_of(quantity: i64, product: &str) -> String {
    let product = isolated(product);
    format!("{CONFIRM_PURCHASE} of {} of {product}", counted(quantity, "license"))
}
