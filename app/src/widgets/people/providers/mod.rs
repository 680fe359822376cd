//! Managing identity providers, and whether passwords are taken.

mod form;
mod groups;
pub mod managing;
mod passwords;
mod question;
mod row;
mod text_line;
mod typed;

use crate::text::providers as words;
use form::ProviderDialog;
use leptos::prelude::*;
use managing::ManagingProviders;
use passwords::Passwords;
use question::RemoveDialog;
use row::ProviderRow;

/// The id of the heading that names the table.
const PROVIDERS: &str = "identity-providers";

/// The providers with what can be done with them, and the switch of passwords.
#[component]
pub fn ManageProviders(managing: ManagingProviders) -> impl IntoView {
    let is_empty = Memo::new(move |_| managing.settings.with(|settings| settings.providers.is_empty()));
    let why_not = managing.why_not();
    view! {
        <p class="lead">{words::LEAD}</p>
        {move || why_not.get().map(|why| view! { <p class="note info">{why}</p> })}
        <div class="people">
            <p class="acts">
                <button
                    type="button"
                    class="primary"
                    id=managing::ADD_ID
                    aria-disabled=move || why_not.with(Option::is_some).then_some("true")
                    on:click=move |_| managing.ask_for(None)
                >
                    {words::ADD}
                </button>
            </p>
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

#[component]
fn ProviderTable(managing: ManagingProviders) -> impl IntoView {
    view! {
        <div class="grid">
            <table aria-labelledby=PROVIDERS>
                <thead>
                    <tr>
                        <th scope="col">{words::NAME}</th>
                        <th scope="col" class="wide">{words::ISSUER}</th>
                        <th scope="col">{words::REDIRECT_URI}</th>
                        <th scope="col">{words::STATUS}</th>
                        <th scope="col">
                            <span class="quiet">{words::COMMANDS}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || managing.settings.with(|settings| settings.providers.clone())
                        key=|shown| shown.provider.id
                        let:shown
                    >
                        <ProviderRow managing shown/>
                    </For>
                </tbody>
            </table>
        </div>
        <p role="status">{move || managing.checked.get()}</p>
    }
}
