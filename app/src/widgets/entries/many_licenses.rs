//! The step `Licenses` of editing many users, with the preview and the button that saves.

use crate::state::session::reason_policy;
use crate::text::common;
use crate::text::{entries as words, licenses};
use crate::ui::choice::Choice;
use crate::ui::focus::focus;
use crate::ui::named::named;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::entries::many_draft::{LicensesMode, ManyDraft};
use crate::widgets::entries::many_state::Many;
use crate::widgets::entries::many_step::EditStep;
use crate::widgets::entries::previewing::{EntriesPreviewState, foreseen};
use crate::widgets::entries::products::{Offer, Picking, ProductPicker};
use crate::widgets::entries::sending::{EntriesSending, SeenSave, SendingAnswer};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::operations::reason_field::ReasonField;
use crate::widgets::operations::typed_count::{TypedCount, confirms};
use crate::widgets::previews::mending::Mending;
use crate::widgets::previews::preview_groups::PreviewGroups;
use crate::widgets::purchases::buy_dialog::BuyDialog;
use crate::widgets::purchases::buying::{MissingSeats, SeatPurchase};
use crate::widgets::wizard::paged::{EnterKey, Step};
use domain::console::entries::EntriesPreview;
use domain::console::operation_kind::EntriesKind;
use domain::console::save::SAVE_USERS_MAX;
use domain::directory::profile_field::ProfileField;
use domain::ids::{OperationId, SkuId};
use domain::rules::summary::PlanSummary;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The id of the heading above the preview.
const SUMMARY: &str = "before-many-title";

