//! The relationships with a customer.

use crate::customer_page::CustomerPage;
use crate::text::relationships as words;
use crate::widgets::relationships::loaded::LoadedRelationships;
use crate::widgets::relationships::managing::ManagingRelationships;
use crate::widgets::relationships::table::Relationships;
use leptos::prelude::*;

/// The reseller relationship and the admin relationships with a customer.
#[component]
pub fn RelationshipsPage() -> impl IntoView {
    view! { <LoadedRelationships page=CustomerPage::Relationships shown/> }
}

fn shown(managing: ManagingRelationships) -> AnyView {
    view! {
        <p class="lead">{words::LEAD}</p>
        <Relationships managing/>
    }
    .into_any()
}
