//! The addresses at which people of a portal begin to sign in with a provider of their customer.

use super::managing::ManagingProviders;
use crate::api::providers::ShownProvider;
use crate::text::providers as words;
use crate::widgets::people::shown_once::CopyLine;
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
    let provider = &shown.provider.settings.name;
    let (label, name) = (words::entrance(provider), words::copy_entrance(provider));
    match shown.entrance {
        Some(value) => {
            let id = format!("entrance-{}", shown.provider.id);
            view! { <CopyLine id label value name copied=words::ENTRANCE_COPIED/> }.into_any()
        }
        None => view! { <p>{label} ": " {words::NO_PUBLIC_URL}</p> }.into_any(),
    }
}
