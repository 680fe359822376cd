//! The dialog that adds an identity provider or edits one.

use super::super::send_form::SendForm;
use super::super::sending::Sending;
use super::groups::MappedGroups;
use super::managing::ManagingProviders;
use super::text_line::TextLine;
use super::typed::{ProviderField, TypedProvider};
use crate::api::providers::{ShownProvider, save_provider};
use crate::text::providers as words;
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::focus::focus;
use domain::access::identity_provider::ProviderRefused;
use leptos::prelude::*;

/// The dialog. It stays open while a request is under way.
#[component]
pub fn ProviderDialog(managing: ManagingProviders) -> impl IntoView {
    let DialogAbout { open, about } = managing.form;
    let sending = Sending::begin();
    let title = Signal::derive(move || {
        about.with(|about| match about {
            Some(Some(shown)) => words::edit_one(&shown.provider.settings.name),
            Some(None) | None => words::ADD.to_owned(),
        })
    });
    let may_close = Callback::new(move |()| !sending.busy.get_untracked());
    view! {
        <Dialog open title may_close>
            {move || about.get().map(|of| view! { <Form managing of sending/> })}
        </Dialog>
    }
}

#[component]
fn Form(managing: ManagingProviders, of: Option<ShownProvider>, sending: Sending<ProviderRefused>) -> impl IntoView {
    let provider = of.map(|shown| shown.provider);
    let id = provider.as_ref().map(|provider| provider.id);
    let typed = TypedProvider::begin(provider.as_ref(), sending.refused);
    let has_secret = provider.is_some_and(|provider| provider.has_secret);
    let secret_hint = if has_secret { words::SECRET_KEPT } else { words::SECRET_NEW };
    sending.clear();
    Effect::new(move |_| {
        if let Some(field) = sending.refused.get().as_ref().and_then(ProviderField::of) {
            focus(field.id());
        }
    });
    let on_send = Callback::new(move |()| {
        let form = typed.read();
        let said = words::saved(&form.settings.name);
        managing.send(sending, save_provider(id, form), said, move || managing.form.open.set(false));
    });
    let notice = Signal::derive(move || {
        let refused = sending.refused.get().filter(|refused| ProviderField::of(refused).is_none());
        refused.map(|refused| refused.to_string())
    });
    let label = Signal::derive(move || if sending.busy.get() { words::SAVING } else { words::SAVE });
    view! {
        <SendForm class="person-form" button_class="primary" open=managing.form.open sending notice label on_send>
            <TextLine typed field=ProviderField::Name label=words::NAME hint=words::NAME_HINT/>
            <TextLine typed field=ProviderField::Issuer label=words::ISSUER hint=words::ISSUER_HINT/>
            <TextLine typed field=ProviderField::ClientId label=words::CLIENT_ID/>
            <TextLine typed field=ProviderField::Secret label=words::CLIENT_SECRET hint=secret_hint/>
            <TextLine typed field=ProviderField::Scopes label=words::SCOPES hint=words::SCOPES_HINT/>
            <TextLine typed field=ProviderField::Domains label=words::DOMAINS hint=words::DOMAINS_HINT/>
            <TextLine
                typed
                field=ProviderField::SecondFactor
                label=words::SECOND_FACTOR
                hint=words::SECOND_FACTOR_HINT
            />
            <TextLine typed field=ProviderField::GroupClaim label=words::GROUP_CLAIM hint=words::GROUP_CLAIM_HINT/>
            <MappedGroups managing typed/>
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || typed.enabled.get()
                    on:change=move |event| typed.enabled.set(event_target_checked(&event))
                />
                <span>{words::IS_ENABLED}</span>
            </label>
        </SendForm>
    }
}
