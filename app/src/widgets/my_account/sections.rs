//! The sections of one's own account.

use super::own_sessions::OwnSessions;
use super::password::PasswordSection;
use super::second_factor::SecondFactorSection;
use crate::api::my_account::list_own_sessions;
use crate::api::session::Session;
use crate::error::ApiError;
use crate::state::resource::resource;
use crate::state::session::SignedIn;
use crate::text::common;
use crate::widgets::frame::error_view::ErrorView;
use leptos::prelude::*;

/// Password, sessions and second factor. `facts` are shown above them, the children below.
#[component]
pub fn AccountSections(facts: fn(&Session) -> AnyView, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let who = use_context::<SignedIn>();
    let loaded = resource(|| (), |()| list_own_sessions());
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
                Ok((session, list)) => view! {
                    <div class="my-account">
                        {facts(&session)}
                        <PasswordSection sign_in_name=session.actor.sign_in_name has_password=session.has_password/>
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
        <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>{content}</Transition>
        <div class="my-account">
            <SecondFactorSection on_set_up/> {children.map(|children| children())}
        </div>
    }
}
