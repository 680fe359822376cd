//! The dialog that adds an identity provider or edits one.

use super::super::send_form::{FieldsForm, SendDialog};
use super::super::sending::Sending;
use super::groups::MappedGroups;
use super::managing::ManagingProviders;
use super::text_line::TextLine;
use super::typed::{ProviderField, TypedProvider};
use crate::api::providers::ShownProvider;
use crate::text::providers as words;
use domain::access::identity_provider::ProviderRefused;
use leptos::prelude::*;

/// The dialog.
#[component]
pub fn ProviderDialog(managing: ManagingProviders) -> impl IntoView {
    let sending = Sending::begin();
    let title = |of: &Option<ShownProvider>| match of {
        Some(shown) => words::edit_one(&shown.provider.settings.name),
        None => words::ADD.to_owned(),
    };
    let content = Callback::new(move |of| view! { <Form managing of sending/> }.into_any());
    view! { <SendDialog dialog=managing.form sending title content/> }
}

#[component]
fn Form(managing: ManagingProviders, of: Option<ShownProvider>, sending: Sending<ProviderRefused>) -> impl IntoView {
    let provider = of.map(|shown| shown.provider);
    let id = provider.as_ref().map(|provider| provider.id);
    let typed = TypedProvider::begin(provider.as_ref(), sending);
    let has_secret = provider.is_some_and(|provider| provider.has_secret);
    let secret_hint = if has_secret { words::SECRET_KEPT } else { words::SECRET_NEW };
    sending.clear();
    sending.focus_refused();
    let on_send = Callback::new(move |()| {
        managing.save(sending, id, typed.read());
    });
    // People of a portal are in no groups.
    let groups = managing.portal.is_none().then(|| {
        view! {
            <TextLine typed field=ProviderField::GroupClaim label=words::GROUP_CLAIM hint=words::GROUP_CLAIM_HINT/>
            <MappedGroups managing typed/>
        }
    });
    let domains_hint = if managing.portal.is_some() { words::PORTAL_DOMAINS_HINT } else { words::DOMAINS_HINT };
    view! {
        <FieldsForm open=managing.form.open sending send=words::SAVE busy=words::SAVING on_send>
            <TextLine typed field=ProviderField::Name label=words::NAME hint=words::NAME_HINT/>
            <TextLine typed field=ProviderField::Issuer label=words::ISSUER hint=words::ISSUER_HINT/>
            <TextLine typed field=ProviderField::ClientId label=words::CLIENT_ID/>
            <TextLine typed field=ProviderField::Secret label=words::CLIENT_SECRET hint=secret_hint/>
            <TextLine typed field=ProviderField::Scopes label=words::SCOPES hint=words::SCOPES_HINT/>
            <TextLine typed field=ProviderField::Domains label=words::DOMAINS hint=domains_hint/>
            <TextLine
                typed
                field=ProviderField::SecondFactor
                label=words::SECOND_FACTOR
                hint=words::SECOND_FACTOR_HINT
            />
            {groups}
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || typed.enabled.get()
                    on:change=move |event| typed.enabled.set(event_target_checked(&event))
                />
                <span>{words::IS_ENABLED}</span>
            </label>
        </FieldsForm>
    }
}