/// `Replace existing license assignments` or `Add to existing license assignments`, and the preview.
#[component]
pub fn LicensesStep(many: Many, users: usize) -> impl IntoView {
    let products = move || {
        many.view.with_value(|view| view.products.iter().map(|row| row.product.product.sku_id).collect::<Vec<SkuId>>())
    };
    let entries = Memo::new(move |_| many.draft.with(|draft| draft.entries(many.selection, products())));
    let (known, again) = foreseen(many.customer, entries);
    let plan = Memo::new(move |_| known.with(|known| known.good().cloned()));
    let sending = EntriesSending::begin(many.customer);
    let loaded_anew = RwSignal::new(0_u32);
    let buying = many.buying(loaded_anew, again);
    let navigate = use_navigate();
    let to_details = navigate.clone();
    let set_location = Callback::new(move |()| {
        many.draft.update(|draft| {
            draft.asked.insert(ProfileField::Location);
        });
        to_details(&many.href(EditStep::Details), NavigateOptions::default());
    });
    let revoke = Callback::new(move |sku| {
        many.draft.update(|draft| draft.licenses.also_revoke(sku));
        // The reason and its button disappear, so the focus needs another place.
        focus(SUMMARY);
    });
    let mending = Mending {
        change: Signal::derive(move || many.draft.with(|draft| draft.change(products()))),
        buying,
        short: Callback::new(move |sku| {
            plan.with(|plan| plan.as_ref().and_then(|plan| plan.summary.seats.get(&sku)).map_or(0, |seats| seats.short))
        }),
        set_location: Some(set_location),
        revoke: Some(revoke),
    };
    // An unanswered save may be done already, so that nobody would change. Sending it again leads to its result.
    let unanswered = Memo::new(move |_| {
        sending.once.unanswered.get().filter(|sent| many.draft.with(|draft| draft.is_asked_by(sent, many.selection)))
    });
    let is_unanswered =
        move || unanswered.with(Option::is_some) && !sending.once.busy.get() && sending.answer.with(Option::is_none);
    let wrong = RwSignal::new(false);
    let policy = reason_policy();
    let reason = move || many.draft.with(|draft| policy.get().read(&draft.reason));
    let why_not = Memo::new(move |_| match known.get() {
        _ if unanswered.with(Option::is_some) => None,
        EntriesPreviewState::Nothing => Some(words::NOTHING_ASKED.to_owned()),
        EntriesPreviewState::Working(_) => Some(licenses::WORKING_OUT.to_owned()),
        EntriesPreviewState::Ready(Err(users)) => Some(words::too_many(users, SAVE_USERS_MAX)),
        EntriesPreviewState::Failed(..) => Some(licenses::NOT_WORKED_OUT.to_owned()),
        EntriesPreviewState::Ready(Ok(preview)) if preview.summary.changed == 0 => {
            Some(licenses::NOBODY_CHANGES.to_owned())
        }
        EntriesPreviewState::Ready(Ok(_)) => reason().err().map(|error| error.to_string()),
    });
    let on_saved = Callback::new(move |operation: OperationId| {
        many.draft.set(ManyDraft::default());
        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
        navigate(&many.results(operation), options);
    });
    let save = Callback::new(move |()| {
        if sending.is_sent_again(unanswered.get_untracked(), on_saved, again) {
            return;
        }
        let (Some(seen), Ok(reason)) = (plan.get_untracked(), untrack(reason)) else { return };
        let Some(entries) = entries.get_untracked() else { return };
        if !confirms(&many.draft.with_untracked(|draft| draft.typed_count.clone()), seen.summary.losing) {
            wrong.set(true);
            return;
        }
        sending.save(SeenSave { kind: EntriesKind::Edit, entries, seen, reason }, on_saved, again);
    });
    let changing = Memo::new(move |_| plan.with(|plan| plan.as_ref().map_or(users, |plan| plan.summary.changed)));
    let label = Signal::derive(move || match sending.once.busy.get() {
        true => words::SAVING.to_owned(),
        false if is_unanswered() => common::TRY_AGAIN.to_owned(),
        false => words::update(changing.get()),
    });
    view! {
        <Step
            label
            why_not
            on_next=save
            enter=EnterKey::DoesNothing
            back=Some(many.href(EditStep::Settings))
            leaving=many.leaving()
            busy=sending.once.busy
        >
        <div class="two">
            <div>
                <Mode many/>
                <Picker many plan loaded_anew/>
            </div>
            <section class="panel before-many" aria-label=words::BEFORE_YOU_SAVE>
                <h2 id=SUMMARY tabindex="-1">{words::BEFORE_YOU_SAVE}</h2>
                <SendingAnswer sending now=plan on_retry=save/>
                {move || {
                    is_unanswered().then(|| view! { <Notice kind=NoticeKind::Warn>{licenses::UNANSWERED}</Notice> })
                }}
                <div aria-live="polite">
                    {move || match known.get() {
                        EntriesPreviewState::Nothing => view! { <p class="muted">{words::NOTHING_ASKED}</p> }.into_any(),
                        EntriesPreviewState::Working(_) => view! { <p class="muted">{licenses::WORKING_OUT}</p> }.into_any(),
                        EntriesPreviewState::Ready(Err(users)) => view! { <p>{words::too_many(users, SAVE_USERS_MAX)}</p> }.into_any(),
                        EntriesPreviewState::Failed(error, _) => view! { <ErrorView error on_retry=again/> }.into_any(),
                        EntriesPreviewState::Ready(Ok(preview)) => {
                            let missing = SeatPurchase::of_short(&preview.summary.seats, |sku| many.product_name(sku));
                            view! {
                                <MissingSeats buying missing/>
                                <Planned many summary=preview.summary mending wrong/>
                            }
                            .into_any()
                        }
                    }}
                </div>
                <ReasonField
                    id="entries-reason"
                    typed=Signal::derive(move || many.draft.with(|draft| draft.reason.clone()))
                    on_typed=Callback::new(move |typed| many.draft.update(|draft| draft.reason = typed))
                    missed=false
                />
            </section>
        </div>
        </Step>
        <BuyDialog buying/>
    }
}

