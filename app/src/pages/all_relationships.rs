//! The admin relationships of all customers.

use crate::api::relationships::list_all_relationships;
use crate::paths;
use crate::state::resource::resource;
use crate::state::session::SignedIn;
use crate::text::common;
use crate::text::relationships as words;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::page_frame::PageFrame;
use crate::widgets::frame::page_links::place_param;
use crate::widgets::frame::params::query_param;
use crate::widgets::relationships::all_table::{AllRelationships, StateChoice};
use domain::access::relationship::RelationshipStatus;
use domain::access::relationship_list::{RelationshipFilter, RelationshipQuery};
use domain::directory::page::PageSize;
use domain::ids::RelationshipId;
use leptos::prelude::*;

/// The admin relationships of all customers, by state and in order of their ends.
#[component]
pub fn AllRelationshipsPage() -> impl IntoView {
    let query = address_query();
    let loaded = resource(move || query.get(), list_all_relationships);
    let on_retry = Callback::new(move |()| loaded.refetch());
    view! {
        <PageFrame title=words::ALL>
            <EndingSoon/>
            {move || view! { <StateChoice query=query.get()/> }}
            <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
                {move || {
                    let query = query.get();
                    Suspend::new(async move {
                        match loaded.await {
                            Ok(page) => view! { <AllRelationships page query/> }.into_any(),
                            Err(error) => view! { <ErrorView error on_retry loads=true/> }.into_any(),
                        }
                    })
                }}
            </Transition>
        </PageFrame>
    }
}

/// A note while relationships end soon, with the way to them.
#[component]
fn EndingSoon() -> impl IntoView {
    let who = use_context::<SignedIn>();
    let expiring = RelationshipQuery {
        filter: RelationshipFilter::Status(RelationshipStatus::Expiring),
        ..RelationshipQuery::default()
    };
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let session = match who {
                    Some(SignedIn(who)) => who.await.ok().flatten(),
                    None => None,
                };
                session
                    .map(|session| session.ending_relationships)
                    .filter(|count| *count > 0)
                    .map(|count| {
                        view! {
                            <Notice kind=NoticeKind::Warn>
                                {words::ending_soon(count)} " "
                                <a href=paths::all_relationships(expiring)>{words::EXPIRING}</a>
                            </Notice>
                        }
                    })
            })}
        </Suspense>
    }
}

/// The query of the address.
fn address_query() -> Memo<RelationshipQuery> {
    let (show, sort, place) = (query_param("show"), query_param("sort"), place_param::<RelationshipId>());
    Memo::new(move |_| RelationshipQuery {
        filter: show.with(|show| show.as_deref().map(paths::relationship_filter)).unwrap_or_default(),
        descending: sort.with(|sort| sort.as_deref() == Some("-ends")),
        place: place.get(),
        size: PageSize::default(),
    })
}
