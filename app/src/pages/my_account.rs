//! My account: the signed-in person's name and roles, password, sessions and second factor.

use crate::api::session::Session;
use crate::text::my_account as words;
use crate::widgets::frame::page_frame::PageFrame;
use crate::widgets::my_account::account::AccountFacts;
use crate::widgets::my_account::identities::LinkedAccounts;
use crate::widgets::my_account::sections::AccountSections;
use leptos::prelude::*;

/// The page.
#[component]
pub fn MyAccountPage() -> impl IntoView {
    view! {
        <PageFrame title=words::MY_ACCOUNT>
            <AccountSections facts>
                <LinkedAccounts/>
            </AccountSections>
        </PageFrame>
    }
}

fn facts(session: &Session) -> AnyView {
    view! { <AccountFacts actor=session.actor.clone() has_custom=session.has_custom/> }.into_any()
}