#[component]
fn Mode(many: Many) -> impl IntoView {
    let choice = move |label: &'static str, mode: LicensesMode| {
        let is_chosen = Memo::new(move |_| many.draft.with(|draft| draft.mode == mode));
        let on_choose = Callback::new(move |()| many.draft.update(|draft| draft.mode = mode));
        view! { <Choice group="licenses-mode" label is_chosen on_choose/> }
    };
    view! {
        <fieldset class="choices field-group">
            <legend>{words::LICENSES_MODE}</legend>
            {choice(words::LEAVE_LICENSES, LicensesMode::Leave)}
            {choice(licenses::REPLACE_EXISTING, LicensesMode::Replace)}
            {choice(licenses::ADD_TO_EXISTING, LicensesMode::Add)}
        </fieldset>
    }
}

/// The products, unless the licenses stay as they are.
#[component]
fn Picker(many: Many, plan: Memo<Option<EntriesPreview>>, loaded_anew: RwSignal<u32>) -> impl IntoView {
    let mode = Memo::new(move |_| many.draft.with(|draft| draft.mode));
    let change = Memo::new(move |_| many.draft.with(|draft| draft.licenses.clone()));
    let on_change = Callback::new(move |change| many.draft.update(|draft| draft.licenses = change));
    let seats =
        Memo::new(move |_| plan.with(|plan| plan.as_ref().map(|plan| plan.summary.seats.clone()).unwrap_or_default()));
    let picking = Picking { change, on_change, seats };
    let offers = move || {
        loaded_anew.track();
        many.view.with_value(|view| {
            let offer = |row: &domain::cases::licenses::ManageProduct| Offer {
                product: row.product.clone(),
                why_not: row.not_assignable.clone(),
            };
            view.products.iter().filter(|row| row.product.seats.is_some()).map(offer).collect::<Vec<_>>()
        })
    };
    let is_shown = Memo::new(move |_| mode.get() != LicensesMode::Leave);
    view! {
        {move || {
            let none = change.with(|change| change.products.is_empty());
            match mode.get() {
                LicensesMode::Replace if none => {
                    view! { <Notice kind=NoticeKind::Warn>{words::REPLACE_WITH_NOTHING}</Notice> }.into_any()
                }
                LicensesMode::Add if none => view! { <p class="muted">{words::ADD_NOTHING}</p> }.into_any(),
                _ => ().into_any(),
            }
        }}
        {move || is_shown.get().then(|| view! { <ProductPicker offers=offers() picking/> })}
    }
}

/// The preview, and the consequences if users lose licenses.
#[component]
fn Planned(many: Many, summary: PlanSummary, mending: Mending, wrong: RwSignal<bool>) -> impl IntoView {
    let losing = summary.losing;
    let more = summary.left_unlicensed.saturating_sub(summary.first_left_unlicensed.len());
    let left = summary.first_left_unlicensed.clone();
    let unlicensed = summary.left_unlicensed;
    let revokes = licenses::revokes(&summary.revoked_products);
    let direct = (summary.direct_removed > 0).then(|| licenses::direct_removed(summary.direct_removed));
    view! {
        <PreviewGroups summary mending/>
        {direct.map(|direct| view! { <p>{direct}</p> })}
        {(losing > 0)
            .then(|| {
                view! {
                    <p>{revokes}</p>
                    {if unlicensed == 0 {
                        view! { <p>{licenses::left_unlicensed(0)}</p> }.into_any()
                    } else {
                        view! {
                            <Notice kind=NoticeKind::Warn>
                                <p>{licenses::left_unlicensed(unlicensed)}</p>
                                <ul class="lines">
                                    {left.into_iter().map(|name| view! { <li>{named(name)}</li> }).collect_view()}
                                    {(more > 0).then(|| view! { <li>{licenses::and_more(more)}</li> })}
                                </ul>
                                <p>
                                    <b>{licenses::REVOKE_WARNING}</b>
                                </p>
                            </Notice>
                        }
                            .into_any()
                    }}
                    <TypedCount
                        count=losing
                        users=licenses::WHO_LOSE
                        typed=Signal::derive(move || many.draft.with(|draft| draft.typed_count.clone()))
                        on_typed=Callback::new(move |text| many.draft.update(|draft| draft.typed_count = text))
                        wrong
                    />
                }
            })}
    }
}
