//! My account of a person of a customer's portal.

use crate::api::my_account::list_own_sessions;
use crate::error::ApiError;
use crate::portal_page::PortalPage;
use crate::state::session::SignedIn;
use crate::text::common;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::my_account::own_sessions::OwnSessions;
use crate::widgets::my_account::password::PasswordSection;
use crate::widgets::my_account::second_factor::SecondFactorSection;
use crate::widgets::portal::frame::PortalFrame;
use leptos::prelude::*;

/// Password, sessions and second factor.
#[component]
pub fn PortalAccountPage() -> impl IntoView {
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
            let actor = session.and_then(|session| session.map(|session| session.actor).ok_or(ApiError::SignedOut));
            match actor.and_then(|actor| list.map(|list| (actor, list))) {
                Ok((actor, list)) => view! {
                    <div class="my-account">
                        <PasswordSection sign_in_name=actor.sign_in_name has_password=true/>
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
        <PortalFrame page=PortalPage::Account>
            <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
                {content}
            </Transition>
            <div class="my-account">
                <SecondFactorSection on_set_up/>
            </div>
        </PortalFrame>
    }
}
