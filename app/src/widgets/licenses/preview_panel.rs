//! “Before you save”: the preview, failures first.

use crate::text::licenses as words;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::licenses::mending::mending_of;
use crate::widgets::licenses::preview::LicensesPreviewState;
use crate::widgets::licenses::save_answer::SaveAnswer;
use crate::widgets::licenses::save_bar::SaveButtons;
use crate::widgets::licenses::shortage::Shortages;
use crate::widgets::licenses::work::ManageWork;
use crate::widgets::operations::reason_field::ReasonField;
use crate::widgets::previews::preview_groups::PreviewGroups;
use domain::rules::summary::PlanSummary;
use leptos::prelude::*;

/// The effects of the change, the shortages with their ways out, and Save.
#[component]
pub fn PreviewPanel(work: ManageWork) -> impl IntoView {
    let loading = Memo::new(move |_| work.preview.with(LicensesPreviewState::is_working));
    let error = Memo::new(move |_| work.preview.with(|preview| preview.error().cloned()));
    let summary = Memo::new(move |_| work.summary());
    view! {
        <aside class="panel before-save" id="before-save" aria-labelledby="before-save-title">
            <h2 id="before-save-title" tabindex="-1">{words::BEFORE_YOU_SAVE}</h2>
            <div class="before-save-body">
                <SaveAnswer work/>
                <Shortages work/>
                {move || error.get().map(|error| view! { <ErrorView error on_retry=work.preview_again loads=true/> })}
                <div aria-live="polite" aria-busy=move || loading.get().then_some("true")>
                    {move || loading.get().then(|| view! { <p class="muted">{words::WORKING_OUT}</p> })}
                    {move || match summary.get() {
                        Some(summary) => {
                            let held_up = summary.refused_for_seats.then(|| words::nothing_saved(short(&summary)));
                            view! {
                                <div class:stale=move || loading.get()>
                                    {held_up.map(|words| view! { <p class="st fail"><b>{words}</b></p> })}
                                    <PreviewGroups summary=as_saved((*summary).clone()) mending=mending_of(work)/>
                                </div>
                            }
                                .into_any()
                        }
                        None if loading.get() || error.with(Option::is_some) => ().into_any(),
                        None => view! { <p class="muted">{words::NOTHING_CHOSEN}</p> }.into_any(),
                    }}
                </div>
            </div>
            <div class="before-save-end">
                <ReasonField
                    id="save-reason"
                    typed=Signal::derive(move || work.choices.with(|choices| choices.reason.clone()))
                    on_typed=Callback::new(move |typed| work.choices.update(|choices| choices.reason = typed))
                    missed=false
                />
                <SaveButtons work why_id="save-why"/>
            </div>
        </aside>
    }
}

/// Licenses that are missing for everybody.
fn short(summary: &PlanSummary) -> i64 {
    summary.seats.values().map(|seats| seats.short).sum()
}

/// The effect of a save now: while licenses are short for everybody or nobody, nobody changes.
fn as_saved(summary: PlanSummary) -> PlanSummary {
    if summary.refused_for_seats { PlanSummary { changed: 0, first_changed: Vec::new(), ..summary } } else { summary }
}
