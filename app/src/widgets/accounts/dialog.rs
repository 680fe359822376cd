//! The question before accounts are changed: what would happen, to whom, and what it means.

use super::offers::UpnOffers;
use crate::api;
use crate::error::ApiError;
use crate::paths;
use crate::state::accounts::Asked;
use crate::state::patience::until_answered;
use crate::state::session::KnownCustomer;
use crate::state::storage;
use crate::text::frame::RECORDED_ONLY;
use crate::text::licenses::{self, WORKING_OUT};
use crate::text::lifecycle as words;
use crate::ui::dialog::Dialog;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::licenses::preview_panel::Groups;
use crate::widgets::licenses::reason_field::TypedReason;
use crate::widgets::licenses::typed_count::{TypedCount, confirms};
use domain::console::accounts::{AccountsPreview, AccountsRequest, Who};
use domain::console::entries::{Entries, EntriesRequest};
use domain::console::operation::OperationKind;
use domain::console::reason::Reason;
use domain::console::save::SaveReply;
use domain::directory::customer::CustomerSource;
use domain::ids::{CustomerId, OperationId, UserId};
use domain::rules::accounts::AccountChange;
use domain::rules::failure::FailureCode;
use domain::rules::plan::PlanDigest;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The key under which a request is kept until it is answered.
const UNANSWERED: &str = "accounts-request";

/// What the dialog shows.
#[derive(Debug, Clone)]
enum Shown {
    Working,
    /// What would happen, and what to say above it.
    Plan(Box<AccountsPreview>, Option<&'static str>),
    /// Words that say it all.
    Refused(String),
    Error(ApiError),
}

/// Asks about what was chosen, and does it.
#[component]
pub fn AccountsDialog(asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(asked.with(Option::is_some)));
    Effect::new(move |before: Option<bool>| {
        let now = open.get();
        if before == Some(true) && !now {
            asked.set(None);
        }
        now
    });
    let known = use_context::<KnownCustomer>();
    let title = Signal::derive(move || {
        let customer = known.and_then(|KnownCustomer(known)| known.get()).map(|customer| customer.name);
        asked.get().map(|asked| words::question_title(&customer.unwrap_or_default(), asked.kind)).unwrap_or_default()
    });
    view! {
        <Dialog open title>
            {move || asked.get().map(|asked| view! { <Question asked open/> })}
        </Dialog>
    }
}

#[component]
fn Question(asked: Asked, open: RwSignal<bool>) -> impl IntoView {
    let (customer, kind) = (asked.customer, asked.kind);
    let shown = RwSignal::new(Shown::Working);
    let busy = RwSignal::new(false);
    let reason = TypedReason::begin();
    let upns = RwSignal::new(BTreeMap::<UserId, String>::new());
    let change = move || match kind.change() {
        Some(AccountChange::Restore { .. }) => AccountChange::Restore { upns: upns.get_untracked() },
        change => change.unwrap_or(AccountChange::Allow),
    };
    let asked = StoredValue::new(asked);
    let preview = move |said: Option<&'static str>| {
        let (who, change) = (asked.with_value(|asked| asked.who.clone()), change());
        spawn_local(async move {
            let now = match preview_of(customer, kind, who, change).await {
                Ok(Ok(preview)) => Shown::Plan(Box::new(preview), said),
                Ok(Err(users)) => Shown::Refused(words::too_many(users)),
                Err(error) => Shown::Error(error),
            };
            shown.try_set(now);
        });
    };
    preview(None);
    let again = Callback::new(move |()| {
        shown.set(Shown::Working);
        preview(None);
    });
    let on_use = Callback::new(move |typed: BTreeMap<UserId, String>| {
        upns.update(|upns| upns.extend(typed));
        preview(None);
    });
    let navigate = use_navigate();
    let show_result = Callback::new(move |operation: OperationId| {
        navigate(&paths::operation(customer, operation), NavigateOptions::default());
    });
    let confirm = Callback::new(move |digest: PlanDigest| {
        if busy.get_untracked() {
            return;
        }
        let Ok(why) = reason.read() else { return };
        let Some(request) = fresh(asked.get_value(), change(), digest, why) else {
            shown.set(Shown::Refused(licenses::NO_IDS.into()));
            return;
        };
        busy.set(true);
        spawn_local(async move {
            let ask = || send(customer, request.clone());
            let reply = until_answered(ask, |reply| *reply == SaveReply::InFlight).await;
            // Without an answer it may be done: the same request then finds that out.
            if matches!(reply, Ok(_) | Err(ApiError::SignedOut)) && reply != Ok(SaveReply::InFlight) {
                storage::forget(UNANSWERED);
            }
            if busy.try_set(false).is_some() {
                return;
            }
            match reply {
                Ok(SaveReply::Saved(operation)) => {
                    open.set(false);
                    show_result.run(operation);
                }
                Ok(SaveReply::TooMany(users)) => shown.set(Shown::Refused(words::too_many(users))),
                Ok(SaveReply::InFlight) => shown.set(Shown::Refused(licenses::IN_FLIGHT.into())),
                Ok(SaveReply::ReasonMissing) => reason.is_required(),
                Ok(SaveReply::Stale(_)) => preview(Some(words::CHANGED_SINCE)),
                Ok(_) => preview(None),
                Err(error) => shown.set(Shown::Error(error)),
            }
        });
    });
    move || match shown.get() {
        Shown::Working => view! { <p class="muted" aria-live="polite">{WORKING_OUT}</p> }.into_any(),
        Shown::Refused(words) => view! { <Notice kind=NoticeKind::Bad>{words}</Notice> }.into_any(),
        Shown::Error(error) => view! { <ErrorView error on_retry=again/> }.into_any(),
        Shown::Plan(preview, said) => {
            view! { <Planned kind preview=*preview said reason busy on_use confirm open/> }.into_any()
        }
    }
}

