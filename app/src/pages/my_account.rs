//! My account: the signed-in person's name and roles, password, sessions and second factor.

use crate::api::my_account::list_own_sessions;
use crate::api::session::Session;
use crate::error::ApiError;
use crate::state::session::SignedIn;
use crate::text::common;
use crate::text::my_account as words;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::page_frame::PageFrame;
use crate::widgets::my_account::account::AccountFacts;
use crate::widgets::my_account::identities::LinkedAccounts;
use crate::widgets::my_account::own_sessions::OwnSessions;
use crate::widgets::my_account::password::PasswordSection;
use crate::widgets::my_account::second_factor::SecondFactorSection;
use leptos::prelude::*;

/// The page.
#[component]
pub fn MyAccountPage() -> impl IntoView {
    let who = use_context::<SignedIn>();
    let loaded = Resource::new(|| (), |()| list_own_sessions());
    let on_retry = Callback::new(move |()| {
        loaded.refetch();
        if let Some(SignedIn(who)) = who {
            who.refetch();
        }
    });
    let content = move || {
        Suspend::new(async move {
            let list = loaded.await;
            let session = match who {
                Some(SignedIn(who)) => who.await,
                None => Ok(None),
            };
            let session = session.and_then(|session| session.ok_or(ApiError::SignedOut));
            match session.and_then(|session| list.map(|list| (session, list))) {
                Ok((Session { actor, has_custom, has_password, .. }, list)) => view! {
                    <div class="my-account">
                        <AccountFacts actor=actor.clone() has_custom/>
                        <PasswordSection sign_in_name=actor.sign_in_name has_password/>
                        <OwnSessions list/>
                    </div>
                }
                .into_any(),
                Err(error) => view! { <ErrorView error on_retry loads=true/> }.into_any(),
            }
        })
    };
    // Setting up a second factor ends other sessions.
    let on_set_up = Callback::new(move |()| loaded.refetch());
    view! {
        <PageFrame title=words::MY_ACCOUNT>
            <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
                {content}
            </Transition>
            <div class="my-account">
                <SecondFactorSection on_set_up/>
                <LinkedAccounts/>
            </div>
        </PageFrame>
    }
}
