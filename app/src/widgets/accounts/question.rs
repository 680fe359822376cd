//! The question before accounts are changed: the preview, its meaning and the button that confirms.

use super::given_back::GivenBackChoice;
use super::offers::UpnOffers;
use super::request::{Request, UNANSWERED, preview_of};
use crate::error::ApiError;
use crate::paths;
use crate::state::accounts::AccountsQuestion;
use crate::state::fresh_reset::FreshReset;
use crate::state::latest::{Asker, Latest};
use crate::state::send_once::SendOnce;
use crate::state::session::KnownCustomer;
use crate::text::accounts as words;
use crate::text::common;
use crate::text::frame::RECORDED_ONLY;
use crate::text::licenses::{self, WORKING_OUT};
use crate::text::saving::{Saving, not_saved};
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::operations::reason_field::TypedReason;
use crate::widgets::operations::typed_count::{TypedCount, confirms};
use crate::widgets::previews::mending::Mending;
use crate::widgets::previews::preview_groups::PreviewGroups;
use crate::widgets::purchases::buy_dialog::BuyDialog;
use crate::widgets::purchases::buying::{Buying, MissingSeats, SeatPurchase};
use domain::console::accounts::{AccountsPreview, GivenBackCounts, needing_another_email};
use domain::console::operation_kind::OperationKind;
use domain::console::save::SaveReply;
use domain::directory::customer::CustomerSource;
use domain::ids::{OperationId, UserId};
use domain::rules::account_change::AccountChange;
use domain::rules::plan::PlanDigest;
use domain::rules::restore::Without;
use domain::rules::summary::PlanSummary;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::collections::BTreeMap;

/// The pause after a choice before the server is asked, in milliseconds.
const PAUSE_MS: u32 = 200;

/// The state of the preview. If there are too many users, the answer is only their number.
pub type AccountsPreviewState = Latest<Result<AccountsPreview, usize>>;

/// A question about accounts. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
struct Question {
    asked: StoredValue<AccountsQuestion>,
    change: Signal<Option<AccountChange>>,
    upns: RwSignal<BTreeMap<UserId, String>>,
    typed_upns: RwSignal<BTreeMap<UserId, String>>,
    without: RwSignal<Without>,
    foreseen: RwSignal<AccountsPreviewState>,
    asker: Asker,
    /// The words above the preview.
    said: RwSignal<Option<String>>,
    sending: SendOnce<Request>,
    /// The error of the last request that was sent.
    failed: RwSignal<Option<ApiError>>,
    reason: TypedReason,
    typed: RwSignal<String>,
    wrong: RwSignal<bool>,
}

impl Question {
    /// The change to ask for, with the chosen emails and without the parts that are left out.
    fn asks(self) -> Option<AccountChange> {
        match self.change.get_untracked() {
            Some(AccountChange::Restore { .. }) => {
                let (upns, without) = (self.upns.get_untracked(), self.without.get_untracked());
                Some(AccountChange::Restore { upns, without })
            }
            change => change,
        }
    }

    /// Asks for the preview. `said` are the words to show above it.
    fn preview(self, said: Option<String>) {
        let Some(change) = self.asks() else { return };
        let AccountsQuestion { customer, who, kind } = self.asked.get_value();
        // The first preview follows no choice, so it needs no pause.
        let is_first = self.foreseen.with_untracked(|foreseen| *foreseen == AccountsPreviewState::Nothing);
        let pause = if is_first { 0 } else { PAUSE_MS };
        self.asker.ask_for(self.foreseen, pause, preview_of(customer, kind, who, change));
        self.failed.set(None);
        self.said.set(said);
    }

    /// Takes over the typed emails. Returns whether there were any.
    fn take_typed_emails(self) -> bool {
        let typed = self.typed_upns.get_untracked();
        let is_new = !typed.is_empty();
        self.upns.update(|upns| upns.extend(typed));
        self.typed_upns.set(BTreeMap::new());
        is_new
    }

