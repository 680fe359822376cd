//! The activity log of all customers, and security events.

use crate::text::frame::ALL_ACTIVITY;
use crate::widgets::activity::log_of::LogOf;
use crate::widgets::activity::tabs::ActivityTabs;
use crate::widgets::frame::page_frame::PageFrame;
use leptos::prelude::*;

/// Activity of all customers, or security events, depending on the address.
#[component]
pub fn AllActivityPage() -> impl IntoView {
    view! {
        <PageFrame title=ALL_ACTIVITY>
            <ActivityTabs label=ALL_ACTIVITY whose=LogOf::All/>
        </PageFrame>
    }
}
