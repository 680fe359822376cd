//! The last step of `Add user`: the preview and the button that adds the users.

use crate::paths;
use crate::state::session::reason_policy;
use crate::text::frame::RECORDED_ONLY;
use crate::text::seats::seats_line;
use crate::text::{entries as words, licenses};
use crate::ui::named::named;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::entries::adding::{AddStep, Adding, name_or_place};
use crate::widgets::entries::draft::AddDraft;
use crate::widgets::entries::previewing::{EntriesPreviewState, foreseen};
use crate::widgets::entries::sending::{EntriesSending, SeenSave, SendingAnswer};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::operations::plans_off::AllPlansOff;
use crate::widgets::operations::reason_field::ReasonField;
use crate::widgets::purchases::buy_dialog::BuyDialog;
use crate::widgets::purchases::buying::{Buying, MissingSeats, SeatPurchase};
use crate::widgets::wizard::WizardStep;
use crate::widgets::wizard::paged::{EnterKey, Step};
use domain::console::entries::{ENTRIES_MAX, EntriesPreview, EntryEnd, EntryLine};
use domain::console::operation_kind::EntriesKind;
use domain::directory::customer::CustomerSource;
use domain::directory::profile_field::ProfileField;
use domain::ids::{OperationId, UserId};
use domain::rules::failure::FailureCode;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The new users with their previews, the seats afterwards, and the button that adds the users.
#[component]
pub fn Review(adding: Adding) -> impl IntoView {
    let entries =
        Memo::new(move |_| adding.draft.with(|draft| Some(draft.entries()).filter(|_| !draft.users.is_empty())));
    let (known, again) = foreseen(adding.customer, entries);
    let plan = Memo::new(move |_| known.with(|known| known.good().cloned()));
    let sending = EntriesSending::begin(adding.customer);
    let buying = adding.buying(again);
    let policy = reason_policy();
    let users = Memo::new(move |_| adding.draft.with(|draft| draft.users.len()));
    let reason = move || adding.draft.with(|draft| policy.get().read(&draft.reason));
    // An unanswered save may have added the users already. Sending it again leads to its result.
    let unanswered = move || {
        let are_there = plan.with(|plan| plan.as_ref().is_some_and(has_repeated));
        are_there.then(|| sending.unanswered(EntriesKind::Add, &adding.draft.with(AddDraft::entries))).flatten()
    };
    let why_not = Memo::new(move |_| match known.get() {
        EntriesPreviewState::Ready(Ok(_)) if unanswered().is_some() => None,
        EntriesPreviewState::Nothing => Some(words::NOBODY_TO_ADD.to_owned()),
        EntriesPreviewState::Working(_) => Some(licenses::WORKING_OUT.to_owned()),
        EntriesPreviewState::Ready(Err(users)) => Some(words::too_many(users, ENTRIES_MAX)),
        EntriesPreviewState::Failed(..) => Some(licenses::NOT_WORKED_OUT.to_owned()),
        EntriesPreviewState::Ready(Ok(preview))
            if preview.lines.iter().any(|line| matches!(line.end, EntryEnd::Failed(_))) =>
        {
            Some(words::MEND_FIRST.to_owned())
        }
        EntriesPreviewState::Ready(Ok(_)) => reason().err().map(|error| error.to_string()),
    });
    let navigate = use_navigate();
    let go = navigate.clone();
    let on_saved = Callback::new(move |operation: OperationId| {
        adding.forget();
        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
        go(&paths::operation(adding.customer, operation), options);
    });
    let on_stale = Callback::new(move |()| {
        adding.names.ask_again();
        again.run(());
    });
    let save = Callback::new(move |()| {
        if sending.is_sent_again(untrack(unanswered), on_saved, on_stale) {
            return;
        }
        let (Some(seen), Ok(reason)) = (plan.get_untracked(), untrack(reason)) else { return };
        let entries = adding.draft.with_untracked(AddDraft::entries);
        sending.save(SeenSave { kind: EntriesKind::Add, entries, seen, reason }, on_saved, on_stale);
    });
    let to_info = Callback::new(move |()| navigate(&adding.href(AddStep::Info), NavigateOptions::default()));
    let another = move |_| {
        adding.add_another();
        to_info.run(());
    };
    let is_recorded_only = adding.company.with_value(|company| company.customer.source != CustomerSource::Connected);
    let label = Signal::derive(move || match sending.once.busy.get() {
        true => words::SAVING.to_owned(),
        false if unanswered().is_some() => words::SEND_AGAIN.to_owned(),
        false => words::add(users.get()),
    });
    view! {
        <Step
            label
            why_not
            on_next=save
            enter=EnterKey::DoesNothing
            back=Some(adding.href(AddStep::Licenses))
            leaving=adding.leaving()
            busy=sending.once.busy
        >
        <section class="entry-review" aria-label=AddStep::Review.title()>
            <SendingAnswer sending now=plan on_retry=save/>
            {move || {
                unanswered().map(|_| view! { <Notice kind=NoticeKind::Warn>{words::NOT_ANSWERED}</Notice> })
            }}
            <ReviewTable adding plan to_info/>
            <p class="acts">
                <button type="button" class="second" on:click=another>{words::ANOTHER}</button>
            </p>
            {move || match known.get() {
                EntriesPreviewState::Working(_) => view! { <p class="muted" aria-live="polite">{licenses::WORKING_OUT}</p> }.into_any(),
                EntriesPreviewState::Failed(error, _) => view! { <ErrorView error on_retry=again/> }.into_any(),
                _ => ().into_any(),
            }}
            {move || plan.get().map(|plan| view! { <Effects adding plan buying/> })}
            {is_recorded_only.then(|| view! { <p class="muted">{RECORDED_ONLY}</p> })}
            <div class="entry-form">
                <ReasonField
                    id="entries-reason"
                    typed=Signal::derive(move || adding.draft.with(|draft| draft.reason.clone()))
                    on_typed=Callback::new(move |typed| adding.draft.update(|draft| draft.reason = typed))
                    missed=false
                />
            </div>
        </section>
        </Step>
        <BuyDialog buying/>
    }
}