    fn confirm(self, digest: PlanDigest, show_result: Callback<OperationId>) {
        if self.sending.busy.get_untracked() {
            return;
        }
        if self.take_typed_emails() {
            self.preview(Some(words::EMAILS_USED.to_owned()));
            return;
        }
        let (Some(change), Ok(reason)) = (self.asks(), self.reason.read()) else { return };
        let asked = self.asked.get_value();
        let of = |key| Request::of(key, asked.clone(), change.clone(), digest.clone(), reason.clone());
        match self.sending.request(of) {
            Some(request) => self.send(request, show_result),
            None => self.said.set(Some(common::NO_IDS.to_owned())),
        }
    }

    fn send(self, request: Request, show_result: Callback<OperationId>) {
        let (customer, at_most) = (self.asked.with_value(|asked| asked.customer), request.at_most());
        let ask = move |request: Request| request.send(customer);
        self.sending.send(request, ask, move |reply| {
            self.failed.set(reply.as_ref().err().cloned());
            match reply {
                Ok(SaveReply::Saved(operation)) => show_result.run(operation),
                Ok(SaveReply::ReasonMissing) => self.reason.is_required(),
                Ok(reply) => self.preview(not_saved(Saving::Accounts, &reply, at_most)),
                Err(_) => (),
            }
        });
    }

    /// Sends the unanswered request again, or asks for the preview again if there is none.
    fn again(self, show_result: Callback<OperationId>) {
        match self.sending.unanswered.get_untracked() {
            Some(request) => self.send(request, show_result),
            None => self.preview(None),
        }
    }
}

/// Shows the preview of `change`, carries it out and shows the result. Without a change there is no preview.
#[component]
pub fn AccountsQuestion(
    asked: AccountsQuestion,
    #[prop(into)] change: Signal<Option<AccountChange>>,
    /// The preview, which other parts of the page read too.
    foreseen: RwSignal<AccountsPreviewState>,
    on_done: Callback<()>,
    on_leave: Callback<()>,
) -> impl IntoView {
    let (customer, kind) = (asked.customer, asked.kind);
    let question = Question {
        asked: StoredValue::new(asked),
        change,
        upns: RwSignal::new(BTreeMap::new()),
        typed_upns: RwSignal::new(BTreeMap::new()),
        without: RwSignal::new(Without::default()),
        foreseen,
        asker: Asker::begin(),
        said: RwSignal::new(None),
        sending: SendOnce::kept_under(UNANSWERED.to_owned()),
        failed: RwSignal::new(None),
        reason: TypedReason::begin(),
        typed: RwSignal::new(String::new()),
        wrong: RwSignal::new(false),
    };
    Effect::new(move |_| {
        change.track();
        question.preview(None);
    });
    let navigate = use_navigate();
    let fresh = use_context::<FreshReset>();
    let show_result = Callback::new(move |operation: OperationId| {
        let is_one = foreseen.with_untracked(|seen| seen.good().is_some_and(|seen| seen.summary.changed == 1));
        if let (OperationKind::Reset, true, Some(fresh)) = (kind, is_one, fresh) {
            fresh.note(operation);
        }
        on_done.run(());
        navigate(&paths::operation(customer, operation), NavigateOptions::default());
    });
    let again = Callback::new(move |()| question.again(show_result));
    // This stands outside the preview, which is drawn again after each choice. So the ticked box keeps the focus.
    let given_back = Memo::new(move |before: Option<&GivenBackCounts>| {
        let now = foreseen.with(|foreseen| foreseen.good().map(|preview| preview.given_back));
        now.or(before.copied()).unwrap_or_default()
    });
    let on_choose = Callback::new(move |()| question.preview(None));
    let unknown = Callback::new(|_| None);
    let buying = Buying::begin(customer, unknown, on_choose, Callback::new(|()| ()));
    let planned = move || {
        if let Some(error) = question.failed.get() {
            return view! { <ErrorView error on_retry=again/> }.into_any();
        }
        let plan = |preview, said, stale: bool| {
            view! {
                <div class="foreseen" class:stale=stale aria-busy=stale.then_some("true")>
                    <Planned kind preview said question buying show_result on_leave/>
                </div>
            }
            .into_any()
        };
        match foreseen.get() {
            AccountsPreviewState::Ready(Ok(preview)) => plan(preview, question.said.get(), false),
            AccountsPreviewState::Working(Some(Ok(before))) => plan(before, None, true),
            AccountsPreviewState::Nothing | AccountsPreviewState::Working(_) => {
                view! { <p class="muted" aria-live="polite">{WORKING_OUT}</p> }.into_any()
            }
            AccountsPreviewState::Ready(Err(users)) => {
                view! { <Notice kind=NoticeKind::Bad>{words::too_many(users)}</Notice> }.into_any()
            }
            AccountsPreviewState::Failed(error, _) => view! { <ErrorView error on_retry=on_choose/> }.into_any(),
        }
    };
    view! {
        {(kind == OperationKind::Restore)
            .then(|| view! { <GivenBackChoice given_back without=question.without on_choose/> })}
        {planned}
        <BuyDialog buying/>
    }
}

