//! User management: the partner's people, their groups and roles, and how they sign in.

use crate::api::people::list_people;
use crate::api::providers::get_sign_in_settings;
use crate::error::ApiError;
use crate::paths;
use crate::state::session::SignedIn;
use crate::text::common;
use crate::text::groups::GROUPS;
use crate::text::people as words;
use crate::text::providers::SIGN_IN;
use crate::ui::tabs::{Tab, Tabs};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::page_frame::PageFrame;
use crate::widgets::frame::params::query_param;
use crate::widgets::people::group_table::ManageGroups;
use crate::widgets::people::managing::Managing;
use crate::widgets::people::providers::ManageProviders;
use crate::widgets::people::providers::managing::ManagingProviders;
use crate::widgets::people::table::ManagePeople;
use domain::access::Actor;
use domain::access::person::People;
use leptos::prelude::*;

/// The people as loaded.
type LoadedPeople = Resource<Result<People, ApiError>>;

/// The partner's people and the invitations, or the groups, depending on the address.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let who = use_context::<SignedIn>();
    let view = query_param("view");
    let shown = Memo::new(move |_| view.with(|view| Shown::of(view.as_deref())));
    let tabs = Signal::derive(move || {
        let tab = |label: &str, href: &str, of| Tab {
            label: label.to_owned(),
            href: href.to_owned(),
            current: shown.get() == of,
        };
        vec![
            tab(words::USERS, paths::PEOPLE, Shown::Users),
            tab(GROUPS, paths::GROUPS, Shown::Groups),
            tab(SIGN_IN, paths::SIGN_IN_SETTINGS, Shown::SignIn),
        ]
    });
    let loaded = Resource::new(|| (), |()| list_people());
    // Waits for the first answers. On the server another thread loads them, and a memo may miss their arrival.
    let first = move || {
        Suspend::new(async move {
            let _ = loaded.await;
            if let Some(SignedIn(who)) = who {
                let _ = who.await;
            }
            view! { <Arrived loaded who shown/> }.into_any()
        })
    };
    let content = move || match shown.get() {
        Shown::SignIn => view! { <SignInSettingsTab/> }.into_any(),
        Shown::Users | Shown::Groups => first().into_any(),
    };
    view! {
        <PageFrame title=words::USER_MANAGEMENT>
            <Tabs label=words::USER_MANAGEMENT tabs/>
            <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
                {content}
            </Transition>
        </PageFrame>
    }
}

/// What the address shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Users,
    Groups,
    SignIn,
}

impl Shown {
    fn of(view: Option<&str>) -> Self {
        match view {
            Some("groups") => Self::Groups,
            Some("sign-in") => Self::SignIn,
            _ => Self::Users,
        }
    }
}

/// How people sign in, or why it can't be shown.
#[component]
fn SignInSettingsTab() -> impl IntoView {
    let loaded = Resource::new(|| (), |()| get_sign_in_settings());
    let on_retry = Callback::new(move |()| loaded.refetch());
    move || {
        Suspend::new(async move {
            match loaded.await {
                Ok(settings) => {
                    let managing = ManagingProviders::begin(Memo::new(move |_| settings.clone()));
                    view! { <ManageProviders managing/> }.into_any()
                }
                Err(error) => view! { <ErrorView error on_retry loads=true/> }.into_any(),
            }
        })
    }
}

/// The people, or why they can't be shown.
#[component]
fn Arrived(loaded: LoadedPeople, who: Option<SignedIn>, shown: Memo<Shown>) -> impl IntoView {
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
    move || match (error.get(), shown.get()) {
        (Some(error), _) => view! { <ErrorView error on_retry loads=true/> }.into_any(),
        (None, Shown::Groups) => view! { <ManageGroups managing/> }.into_any(),
        (None, Shown::Users | Shown::SignIn) => view! { <ManagePeople managing/> }.into_any(),
    }
}
