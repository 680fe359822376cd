//! The accounts of the signed-in person at identity providers.

use crate::api::providers::{IdentitiesReply, list_own_identities, unlink_identity};
use crate::error::ApiError;
use crate::paths;
use crate::state::resource::resource;
use crate::state::toasts::use_toasts;
use crate::text::common;
use crate::text::providers as words;
use crate::ui::command_table::{Column, CommandTable, RowCommands};
use crate::ui::moment::Moment;
use crate::ui::named::named;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::params::query_param;
use domain::access::identity_provider::OwnIdentity;
use domain::ids::IdentityProviderId;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Id of the heading.
pub const HEADING: &str = "linked-accounts";

/// The section. Nothing is shown where there are no providers.
#[component]
pub fn LinkedAccounts() -> impl IntoView {
    let loaded = resource(|| (), |()| list_own_identities());
    let again = Callback::new(move |()| loaded.refetch());
    let answer = query_param("identity").get_untracked();
    view! {
        <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
            {move || {
                let answer = answer.clone();
                Suspend::new(async move {
                    match loaded.await {
                        Ok(own) if own.is_empty() && answer.is_none() => ().into_any(),
                        Ok(own) => view! { <Section own answer/> }.into_any(),
                        Err(error) => view! { <ErrorView error on_retry=again loads=true/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}

#[component]
fn Section(own: Vec<OwnIdentity>, answer: Option<String>) -> impl IntoView {
    let own = RwSignal::new(own);
    let (busy, failed) = (RwSignal::new(false), RwSignal::new(None::<(IdentityProviderId, ApiError)>));
    let refused = RwSignal::new(None::<String>);
    let toasts = use_toasts();
    let unlink = Callback::new(move |provider: IdentityProviderId| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failed.set(None);
        refused.set(None);
        spawn_local(async move {
            let answer = unlink_identity(provider).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(IdentitiesReply::Done(now)) => {
                    own.set(now);
                    toasts.show(words::UNLINKED.to_owned());
                }
                Ok(IdentitiesReply::Refused(why)) => refused.set(Some(why.to_string())),
                Err(error) => failed.set(Some((provider, error))),
            }
        });
    });
    let told = answer.as_deref().map(words::linked).map(|told| match told {
        Ok(words) => view! { <Notice kind=NoticeKind::Good>{words}</Notice> }.into_any(),
        Err(words) => view! { <Notice kind=NoticeKind::Bad>{words}</Notice> }.into_any(),
    });
    let columns = vec![Column::Text(words::PROVIDER), Column::Text(words::SINCE)];
    view! {
        <section aria-labelledby=HEADING>
            <h2 id=HEADING>{words::LINKED}</h2>
            <p>{words::LINKED_LEAD}</p>
            {told}
            {move || refused.get().map(|words| view! { <Notice kind=NoticeKind::Bad>{words}</Notice> })}
            {move || {
                failed
                    .get()
                    .map(|(provider, error)| {
                        let on_retry = Callback::new(move |()| unlink.run(provider));
                        view! { <ErrorView error on_retry/> }
                    })
            }}
            <CommandTable named_by=HEADING columns>
                {move || own.get().into_iter().map(|one| view! { <Row one busy unlink/> }).collect_view()}
            </CommandTable>
        </section>
    }
}

#[component]
fn Row(one: OwnIdentity, busy: RwSignal<bool>, unlink: Callback<IdentityProviderId>) -> impl IntoView {
    let (id, name) = (one.provider.id, one.provider.name);
    let command = match one.linked {
        Some(_) => view! {
            <button
                type="button"
                class="plain command"
                aria-label=words::unlink_one(&name)
                aria-disabled=move || busy.get().then_some("true")
                on:click=move |_| unlink.run(id)
            >
                {words::UNLINK}
            </button>
        }
        .into_any(),
        // Leads to the provider.
        None => view! {
            <a class="plain command" href=paths::link_with(id) rel="external" aria-label=words::link_one(&name)>
                {words::LINK}
            </a>
        }
        .into_any(),
    };
    let since = match one.linked {
        Some(at) => view! { <Moment at/> }.into_any(),
        None => view! { <span class="muted">{words::NOT_LINKED}</span> }.into_any(),
    };
    view! {
        <tr>
            <td class="text name">{named(name)}</td>
            <td class="text" data-label=words::SINCE>
                {since}
            </td>
            <RowCommands>{command}</RowCommands>
        </tr>
    }
}
