//! Restoring a deleted user in the portal: what would come back, and sending it.

use crate::api::accounts::{change_accounts, preview_accounts};
use crate::error::ApiError;
use crate::state::send_once::{Keyed, SendOnce};
use crate::state::toasts::{Toasts, use_toasts};
use crate::text::common;
use crate::text::common::NO_IDS;
use crate::text::portal as words;
use crate::text::saving::{Saving, not_saved};
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::previews::reason_groups::ReasonGroups;
use domain::console::accounts::{ACCOUNTS_MAX, AccountsPreview, AccountsRequest, Who};
use domain::console::save::SaveReply;
use domain::ids::{CustomerId, IdempotencyKey, UserId};
use domain::rules::accounts::AccountChange;
use leptos::prelude::*;

impl Keyed for AccountsRequest {
    fn key(&self) -> IdempotencyKey {
        self.key
    }
}

/// The user to restore.
type Asked = (CustomerId, UserId, String);

/// The dialog and its request. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct Restoring {
    dialog: DialogAbout<Asked>,
    sending: SendOnce<AccountsRequest>,
    refused: RwSignal<Option<String>>,
    failed: RwSignal<Option<ApiError>>,
    toasts: Toasts,
    on_done: Callback<()>,
}

impl Restoring {
    /// Nobody is being restored. `on_done` runs after somebody was.
    pub fn begin(on_done: Callback<()>) -> Self {
        Self {
            dialog: DialogAbout::begin(),
            sending: SendOnce::kept_under("portal-restore".to_owned()),
            refused: RwSignal::new(None),
            failed: RwSignal::new(None),
            toasts: use_toasts(),
            on_done,
        }
    }

    /// Asks whether a user is to be restored.
    pub fn ask(self, customer: CustomerId, user: UserId, name: String) {
        self.refused.set(None);
        self.failed.set(None);
        self.dialog.ask((customer, user, name));
    }

    fn send(self, (customer, user, name): Asked, preview: &AccountsPreview) {
        let digest = preview.summary.digest.clone();
        let request = self.sending.request(|key| AccountsRequest {
            key,
            who: Who::Listed(vec![user]),
            change: AccountChange::restore(),
            digest: digest.clone(),
            reason: None,
        });
        let Some(request) = request else { return self.refused.set(Some(NO_IDS.to_owned())) };
        self.refused.set(None);
        self.failed.set(None);
        let ask = move |request| change_accounts(customer, request);
        self.sending.send(request, ask, move |reply| match reply {
            Ok(SaveReply::Saved(_)) => {
                self.dialog.open.set(false);
                self.toasts.show(words::about(words::RESTORE, &name));
                self.on_done.run(());
            }
            Ok(reply) => self.refused.set(not_saved(Saving::Accounts, &reply, ACCOUNTS_MAX)),
            Err(error) => self.failed.set(Some(error)),
        });
    }
}

/// The dialog.
#[component]
pub fn RestoreDialog(restoring: Restoring) -> impl IntoView {
    let DialogAbout { open, about } = restoring.dialog;
    let title = Signal::derive(move || {
        about.with(|about| about.as_ref().map(|(.., name)| words::about(words::RESTORE, name)).unwrap_or_default())
    });
    view! {
        <Dialog open title>
            {move || about.get().map(|asked| view! { <Question restoring asked/> })}
        </Dialog>
    }
}

#[component]
fn Question(restoring: Restoring, asked: Asked) -> impl IntoView {
    let (customer, user, _) = asked;
    let loaded =
        LocalResource::new(move || preview_accounts(customer, Who::Listed(vec![user]), AccountChange::restore()));
    let again = Callback::new(move |()| loaded.refetch());
    let asked = StoredValue::new(asked);
    let busy = restoring.sending.busy;
    let preview = move || loaded.get().and_then(Result::ok).and_then(Result::ok);
    let can_send = Memo::new(move |_| preview().is_some_and(|preview| preview.summary.changed > 0));
    let shown = move || match loaded.get() {
        None => view! { <p class="loading">{common::LOADING}</p> }.into_any(),
        Some(Err(error)) => view! { <ErrorView error on_retry=again/> }.into_any(),
        Some(Ok(Err(_))) => ().into_any(),
        Some(Ok(Ok(preview))) => {
            let summary = preview.summary;
            let groups = summary.reasons.into_iter().chain(summary.warnings).collect::<Vec<_>>();
            let users = summary.failed + summary.warned;
            (!groups.is_empty()).then(|| view! { <ReasonGroups groups users class="st fail" mending=None/> }).into_any()
        }
    };
    view! {
        <p>{words::RESTORE_MEANS}</p>
        {shown}
        {move || restoring.failed.get().map(|error| view! { <ErrorView error on_retry=again/> })}
        {move || restoring.refused.get().map(|words| view! { <Notice kind=NoticeKind::Bad>{words}</Notice> })}
        <p class="foot">
            <button
                type="button"
                class="primary"
                aria-disabled=move || (busy.get() || !can_send.get()).then_some("true")
                aria-busy=move || busy.get().then_some("true")
                on:click=move |_| {
                    if let Some(preview) = untrack(preview).filter(|_| can_send.get_untracked()) {
                        restoring.send(asked.get_value(), &preview);
                    }
                }
            >
                {words::RESTORE}
            </button>
            <button type="button" class="second" on:click=move |_| restoring.dialog.open.set(false)>
                {words::CANCEL}
            </button>
        </p>
    }
}
