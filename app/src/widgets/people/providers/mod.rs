//! Managing identity providers, and whether passwords are taken.

mod entrances;
mod form;
mod groups;
pub mod managing;
mod passwords;
mod question;
mod row;
mod text_line;
mod typed;

use super::add_button::AddButton;
use crate::text::providers as words;
use crate::ui::command_table::{Column, CommandTable};
use entrances::Entrances;
use form::ProviderDialog;
use leptos::prelude::*;
use managing::ManagingProviders;
use passwords::Passwords;
use question::RemoveDialog;
use row::ProviderRow;

/// The id of the heading that names the table.
const PROVIDERS: &str = "identity-providers";

/// The providers with the commands, and the switch of passwords.
#[component]
pub fn ManageProviders(managing: ManagingProviders) -> impl IntoView {
    let is_empty = Memo::new(move |_| managing.settings.with(|settings| settings.providers.is_empty()));
    let why_not = managing.why_not();
    let on_add = Callback::new(move |()| managing.ask_for(None));
    view! {
        <p class="lead">{words::LEAD}</p>
        {move || why_not.get().map(|why| view! { <p class="note info">{why}</p> })}
        <div class="people">
            <AddButton id=managing::ADD_ID label=words::ADD on_click=on_add why_not/>
            <h2 id=PROVIDERS>{words::PROVIDERS}</h2>
            {move || match is_empty.get() {
                true => view! { <p class="muted">{words::NONE_YET}</p> }.into_any(),
                false => view! { <ProviderTable managing/> }.into_any(),
            }}
            <Passwords managing/>
        </div>
        <ProviderDialog managing/>
        <RemoveDialog managing/>
    }
}

/// The providers of the portal of a customer, and where its people begin with them.
#[component]
pub fn ManagePortalProviders(managing: ManagingProviders) -> impl IntoView {
    let is_empty = Memo::new(move |_| managing.settings.with(|settings| settings.providers.is_empty()));
    let why_not = managing.why_not();
    let on_add = Callback::new(move |()| managing.ask_for(None));
    view! {
        <div class="people">
            <h2 id=PROVIDERS>{words::PROVIDERS}</h2>
            <p>{words::PORTAL_LEAD}</p>
            <AddButton id=managing::ADD_ID label=words::ADD on_click=on_add why_not/>
            {move || match is_empty.get() {
                true => view! { <p class="muted">{words::NONE_YET}</p> }.into_any(),
                false => view! { <ProviderTable managing/> <Entrances managing/> }.into_any(),
            }}
        </div>
        <ProviderDialog managing/>
        <RemoveDialog managing/>
    }
}

#[component]
fn ProviderTable(managing: ManagingProviders) -> impl IntoView {
    let columns = vec![
        Column::Text(words::NAME),
        Column::Wide(words::ISSUER),
        Column::Text(words::REDIRECT_URI),
        Column::Text(words::STATUS),
    ];
    view! {
        <CommandTable named_by=PROVIDERS columns>
            <For
                each=move || managing.settings.with(|settings| settings.providers.clone())
                key=|shown| shown.provider.id
                let:shown
            >
                <ProviderRow managing shown/>
            </For>
        </CommandTable>
        <p role="status">{move || managing.checked.get()}</p>
    }
}