/// The seats afterwards, and the ways to mend licenses that fail.
#[component]
fn Effects(adding: Adding, plan: EntriesPreview, buying: Buying) -> impl IntoView {
    let name = |sku| adding.company.with_value(|company| company.snapshot.product_name(sku));
    let missing = SeatPurchase::of_short(&plan.summary.seats, name);
    let seats = plan.summary.seats.iter().map(|(sku, seats)| seats_line(&name(*sku), seats));
    let seats: Vec<String> = seats.collect();
    let unlicensed = plan.unlicensed();
    let some_fail = plan.lines.iter().any(|line| matches!(line.end, EntryEnd::WithoutLicenses(_)));
    view! {
        {(unlicensed > 0).then(|| view! { <Notice kind=NoticeKind::Warn>{words::without_license(unlicensed)}</Notice> })}
        {some_fail.then(|| view! { <Notice kind=NoticeKind::Warn>{words::MEND_LICENSES}</Notice> })}
        <MissingSeats buying missing/>
        {(!seats.is_empty())
            .then(|| {
                view! {
                    <h2>{words::SEATS_AFTER}</h2>
                    <ul class="lines num">{seats.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                }
            })}
    }
}

#[component]
fn ReviewTable(adding: Adding, plan: Memo<Option<EntriesPreview>>, to_info: Callback<()>) -> impl IntoView {
    let [user, happens, permissions] = words::REVIEW_HEADERS;
    let users =
        Memo::new(move |_| adding.draft.with(|draft| draft.users.iter().map(|user| user.id).collect::<Vec<_>>()));
    view! {
        <div class="grid">
            <table class="outcomes" aria-label=words::TO_ADD>
                <thead>
                    <tr>
                        <th scope="col">{user}</th>
                        <th scope="col">{happens}</th>
                        <th scope="col" class="wide">{permissions}</th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>
                    {move || {
                        users
                            .get()
                            .into_iter()
                            .enumerate()
                            .map(|(at, id)| view! { <ReviewRow adding at id plan to_info/> })
                            .collect_view()
                    }}
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn ReviewRow(
    adding: Adding,
    at: usize,
    id: UserId,
    plan: Memo<Option<EntriesPreview>>,
    to_info: Callback<()>,
) -> impl IntoView {
    let form = adding.draft.with_untracked(|draft| {
        draft.users.iter().find(|user| user.id == id).map(|user| user.form.clone()).unwrap_or_default()
    });
    let (name, email) = (name_or_place(&form, at), form.email());
    let permissions = form.text(ProfileField::Permissions);
    let line = move || plan.with(|plan| plan.as_ref()?.lines.iter().find(|line| line.user == id).cloned());
    let change = move |_| {
        adding.draft.update(|draft| draft.current = at);
        to_info.run(());
    };
    let take_out = move |_| {
        adding.draft.update(|draft| draft.take_out(id));
        if adding.draft.with_untracked(|draft| draft.users.is_empty()) {
            adding.add_another();
            to_info.run(());
        }
    };
    view! {
        <tr>
            <th scope="row" class="who">
                <b>{named(name.clone())}</b> <span class="muted upn">{named(email)}</span>
            </th>
            <td class="wraps">
                {move || {
                    line()
                        .map(|line| {
                            let class = class_of(&line);
                            let mark = line
                                .is_unlicensed
                                .then(|| view! { " " <span class="tag">{words::NO_LICENSE}</span> });
                            view! { <span class=class>{line.words}</span> {mark} <AllPlansOff plans_off=line.plans_off/> }
                        })
                }}
            </td>
            <td class="wraps wide muted">
                {if permissions.is_empty() { words::PERMISSION_USER.to_owned() } else { permissions }}
            </td>
            <td>
                <div class="row-acts">
                <button type="button" class="link" aria-label=words::change_of(&name) on:click=change>
                    {words::CHANGE}
                </button>
                <button type="button" class="link" aria-label=words::take_out_of(&name) on:click=take_out>
                    {words::TAKE_OUT}
                </button>
                </div>
            </td>
        </tr>
    }
}

/// Whether some of the new users exist already.
fn has_repeated(plan: &EntriesPreview) -> bool {
    plan.lines.iter().any(|line| line.end == EntryEnd::Failed(FailureCode::Repeated))
}

fn class_of(line: &EntryLine) -> &'static str {
    match line.end {
        EntryEnd::Whole => "st long",
        EntryEnd::Unchanged => "st long same",
        EntryEnd::WithoutLicenses(_) | EntryEnd::WithoutProfile(_) => "st long part",
        EntryEnd::Failed(_) => "st long fail",
    }
}
