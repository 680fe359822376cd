//! The dialog for undoing an operation. It shows the effect first and then asks.

use crate::api;
use crate::error::ApiError;
use crate::paths;
use crate::state::latest::{Asker, Latest};
use crate::state::send_once::SendOnce;
use crate::state::session::known_customer_name;
use crate::text::common;
use crate::text::licenses as words;
use crate::text::saving::{Saving, not_saved};
use crate::text::{accounts, operations, restore};
use crate::ui::dialog::Dialog;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::accounts::offers::UpnOffers;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::operations::reason_field::TypedReason;
use crate::widgets::operations::typed_count::{TypedCount, confirms};
use crate::widgets::previews::mending::Mending;
use crate::widgets::previews::preview_groups::PreviewGroups;
use crate::widgets::purchases::buy_dialog::BuyDialog;
use crate::widgets::purchases::buying::{Buying, MissingSeats, SeatPurchase};
use domain::console::accounts::{ACCOUNTS_MAX, AccountsPreview, needing_another_email};
use domain::console::operation_kind::OperationKind;
use domain::console::save::{SaveReply, UndoRequest};
use domain::ids::{CustomerId, OperationId};
use domain::rules::plan::PlanDigest;
use domain::rules::restore::NewUpns;
use domain::rules::summary::PlanSummary;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Shows the effect of an undo and carries it out.
#[component]
pub fn UndoDialog(
    customer: CustomerId,
    operation: OperationId,
    kind: OperationKind,
    open: RwSignal<bool>,
) -> impl IntoView {
    let customer_name = known_customer_name();
    let title = Signal::derive(move || operations::undo_title(&customer_name.get()));
    view! {
        <Dialog open title>
            <Undo customer operation kind open/>
        </Dialog>
    }
}

#[component]
fn Undo(customer: CustomerId, operation: OperationId, kind: OperationKind, open: RwSignal<bool>) -> impl IntoView {
    let known = RwSignal::new(Latest::<AccountsPreview>::Nothing);
    let asker = Asker::begin();
    // The words above the preview.
    let said = RwSignal::new(None::<String>);
    // The error of the last undo that was sent.
    let failed = RwSignal::new(None::<ApiError>);
    let sending = SendOnce::<UndoRequest>::kept_under(format!("undo-{operation}"));
    let busy = sending.busy;
    let reason = TypedReason::begin();
    let (upns, typed_upns) = (RwSignal::new(NewUpns::new()), RwSignal::new(NewUpns::new()));
    let preview = Callback::new(move |words: Option<String>| {
        asker.ask_for(known, 0, api::operations::preview_undo(customer, operation, upns.get_untracked()));
        failed.set(None);
        said.set(words);
    });
    preview.run(None);
    let navigate = use_navigate();
    let show_result = Callback::new(move |undo: OperationId| {
        navigate(&paths::operation(customer, undo), NavigateOptions::default());
    });
    let send = Callback::new(move |request: UndoRequest| {
        let ask = move |request| api::operations::undo_operation(customer, request);
        sending.send(request, ask, move |reply| {
            failed.set(reply.as_ref().err().cloned());
            match reply {
                Ok(SaveReply::Saved(undo)) => {
                    open.set(false);
                    show_result.run(undo);
                }
                Ok(SaveReply::ReasonMissing) => reason.is_required(),
                Ok(reply) => preview.run(not_saved(Saving::Undo, &reply, ACCOUNTS_MAX)),
                Err(_) => (),
            }
        });
    });
    let take_typed_emails = move || {
        let typed = typed_upns.get_untracked();
        let is_new = !typed.is_empty();
        upns.update(|upns| upns.extend(typed));
        typed_upns.set(NewUpns::new());
        is_new
    };
    let undo = Callback::new(move |digest: PlanDigest| {
        if busy.get_untracked() {
            return;
        }
        if take_typed_emails() {
            preview.run(Some(accounts::EMAILS_USED.to_owned()));
            return;
        }
        let Ok(why) = reason.read() else { return };
        let request = sending.request(|key| {
            let (upns, digest, reason) = (upns.get_untracked(), digest.clone(), why.clone());
            UndoRequest { key, operation, upns, digest, reason }
        });
        match request {
            Some(request) => send.run(request),
            None => said.set(Some(common::NO_IDS.to_owned())),
        }
    });
    let again = Callback::new(move |()| match sending.unanswered.get_untracked() {
        Some(request) => send.run(request),
        None => preview.run(None),
    });
    let preview_again = Callback::new(move |()| preview.run(None));
    let on_use = Callback::new(move |()| {
        take_typed_emails();
        preview.run(None);
    });
    let unknown = Callback::new(|_| None);
    let on_bought = Callback::new(move |()| preview.run(None));
    let buying = Buying::begin(customer, unknown, on_bought, Callback::new(|()| ()));
    let question = move || match (failed.get(), known.get()) {
        (Some(error), _) => view! { <ErrorView error on_retry=again/> }.into_any(),
        (None, Latest::Nothing | Latest::Working(_)) => {
            view! { <p class="muted" aria-live="polite">{words::WORKING_OUT}</p> }.into_any()
        }
        (None, Latest::Failed(error, _)) => view! { <ErrorView error on_retry=preview_again/> }.into_any(),
        (None, Latest::Ready(preview)) => {
            let AccountsPreview { summary, offers, given_back, lacking, .. } = preview;
            let missing = SeatPurchase::of_lacking(lacking);
            let more = needing_another_email(&summary).saturating_sub(offers.len());
            let synced = given_back.from_sync;
            view! {
                {(!offers.is_empty())
                    .then(|| view! { <UpnOffers offers more typed=typed_upns tried=upns on_use/> })}
                {(synced > 0)
                    .then(|| view! { <Notice kind=NoticeKind::Warn><p>{restore::from_sync(synced)}</p></Notice> })}
                <MissingSeats buying missing/>
                <Question kind summary said=said.get() reason busy buying undo open/>
            }
            .into_any()
        }
    };
    view! {
        {question}
        <BuyDialog buying/>
    }
}

