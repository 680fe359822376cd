//! Accepting an invitation, with the link that the person was sent. A plain form, like set-up.

use crate::api::people::{Invited, invitation_of};
use crate::paths;
use crate::state::resource::resource;
use crate::text::common;
use crate::text::frame::{NAME, PASSWORD, SIGN_IN_NAME};
use crate::text::invitation as words;
use crate::text::providers as provider_words;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::new_password::NewPasswordField;
use crate::widgets::frame::params::query_param;
use crate::widgets::frame::sign_in_card::SignInCard;
use domain::access::identity_provider::{LocalPasswords, ProviderName, SignInWays};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// Shows the name and sign-in name of the invitation, and asks for a password.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let token = use_params_map().with_untracked(|params| params.get("token").unwrap_or_default());
    let error = query_param("error").get_untracked();
    let asked = token.clone();
    let loaded = resource(move || asked.clone(), invitation_of);
    let on_retry = Callback::new(move |()| loaded.refetch());
    view! {
        <SignInCard title=words::ACCEPT_TITLE error=error.as_deref().and_then(words::accept_error).map(str::to_owned)>
            <Transition fallback=|| view! { <p class="muted">{common::LOADING}</p> }>
                {move || {
                    let token = token.clone();
                    Suspend::new(async move {
                        match loaded.await {
                            Ok(Some(invited)) => view! { <Accept token invited/> }.into_any(),
                            Ok(None) => view! { <p>{words::INVITATION_GONE}</p> }.into_any(),
                            Err(error) => view! { <ErrorView error on_retry loads=true/> }.into_any(),
                        }
                    })
                }}
            </Transition>
        </SignInCard>
    }
}

#[component]
fn Accept(token: String, invited: Invited) -> impl IntoView {
    let SignInWays { providers, passwords, .. } = invited.ways.clone();
    let link = |provider: &ProviderName| {
        let (href, label) = (paths::accept_with(&token, provider.id), provider_words::accept_with(&provider.name));
        view! {
            <a class="second" href=href rel="external">
                {label}
            </a>
        }
    };
    let links = providers.iter().map(link).collect_view();
    let has_providers = !providers.is_empty();
    let form = match passwords {
        LocalPasswords::On => view! {
            {has_providers.then(|| view! { <p class="or muted">{provider_words::OR}</p> })}
            <AcceptForm token invited/>
        }
        .into_any(),
        LocalPasswords::Off => view! { <Account invited/> }.into_any(),
    };
    view! {
        {has_providers.then(|| view! { <p class="lead">{provider_words::ACCEPT_BY_PROVIDER}</p> })}
        {has_providers.then(|| view! { <div class="providers">{links}</div> })}
        {form}
    }
}

/// The form that chooses a password.
#[component]
fn AcceptForm(token: String, invited: Invited) -> impl IntoView {
    view! {
        <p class="lead">{words::ACCEPT_LEAD}</p>
        <form method="post" action=paths::invitation(&token)>
            <Account invited/>
            <NewPasswordField label=PASSWORD autofocus=true/>
            <button type="submit" class="primary">
                {words::ACCEPT}
            </button>
        </form>
    }
}

/// The name and the sign-in name of the account.
#[component]
fn Account(invited: Invited) -> impl IntoView {
    view! {
        <div class="field">
            <label for="name">{NAME}</label>
            <input class="box" id="name" autocomplete="off" readonly value=invited.name/>
        </div>
        // Password managers save the password under this name.
        <div class="field">
            <label for="sign-in-name">{SIGN_IN_NAME}</label>
            <input class="box" id="sign-in-name" autocomplete="username" readonly value=invited.sign_in_name/>
        </div>
    }
}
