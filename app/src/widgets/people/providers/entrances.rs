//! The addresses at which people of a portal begin to sign in with a provider of their customer.

use super::managing::ManagingProviders;
use crate::api::providers::ShownProvider;
use crate::text::providers as words;
use leptos::prelude::*;

/// An address for each provider, to be copied.
#[component]
pub fn Entrances(managing: ManagingProviders) -> impl IntoView {
    view! {
        <p class="muted">{words::ENTRANCES_LEAD}</p>
        <For
            each=move || managing.settings.with(|settings| settings.providers.clone())
            key=|shown| (shown.provider.id, shown.provider.settings.name.clone())
            let:shown
        >
            <Entrance shown/>
        </For>
    }
}

#[component]
fn Entrance(shown: ShownProvider) -> impl IntoView {
    let id = format!("entrance-{}", shown.provider.id);
    let address = shown.entrance.unwrap_or_else(|| words::NO_PUBLIC_URL.to_owned());
    view! {
        <div class="field">
            <label for=id.clone()>{words::entrance(&shown.provider.settings.name)}</label>
            <input class="box" id=id readonly autocomplete="off" spellcheck="false" value=address/>
        </div>
    }
}
