//! User management: the partner's people and their roles.

use crate::api::people::list_people;
use crate::error::ApiError;
use crate::state::session::SignedIn;
use crate::text::common;
use crate::text::people as words;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::page_frame::PageFrame;
use crate::widgets::people::managing::Managing;
use crate::widgets::people::table::ManagePeople;
use domain::access::Actor;
use domain::access::person::People;
use leptos::prelude::*;

/// The people as loaded.
type LoadedPeople = Resource<Result<People, ApiError>>;

/// The partner's people and the invitations.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let who = use_context::<SignedIn>();
    let loaded = Resource::new(|| (), |()| list_people());
    // Waits for the first answers. On the server another thread loads them, and a memo may miss their arrival.
    let first = move || {
        Suspend::new(async move {
            let _ = loaded.await;
            if let Some(SignedIn(who)) = who {
                let _ = who.await;
            }
            view! { <Arrived loaded who/> }.into_any()
        })
    };
    view! {
        <PageFrame title=words::USER_MANAGEMENT>
            <p class="lead">{words::LEAD}</p>
            <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
                {first()}
            </Transition>
        </PageFrame>
    }
}

/// The people, or why they can't be shown.
#[component]
fn Arrived(loaded: LoadedPeople, who: Option<SignedIn>) -> impl IntoView {
    let session = move || who.and_then(|SignedIn(who)| who.get());
    // A person who is known stays known when the session can't be asked again.
    let actor = Memo::new(move |before: Option<&Option<Actor>>| {
        let now = session().and_then(Result::ok).flatten().map(|session| session.actor);
        now.or_else(|| before.cloned().flatten())
    });
    let error = Memo::new(move |_| match (loaded.get(), session()) {
        (Some(Err(error)), _) => Some(error),
        _ if actor.with(Option::is_some) => None,
        (_, Some(Err(error))) => Some(error),
        (_, Some(Ok(_)) | None) => Some(ApiError::SignedOut),
    });
    let people = Memo::new(move |_| loaded.get().and_then(Result::ok).unwrap_or_default());
    let managing = Managing::begin(people, actor);
    let on_retry = Callback::new(move |()| {
        loaded.refetch();
        if let Some(SignedIn(who)) = who {
            who.refetch();
        }
    });
    move || match error.get() {
        Some(error) => view! { <ErrorView error on_retry loads=true/> }.into_any(),
        None => view! { <ManagePeople managing/> }.into_any(),
    }
}
