//! A row of the table of identity providers.

use super::managing::ManagingProviders;
use crate::api::providers::ShownProvider;
use crate::text::providers as words;
use crate::ui::command::Command;
use crate::ui::command_table::RowCommands;
use crate::ui::named::named;
use domain::access::identity_provider::IdentityProvider;
use leptos::prelude::*;

/// A provider. The row stays in the page when the provider changes, so that its buttons keep the focus.
#[component]
pub fn ProviderRow(managing: ManagingProviders, shown: ShownProvider) -> impl IntoView {
    let id = shown.provider.id;
    let shown = Memo::new(move |before: Option<&ShownProvider>| {
        let now =
            managing.settings.with(|settings| settings.providers.iter().find(|one| one.provider.id == id).cloned());
        now.or_else(|| before.cloned()).unwrap_or_else(|| shown.clone())
    });
    let name = move || shown.with(|shown| shown.provider.settings.name.clone());
    let issuer = move || shown.with(|shown| shown.provider.settings.issuer.clone());
    let uri = move || shown.with(|shown| shown.redirect_uri.clone());
    let status = move || shown.with(|shown| status(&shown.provider));
    let [check_name, edit_name, remove_name] =
        [words::check_one, words::edit_one, words::remove_one].map(|words| Signal::derive(move || words(&name())));
    let why_not = managing.why_not();
    // Keeping people out of a portal gives nobody anything.
    let why_not_removed = Memo::new(move |_| if managing.portal.is_some() { None } else { why_not.get() });
    let label = Signal::derive(move || {
        let words = if managing.checking.get() { words::CHECKING } else { words::CHECK };
        words.to_owned()
    });
    let check = Callback::new(move |()| managing.check(shown.get_untracked()));
    let edit = Callback::new(move |()| managing.ask_for(Some(shown.get_untracked())));
    let remove = Callback::new(move |()| managing.removed.ask(shown.get_untracked()));
    view! {
        <tr>
            <td class="text name">
                {move || named(name())} <span class="sub">{issuer}</span>
            </td>
            <td class="text any wide" data-label=words::ISSUER>
                {issuer}
            </td>
            <td class="text any" data-label=words::REDIRECT_URI>
                {move || uri().unwrap_or_else(|| words::NO_PUBLIC_URL.to_owned())}
            </td>
            <td class="text" data-label=words::STATUS>
                <span
                    class="st"
                    class:fail=move || shown.with(|shown| !shown.provider.has_secret)
                    class:off=move || shown.with(|shown| !shown.provider.settings.enabled)
                >
                    {status}
                </span>
            </td>
            <RowCommands>
                <Command
                    id=format!("check-{id}")
                    label
                    name=check_name
                    on_click=check
                    busy=managing.checking
                />
                <Command id=format!("edit-{id}") label=words::EDIT name=edit_name why_not on_click=edit/>
                <Command id=format!("remove-{id}") label=words::REMOVE name=remove_name why_not=why_not_removed on_click=remove/>
            </RowCommands>
        </tr>
    }
}

fn status(provider: &IdentityProvider) -> &'static str {
    match (provider.has_secret, provider.settings.enabled) {
        (false, _) => words::SECRET_LOST,
        (true, true) => words::ENABLED,
        (true, false) => words::DISABLED,
    }
}
