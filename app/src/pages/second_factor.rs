//! Setting up a second factor before anything else, for people whose role needs one.

use crate::paths;
use crate::text::frame;
use crate::text::second_factor as words;
use crate::widgets::frame::params::query_param;
use crate::widgets::frame::sign_in_card::SignInCard;
use crate::widgets::my_account::second_factor::set_up::SetUp;
use leptos::prelude::*;

/// Leads through the set-up, then to the page that was asked for. That page is loaded anew, because until now nobody was
/// signed in for the pages.
#[component]
pub fn SetUpSecondFactorPage() -> impl IntoView {
    let next = query_param("next");
    let on_done = Callback::new(move |()| {
        let next = next.get_untracked().unwrap_or_default();
        let _ = location().set_href(paths::local_or_customers(&next));
    });
    view! {
        <SignInCard title=words::SET_UP_TITLE error=None>
            <p class="lead">{words::SET_UP_LEAD}</p>
            <SetUp on_done/>
            <form method="post" action=paths::SIGN_OUT>
                <button type="submit" class="second">
                    {frame::SIGN_OUT}
                </button>
            </form>
        </SignInCard>
    }
}
