//! The question before an identity provider is removed.

use super::super::send_form::{QuestionForm, SendDialog};
use super::super::sending::Sending;
use super::managing::{ADD_ID, ManagingProviders};
use crate::api::providers::ShownProvider;
use crate::text::providers as words;
use crate::ui::focus::focus;
use domain::access::identity_provider::ProviderRefused;
use leptos::prelude::*;

/// The dialog.
#[component]
pub fn RemoveDialog(managing: ManagingProviders) -> impl IntoView {
    let sending = Sending::begin();
    let title = |shown: &ShownProvider| words::remove_question(&shown.provider.settings.name);
    let content = Callback::new(move |shown| view! { <Question managing shown sending/> }.into_any());
    view! { <SendDialog dialog=managing.removed sending title content/> }
}

#[component]
fn Question(managing: ManagingProviders, shown: ShownProvider, sending: Sending<ProviderRefused>) -> impl IntoView {
    sending.clear();
    let (id, name) = (shown.provider.id, shown.provider.settings.name);
    let on_send = Callback::new(move |()| {
        managing.remove(sending, (id, &name), move || {
            managing.removed.open.set(false);
            // By then the row is gone, and with it the button that had the focus.
            request_animation_frame(|| focus(ADD_ID));
        });
    });
    view! {
        <QuestionForm open=managing.removed.open sending takes_away=true label=words::REMOVE on_send>
            <p>{if managing.portal.is_some() { words::PORTAL_REMOVE_MEANS } else { words::REMOVE_MEANS }}</p>
        </QuestionForm>
    }
}
