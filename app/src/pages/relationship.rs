//! An admin relationship with a customer.

use crate::customer_page::CustomerPage;
use crate::text::relationships as words;
use crate::widgets::relationships::detail::RelationshipDetail;
use crate::widgets::relationships::loaded::LoadedRelationships;
use crate::widgets::relationships::managing::ManagingRelationships;
use domain::ids::RelationshipId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The admin relationship of the address.
#[component]
pub fn RelationshipPage() -> impl IntoView {
    view! { <LoadedRelationships page=CustomerPage::Relationship shown/> }
}

fn shown(managing: ManagingRelationships) -> AnyView {
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params.with(|params| params.get_str("relationship").and_then(|text| text.parse::<RelationshipId>().ok()))
    });
    let detail = move || match id.get() {
        Some(id) => view! { <RelationshipDetail managing id/> }.into_any(),
        None => view! { <p class="note warn">{words::NO_SUCH}</p> }.into_any(),
    };
    detail.into_any()
}
