//! The question before an identity provider is removed.

use super::super::send_form::SendForm;
use super::super::sending::Sending;
use super::managing::{ADD_ID, ManagingProviders};
use crate::api::providers::{ShownProvider, remove_provider};
use crate::text::providers as words;
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::focus::focus;
use domain::access::identity_provider::ProviderRefused;
use leptos::prelude::*;

/// The dialog. It stays open while a request is under way.
#[component]
pub fn RemoveDialog(managing: ManagingProviders) -> impl IntoView {
    let DialogAbout { open, about } = managing.removed;
    let sending = Sending::begin();
    let title = Signal::derive(move || {
        let name = |shown: &ShownProvider| words::remove_question(&shown.provider.settings.name);
        about.with(|shown| shown.as_ref().map(name).unwrap_or_default())
    });
    let may_close = Callback::new(move |()| !sending.busy.get_untracked());
    view! {
        <Dialog open title may_close>
            {move || about.get().map(|shown| view! { <Question managing shown sending/> })}
        </Dialog>
    }
}

#[component]
fn Question(managing: ManagingProviders, shown: ShownProvider, sending: Sending<ProviderRefused>) -> impl IntoView {
    sending.clear();
    let (id, name) = (shown.provider.id, shown.provider.settings.name);
    let on_send = Callback::new(move |()| {
        managing.send(sending, remove_provider(id), words::removed(&name), move || {
            managing.removed.open.set(false);
            // By then the row is gone, and with it the button that had the focus.
            request_animation_frame(|| focus(ADD_ID));
        });
    });
    let notice = Signal::derive(move || sending.refused.get().map(|refused| refused.to_string()));
    view! {
        <SendForm
            class="question"
            button_class="danger"
            open=managing.removed.open
            sending
            notice
            label=Signal::stored(words::REMOVE)
            on_send
        >
            <p>{words::REMOVE_MEANS}</p>
        </SendForm>
    }
}
