//! The signed-in person's own account.

use crate::text::second_factor as words;
use crate::widgets::frame::page_frame::PageFrame;
use crate::widgets::my_account::second_factor::SecondFactorSection;
use leptos::prelude::*;

/// The sections of the account.
#[component]
pub fn MyAccountPage() -> impl IntoView {
    view! {
        <PageFrame title=words::MY_ACCOUNT>
            <SecondFactorSection/>
        </PageFrame>
    }
}
