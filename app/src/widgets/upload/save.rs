//! Step 4: the numbers of the preview, and the button that saves.

use super::planned::{UploadPreview, UploadPreviewState};
use super::seats::SeatsTable;
use super::sending::{UploadAnswered, UploadSending};
use super::work::UploadWork;
use crate::paths;
use crate::text::common;
use crate::text::frame::RECORDED_ONLY;
use crate::text::{licenses, upload as words};
use crate::ui::discard::Discard;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::operations::typed_count::TypedCount;
use crate::widgets::purchases::buy_dialog::BuyDialog;
use crate::widgets::purchases::buying::{Buying, MissingSeats, SeatPurchase};
use domain::console::entries::SignInChanges;
use leptos::prelude::*;
use std::sync::Arc;

/// The numbers, the seats, the choice to leave rows out, the reason and the button.
#[component]
pub fn Save(work: UploadWork, sending: UploadSending) -> impl IntoView {
    let why_not = Memo::new(move |_| sending.why_not());
    let buying = work.buying();
    let again = Callback::new(move |()| work.look_ahead());
    view! {
        <div aria-live="polite">
            {move || match work.preview.get() {
                UploadPreviewState::Nothing => ().into_any(),
                UploadPreviewState::Working(_) => view! { <p class="muted">{licenses::WORKING_OUT}</p> }.into_any(),
                UploadPreviewState::Failed(error, _) => view! { <ErrorView error on_retry=again/> }.into_any(),
                UploadPreviewState::Ready(planned) => view! { <WillHappen work sending buying planned/> }.into_any(),
            }}
        </div>
        <LeaveOut work/>
        {move || {
            sending.is_unanswered().then(|| view! { <Notice kind=NoticeKind::Warn>{licenses::UNANSWERED}</Notice> })
        }}
        {move || match sending.answer.get() {
            None => ().into_any(),
            Some(UploadAnswered::Words(words)) => view! { <Notice kind=NoticeKind::Bad>{words}</Notice> }.into_any(),
            Some(UploadAnswered::Error(error)) => {
                view! { <ErrorView error on_retry=Callback::new(move |()| sending.save())/> }.into_any()
            }
            Some(UploadAnswered::SavedNotKept(saved)) => {
                view! {
                    <Notice kind=NoticeKind::Warn>
                        {words::REST_NOT_KEPT} " " <a href=paths::operation(work.customer, saved)>{words::SEE_RESULT}</a>
                    </Notice>
                }
                .into_any()
            }
        }}
        // There is no form here, so Enter in a field does not save.
        {sending.reason.field("upload-reason")}
        <p class="muted">{RECORDED_ONLY}</p>
        <p class="acts">
            <button
                type="button"
                class="primary"
                aria-disabled=move || (why_not.get().is_some() || sending.busy.get()).then_some("true")
                aria-busy=move || sending.busy.get().then_some("true")
                aria-describedby="upload-why"
                on:click=move |_| sending.save()
            >
                {move || button(work, sending)}
            </button>
            <StartOver work/>
            <span id="upload-why" class="muted">
                {move || why_not.get()}
            </span>
        </p>
        <BuyDialog buying/>
    }
}

/// Starts over. It asks first, because the rows and their corrections are lost.
#[component]
fn StartOver(work: UploadWork) -> impl IntoView {
    let asking = RwSignal::new(false);
    view! {
        <button type="button" class="second" aria-haspopup="dialog" on:click=move |_| asking.set(true)>
            {words::START_OVER}
        </button>
        <Discard open=asking on_discard=Callback::new(move |()| work.start_over())/>
    }
}

/// The label of the button.
fn button(work: UploadWork, sending: UploadSending) -> String {
    if sending.is_unanswered() {
        return common::TRY_AGAIN.to_owned();
    }
    work.preview.with(|preview| match preview {
        UploadPreviewState::Ready(planned) if planned.added + planned.updated > 0 => {
            words::confirm(planned.added, planned.updated)
        }
        _ => words::SAVE.to_owned(),
    })
}

#[component]
fn WillHappen(work: UploadWork, sending: UploadSending, buying: Buying, planned: Arc<UploadPreview>) -> impl IntoView {
    let summary = &planned.summary;
    let (losing, unlicensed, without) = (summary.losing, summary.left_unlicensed, planned.without_licenses);
    let revokes = licenses::revokes(&summary.revoked_products);
    let direct = (summary.direct_removed > 0).then(|| licenses::direct_removed(summary.direct_removed));
    let lines = words::will_happen(planned.added, planned.updated, summary.unchanged, summary.failed);
    let on_typed = Callback::new(move |text| sending.typed.set(text));
    let missing =
        work.with_snapshot(|snapshot| SeatPurchase::of_short(&summary.seats, |sku| snapshot.product_name(sku)));
    view! {
        <ul class="will-happen">{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
        {(without > 0).then(|| view! { <Notice kind=NoticeKind::Warn>{words::without_licenses(without)}</Notice> })}
        <ConfirmSignIn sending changes=planned.sign_in/>
        {(losing > 0)
            .then(|| {
                view! {
                    <Notice kind=NoticeKind::Warn>
                        <p>{words::losing(losing, unlicensed)}</p>
                        <p>{revokes}</p>
                    </Notice>
                    <TypedCount count=losing users=words::WHO_LOSE typed=sending.typed on_typed wrong=sending.wrong/>
                }
            })}
        {direct.map(|direct| view! { <p>{direct}</p> })}
        <MissingSeats buying missing/>
        <SeatsTable work planned/>
    }
}

/// Asks before users are blocked or allowed, because a column with the opposite meaning would shut everybody out. If the counts
/// change, it asks again.
#[component]
fn ConfirmSignIn(sending: UploadSending, changes: SignInChanges) -> impl IntoView {
    (!changes.is_none()).then(|| {
        view! {
            <Notice kind=NoticeKind::Warn>
                <p>{words::sign_in_changes(changes)}</p>
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=move || sending.sign_in.get() == changes
                        on:change=move |event| {
                            let confirmed = event_target_checked(&event);
                            sending.sign_in.set(if confirmed { changes } else { SignInChanges::default() });
                        }
                    />
                    <span>{words::SIGN_IN_IS_MEANT}</span>
                </label>
            </Notice>
        }
    })
}

/// The choice to leave out rows with errors, if there are any.
#[component]
fn LeaveOut(work: UploadWork) -> impl IntoView {
    let wrong = Memo::new(move |_| work.checked.with(|checked| checked.places(false).len()));
    let some_wrong = Memo::new(move |_| wrong.get() > 0);
    move || {
        some_wrong.get().then(|| {
            view! {
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=move || work.draft.with(|draft| draft.as_ref().is_some_and(|draft| draft.leave_out))
                        on:change=move |event| work.leave_out(event_target_checked(&event))
                    />
                    <span>{move || words::leave_out(wrong.get())}</span>
                </label>
            }
        })
    }
}