#[component]
fn Question(
    kind: OperationKind,
    summary: PlanSummary,
    said: Option<String>,
    reason: TypedReason,
    busy: ReadSignal<bool>,
    buying: Buying,
    undo: Callback<PlanDigest>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let short = summary.refused_for_seats.then(|| summary.seats.values().map(|seats| seats.short).sum());
    let can = summary.changed > 0 && short.is_none();
    let (changed, losing, losing_all) = (summary.changed, summary.losing, summary.left_unlicensed);
    // Undoing an addition or a restoration deletes users, so it asks in the same way as deleting.
    let inverse = kind.inverse().map(|change| OperationKind::of(&change));
    let deletes = inverse == Some(OperationKind::Delete);
    let (to_type, users) = if deletes { (changed, accounts::TO_DELETE) } else { (losing, words::WHO_LOSE) };
    let freed = deletes.then(|| accounts::freed(&summary.freed));
    let (typed, wrong) = (RwSignal::new(String::new()), RwSignal::new(false));
    let confirm = move |digest: PlanDigest| {
        if confirms(&typed.get_untracked(), to_type) {
            undo.run(digest);
        } else {
            wrong.set(true);
        }
    };
    let digest = summary.digest.clone();
    let mending = Mending::by_buying(buying, &summary.seats);
    view! {
        {said.map(|words| view! { <Notice kind=NoticeKind::Warn><p role="alert">{words}</p></Notice> })}
        {short
            .map(|short| {
                view! { <Notice kind=NoticeKind::Bad>{operations::undo_short(short)}</Notice> }
            })}
        {(changed == 0).then(|| view! { <p>{operations::NOTHING_TO_UNDO}</p> })}
        <PreviewGroups summary mending/>
        {(losing_all > 0)
            .then(|| view! { <Notice kind=NoticeKind::Warn>{operations::undo_unlicensed(losing_all)}</Notice> })}
        {can
            .then(|| {
                view! {
                    {freed.map(|freed| view! { <p><b>{freed}</b></p> })}
                    {inverse.map(|inverse| view! { <p>{accounts::means(inverse)}</p> })}
                }
            })}
        {can.then(|| reason.field("undo-reason"))}
        {can
            .then(|| {
                let on_typed = Callback::new(move |text| typed.set(text));
                view! { <TypedCount count=to_type users typed on_typed wrong/> }
            })}
        <p class="foot">
            {can
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="primary"
                            aria-disabled=move || busy.get().then_some("true")
                            aria-busy=move || busy.get().then_some("true")
                            on:click=move |_| confirm(digest.clone())
                        >
                            {operations::undo_for(changed)}
                        </button>
                    }
                })}
            <button type="button" class="second" on:click=move |_| open.set(false)>
                {operations::KEEP_AS_IS}
            </button>
        </p>
    }
}
