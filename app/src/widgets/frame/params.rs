//! Parameters of a page's URL.

use domain::ids::CustomerId;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The customer in the path; `None` if it is not an id.
pub fn customer_param() -> Memo<Option<CustomerId>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get_str("customer").and_then(|text| text.parse().ok())))
}

/// A query parameter; `None` if it is missing or empty.
pub fn query_param(name: &'static str) -> Memo<Option<String>> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| query.get(name)).filter(|text| !text.is_empty()))
}
