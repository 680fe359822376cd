//! The activity log over all customers.

use crate::text::frame::ALL_ACTIVITY;
use crate::widgets::activity::log::{ActivityLog, Whose};
use crate::widgets::frame::page_frame::PageFrame;
use leptos::prelude::*;

/// Activity of all customers.
#[component]
pub fn AllActivityPage() -> impl IntoView {
    view! {
        <PageFrame title=ALL_ACTIVITY>
            <ActivityLog whose=Whose::All/>
        </PageFrame>
    }
}
