//! User management: the partner's people, their groups and roles, applications, and how people sign in.

use crate::api::people::list_people;
use crate::api::providers::get_sign_in_settings;
use crate::error::ApiError;
use crate::paths;
use crate::state::resource::{Resource, resource};
use crate::state::session::SignedIn;
use crate::text::applications::APPLICATIONS;
use crate::text::common;
use crate::text::groups::GROUPS;
use crate::text::people as words;
use crate::text::providers::SIGN_IN;
use crate::ui::tabs::{Tab, Tabs};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::page_frame::PageFrame;
use crate::widgets::frame::params::query_param;
use crate::widgets::people::application_table::ManageApplications;
use crate::widgets::people::directory::{DirectoryHeading, NeedsAuthorization, asked_directory};
use crate::widgets::people::group_table::ManageGroups;
use crate::widgets::people::managing::ManagingPeople;
use crate::widgets::people::providers::ManageProviders;
use crate::widgets::people::providers::managing::ManagingProviders;
use crate::widgets::people::table::ManagePeople;
use domain::access::Actor;
use domain::access::people::People;
use leptos::prelude::*;

/// The people as loaded.
type LoadedPeople = Resource<Result<People, ApiError>>;

/// The content of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PeopleView {
    People,
    Groups,
    Applications,
    SignIn,
}

impl PeopleView {
    /// The request of the address.
    fn of(view: Option<&str>) -> Self {
        match view {
            Some("groups") => Self::Groups,
            Some("applications") => Self::Applications,
            Some("sign-in") => Self::SignIn,
            _ => Self::People,
        }
    }
}

/// The partner's people and the invitations, the groups, or the applications, depending on the address.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let who = use_context::<SignedIn>();
    let view = query_param("view");
    let shown = Memo::new(move |_| view.with(|view| PeopleView::of(view.as_deref())));
    let directory = query_param("directory");
    let tabs = Signal::derive(move || {
        let current = shown.get();
        // The directory stays while one looks at its people, groups and applications.
        let asked = directory.get();
        let tab = |label: &str, href: &str, shows| Tab {
            label: label.to_owned(),
            href: asked
                .as_deref()
                .map_or_else(|| href.to_owned(), |asked| paths::in_directory(href, asked.parse().ok())),
            current: current == shows,
        };
        vec![
            tab(words::USERS, paths::PEOPLE, PeopleView::People),
            tab(GROUPS, paths::GROUPS, PeopleView::Groups),
            tab(APPLICATIONS, paths::APPLICATIONS, PeopleView::Applications),
            tab(SIGN_IN, paths::SIGN_IN_SETTINGS, PeopleView::SignIn),
        ]
    });
    let loaded = resource(|| (), |()| list_people());
    // Waits for the first answers. On the server another thread loads them, and a memo may miss their arrival.
    let first = move || {
        Suspend::new(async move {
            let _ = loaded.await;
            if let Some(SignedIn(who)) = who {
                let _ = who.await;
            }
            view! { <Arrived loaded who shown directory/> }.into_any()
        })
    };
    // The people stay while the settings are shown: the content of a transition lives on until it has another.
    let shows_settings = Memo::new(move |_| shown.get() == PeopleView::SignIn);
    view! {
        <PageFrame title=words::USER_MANAGEMENT>
            <Tabs label=words::USER_MANAGEMENT tabs/>
            <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
                {first()}
            </Transition>
            {move || shows_settings.get().then(|| view! { <SignInSettingsTab/> })}
        </PageFrame>
    }
}

/// How people sign in, or why it can't be shown.
#[component]
fn SignInSettingsTab() -> impl IntoView {
    let loaded = resource(|| (), |()| get_sign_in_settings());
    let on_retry = Callback::new(move |()| loaded.refetch());
    view! {
        <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok(settings) => {
                        let managing = ManagingProviders::begin(Memo::new(move |_| settings.clone()), None);
                        view! { <ManageProviders managing/> }.into_any()
                    }
                    Err(error) => view! { <ErrorView error on_retry loads=true/> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// The people, or why they can't be shown.
#[component]
fn Arrived(
    loaded: LoadedPeople,
    who: Option<SignedIn>,
    shown: Memo<PeopleView>,
    directory: Memo<Option<String>>,
) -> impl IntoView {
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
    let tenant = Memo::new(move |_| {
        let own = actor.with(|actor| actor.as_ref().and_then(|actor| actor.tenant));
        directory.with(|asked| asked_directory(asked.as_deref(), own))
    });
    let managing = ManagingPeople::begin(people, actor, tenant);
    let manages = Memo::new(move |_| {
        actor.with(|actor| actor.as_ref().is_some_and(|actor| actor.manages_people_of(tenant.get())))
    });
    let on_retry = Callback::new(move |()| {
        loaded.refetch();
        if let Some(SignedIn(who)) = who {
            who.refetch();
        }
    });
    // Only the content of the page decides whether it is made anew.
    let page = Memo::new(move |_| (error.get(), shown.get(), manages.get()));
    move || match page.get() {
        (_, PeopleView::SignIn, _) => ().into_any(),
        (Some(error), ..) => view! { <ErrorView error on_retry loads=true/> }.into_any(),
        (None, _, false) => view! { <NeedsAuthorization managing/> }.into_any(),
        (None, PeopleView::Groups, true) => view! { <DirectoryHeading managing/> <ManageGroups managing/> }.into_any(),
        (None, PeopleView::Applications, true) => {
            view! { <DirectoryHeading managing/> <ManageApplications managing/> }.into_any()
        }
        (None, PeopleView::People, true) => view! { <DirectoryHeading managing/> <ManagePeople managing/> }.into_any(),
    }
}