#[component]
fn Planned(
    kind: OperationKind,
    preview: AccountsPreview,
    said: Option<String>,
    question: Question,
    buying: Buying,
    show_result: Callback<OperationId>,
    on_leave: Callback<()>,
) -> impl IntoView {
    let AccountsPreview { summary, offers, steps, lacking, .. } = preview;
    let missing = SeatPurchase::of_lacking(lacking);
    let (changed, digest) = (summary.changed, summary.digest.clone());
    let more = needing_another_email(&summary).saturating_sub(offers.len());
    let deleted = steps.as_ref().map_or(changed, |steps| steps.deleted);
    let danger =
        matches!(kind, OperationKind::Delete | OperationKind::DeletePermanently) || (steps.is_some() && deleted > 0);
    // Losing licenses asks in the same way.
    let (to_type, users) = match (danger, steps.is_some()) {
        (true, _) => (deleted, words::TO_DELETE),
        (false, true) => (summary.losing, licenses::WHO_LOSE),
        (false, false) if kind == OperationKind::Block => (changed, words::TO_BLOCK),
        (false, false) => (0, words::TO_DELETE),
    };
    let Question { typed, wrong, reason, sending: SendOnce { busy, .. }, .. } = question;
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if confirms(&typed.get_untracked(), to_type) {
            question.confirm(digest.clone(), show_result);
        } else {
            wrong.set(true);
        }
    };
    let on_use = Callback::new(move |()| {
        question.take_typed_emails();
        question.preview(None);
    });
    let meaning = meaning(kind, &summary);
    let mending = Mending::by_buying(buying, &summary.seats);
    view! {
        {said.map(|words| view! { <Notice kind=NoticeKind::Warn><p role="alert">{words}</p></Notice> })}
        {(changed == 0 && offers.is_empty()).then(|| view! { <p>{words::NOBODY_CHANGES}</p> })}
        <PreviewGroups summary mending/>
        <MissingSeats buying missing/>
        {(!offers.is_empty()).then(|| view! { <UpnOffers offers more typed=question.typed_upns tried=question.upns on_use/> })}
        {(changed > 0).then_some(meaning)}
        <form on:submit=submit>
            {(changed > 0).then(|| reason.field("accounts-reason"))}
            {(to_type > 0)
                .then(|| {
                    let on_typed = Callback::new(move |text| typed.set(text));
                    view! { <TypedCount count=to_type users typed on_typed wrong/> }
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
                <button type="button" class="second" on:click=move |_| on_leave.run(())>
                    {words::KEEP_AS_IS}
                </button>
            </p>
        </form>
    }
}

/// The meaning of the change, below the users who are changed.
fn meaning(kind: OperationKind, summary: &PlanSummary) -> impl IntoView + use<> {
    let known = use_context::<KnownCustomer>().and_then(|KnownCustomer(known)| known.get_untracked());
    let is_recorded_only = known.is_some_and(|customer| customer.source != CustomerSource::Connected);
    let frees = matches!(kind, OperationKind::Delete | OperationKind::Offboard);
    let freed = frees.then(|| words::freed(&summary.freed));
    view! {
        {freed.map(|freed| view! { <p><b>{freed}</b></p> })}
        <p>{words::means(kind)}</p>
        {is_recorded_only.then(|| view! { <p class="muted">{RECORDED_ONLY}</p> })}
    }
}
