//! A preview in groups: the users who fail, are warned, change or stay.

use crate::text::licenses as words;
use crate::text::reasons;
use crate::widgets::previews::mending::Mending;
use crate::widgets::previews::preview_lines::PreviewLines;
use crate::widgets::previews::reason_groups::ReasonGroups;
use domain::rules::preview_line::PreviewLine;
use domain::rules::reasons::ReasonGroup;
use domain::rules::summary::PlanSummary;
use leptos::prelude::*;

/// The groups of a preview: users who fail, with reasons; users with warnings; users who change; users who stay as they
/// are. Where a change is being made, the reasons come with the commands that fix them.
#[component]
pub fn PreviewGroups(summary: PlanSummary, #[prop(optional)] mending: Option<Mending>) -> impl IntoView {
    let group = |title: fn(usize) -> String, users: usize, first: Vec<PreviewLine>, class: &'static str| {
        (users > 0).then(|| {
            let more = users.saturating_sub(first.len());
            view! {
                <li>
                    <b>{title(users)}</b>
                    <ul class="lines">
                        <PreviewLines lines=first class/>
                        {(more > 0).then(|| view! { <li class="muted">{words::and_more(more)}</li> })}
                    </ul>
                </li>
            }
        })
    };
    let by_reason = |title: fn(usize) -> String, users: usize, groups: Vec<ReasonGroup>, class: &'static str| {
        (users > 0).then(|| {
            view! {
                <li>
                    <b>{title(users)}</b>
                    <ReasonGroups groups users class mending/>
                </li>
            }
        })
    };
    view! {
        <ul class="groups">
            {by_reason(words::will_fail, summary.failed, summary.reasons, "st fail")}
            {by_reason(reasons::with_a_warning, summary.warned, summary.warnings, "st part")}
            {group(words::will_change, summary.changed, summary.first_changed, "st")}
            {group(words::will_stay, summary.unchanged, summary.first_unchanged, "st same")}
        </ul>
    }
}
