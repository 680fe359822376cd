//! Restoring deleted users in the portal: the preview, and sending the request.

use crate::api::accounts::{change_accounts, preview_accounts};
use crate::error::ApiError;
use crate::state::send_once::{Keyed, SendOnce};
use crate::state::toasts::{Toasts, use_toasts};
use crate::text::accounts;
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
use domain::console::operation_kind::OperationKind;
use domain::console::save::SaveReply;
use domain::ids::{CustomerId, IdempotencyKey, UserId};
use domain::rules::account_change::AccountChange;
use leptos::prelude::*;

impl Keyed for AccountsRequest {
    fn key(&self) -> IdempotencyKey {
        self.key
    }
}

/// The users to restore.
type UsersToRestore = (CustomerId, Vec<UserId>);

/// The dialog and its request. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct Restoring {
    dialog: DialogAbout<UsersToRestore>,
    sending: SendOnce<AccountsRequest>,
    refused: RwSignal<Option<String>>,
    failed: RwSignal<Option<ApiError>>,
    toasts: Toasts,
    on_done: Callback<()>,
}

impl Restoring {
    /// Nobody is being restored. `on_done` runs after users were.
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

    /// Asks whether users are to be restored.
    pub fn ask(self, customer: CustomerId, users: Vec<UserId>) {
        self.refused.set(None);
        self.failed.set(None);
        self.dialog.ask((customer, users));
    }

    fn send(self, (customer, users): UsersToRestore, preview: &AccountsPreview) {
        let (digest, changed) = (preview.summary.digest.clone(), preview.summary.changed);
        let request = self.sending.request(|key| AccountsRequest {
            key,
            who: Who::Listed(users.clone()),
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
                self.toasts.show(words::restored(changed));
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
    let users = move || about.with(|about| about.as_ref().map_or(0, |(_, users)| users.len()));
    let title = Signal::derive(move || accounts::confirm(OperationKind::Restore, users()));
    view! {
        <Dialog open title>
            {move || about.get().map(|asked| view! { <Question restoring asked/> })}
        </Dialog>
    }
}

#[component]
fn Question(restoring: Restoring, asked: UsersToRestore) -> impl IntoView {
    let asked = StoredValue::new(asked);
    let loaded = LocalResource::new(move || {
        let (customer, users) = asked.get_value();
        preview_accounts(customer, Who::Listed(users), AccountChange::restore())
    });
    let again = Callback::new(move |()| loaded.refetch());
    let busy = restoring.sending.busy;
    let preview = move || loaded.get().and_then(Result::ok).and_then(Result::ok);
    let can_send = Memo::new(move |_| preview().is_some_and(|preview| preview.summary.changed > 0));
    let shown = move || match loaded.get() {
        None => view! { <p class="loading">{common::LOADING}</p> }.into_any(),
        Some(Err(error)) => view! { <ErrorView error on_retry=again/> }.into_any(),
        Some(Ok(Err(users))) => view! { <Notice kind=NoticeKind::Bad>{accounts::too_many(users)}</Notice> }.into_any(),
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