#[component]
fn Planned(
    kind: OperationKind,
    preview: AccountsPreview,
    said: Option<&'static str>,
    reason: TypedReason,
    busy: RwSignal<bool>,
    on_use: Callback<BTreeMap<UserId, String>>,
    confirm: Callback<PlanDigest>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let AccountsPreview { summary, freed, offers } = preview;
    let (changed, digest) = (summary.changed, summary.digest.clone());
    let names = [FailureCode::UpnTaken, FailureCode::InvalidUpn];
    let to_rename: usize = names.iter().filter_map(|code| summary.failures.get(code)).sum();
    let more = to_rename.saturating_sub(offers.len());
    let danger = matches!(kind, OperationKind::Delete | OperationKind::Erase);
    let (typed, wrong) = (RwSignal::new(String::new()), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if danger && !confirms(&typed.get_untracked(), changed) {
            wrong.set(true);
            return;
        }
        confirm.run(digest.clone());
    };
    let known = use_context::<KnownCustomer>().and_then(|KnownCustomer(known)| known.get_untracked());
    let is_recorded_only = known.is_some_and(|customer| customer.source != CustomerSource::Connected);
    view! {
        {said.map(|words| view! { <Notice kind=NoticeKind::Warn><p role="alert">{words}</p></Notice> })}
        {(changed == 0 && offers.is_empty()).then(|| view! { <p>{words::NOBODY_CHANGES}</p> })}
        <Groups summary/>
        {(!offers.is_empty()).then(|| view! { <UpnOffers offers more on_use/> })}
        {(changed > 0)
            .then(|| {
                view! {
                    {(kind == OperationKind::Delete).then(|| view! { <p><b>{words::freed(&freed)}</b></p> })}
                    <p>{words::means(kind)}</p>
                    {is_recorded_only.then(|| view! { <p class="muted">{RECORDED_ONLY}</p> })}
                }
            })}
        <form on:submit=submit>
            {(changed > 0).then(|| reason.field("accounts-reason"))}
            {danger
                .then(|| {
                    let on_typed = Callback::new(move |text| typed.set(text));
                    view! { <TypedCount count=changed whom=words::TO_DELETE typed on_typed wrong/> }
                })}
            <p class="foot">
                {(changed > 0)
                    .then(|| {
                        view! {
                            <button
                                type="submit"
                                class=if danger { "danger" } else { "primary" }
                                aria-disabled=move || busy.get().then_some("true")
                                aria-busy=move || busy.get().then_some("true")
                            >
                                {words::confirm(kind, changed)}
                            </button>
                        }
                    })}
                <button type="button" class="second" on:click=move |_| open.set(false)>
                    {words::KEEP}
                </button>
            </p>
        </form>
    }
}

/// What is asked of the server.
#[allow(clippy::large_enum_variant, reason = "there is one of it at a time; in the browser it is smaller")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Request {
    Accounts(AccountsRequest),
    /// What failed in an operation with entries is tried again.
    Entries(EntriesRequest),
}

impl Request {
    /// Whether the other asks the same, whatever its key.
    fn asks_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Accounts(one), Self::Accounts(other)) => *one == AccountsRequest { key: one.key, ..other.clone() },
            (Self::Entries(one), Self::Entries(other)) => *one == EntriesRequest { key: one.key, ..other.clone() },
            _ => false,
        }
    }
}

async fn preview_of(
    customer: CustomerId,
    kind: OperationKind,
    who: Who,
    change: AccountChange,
) -> Result<Result<AccountsPreview, usize>, ApiError> {
    match who {
        Who::FailedIn(operation) if kind.has_entries() => {
            let preview = api::entries::preview_entries(customer, Entries::FailedIn(operation)).await?;
            let plan = |summary| AccountsPreview { summary, freed: Vec::new(), offers: Vec::new() };
            Ok(preview.map(|preview| plan(preview.summary)))
        }
        who => api::accounts::preview_accounts(customer, who, change).await,
    }
}

async fn send(customer: CustomerId, request: Request) -> Result<SaveReply, ApiError> {
    match request {
        Request::Accounts(request) => api::accounts::change_accounts(customer, request).await,
        Request::Entries(request) => api::entries::save_entries(customer, request).await,
    }
}

/// The request for this plan. One that got no answer is sent again as it was, so that it is done once.
fn fresh(asked: Asked, change: AccountChange, digest: PlanDigest, reason: Option<Reason>) -> Option<Request> {
    let key = storage::fresh_id()?.parse().ok()?;
    let request = match (asked.kind.entries(), asked.who) {
        (Some(kind), Who::FailedIn(operation)) => {
            Request::Entries(EntriesRequest { key, kind, entries: Entries::FailedIn(operation), digest, reason })
        }
        (_, who) => Request::Accounts(AccountsRequest { key, who, change, digest, reason }),
    };
    if let Some(sent) = storage::load::<Request>(UNANSWERED).filter(|sent| sent.asks_as(&request)) {
        return Some(sent);
    }
    storage::save(UNANSWERED, &request);
    Some(request)
}
