//! “Before you save”: what will happen, failures first.

use super::mending::Mending;
use super::plans_off::AllPlansOff;
use super::preview::Preview;
use super::reason_field::ReasonField;
use super::reason_groups::ReasonGroups;
use super::save_answer::SaveAnswer;
use super::save_bar::SaveButtons;
use super::shortage::Shortages;
use super::work::Work;
use crate::text::licenses as words;
use crate::text::reasons;
use crate::widgets::frame::error_view::ErrorView;
use domain::directory::invisible::isolated;
use domain::rules::reasons::ReasonGroup;
use domain::rules::summary::{PlanSummary, PreviewLine};
use leptos::prelude::*;

/// What will happen to whom, the shortages with their ways out, and Save.
#[component]
pub fn PreviewPanel(work: Work) -> impl IntoView {
    let loading = Memo::new(move |_| work.preview.with(Preview::is_working));
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
                                    <Groups summary=as_saved((*summary).clone()) mending=Mending::of(work)/>
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

/// What a save would do now: while licenses are short for everybody or nobody, nobody changes.
fn as_saved(summary: PlanSummary) -> PlanSummary {
    if summary.refused_for_seats { PlanSummary { changed: 0, first_changed: Vec::new(), ..summary } } else { summary }
}

/// The groups of a preview: who fails and why, who is warned, who changes, who stays. Where a change is being made, the
/// reasons come with the commands that mend them.
#[component]
pub fn Groups(summary: PlanSummary, #[prop(optional)] mending: Option<Mending>) -> impl IntoView {
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

/// A line for each thing that happens, with the users whom it happens to.
#[component]
pub fn PreviewLines(lines: Vec<PreviewLine>, class: &'static str) -> impl IntoView {
    let line = |(names, line): (String, PreviewLine)| {
        view! {
            <li class=class>
                {format!("{names}: {}", line.words)} <AllPlansOff plans_off=line.plans_off/>
            </li>
        }
    };
    grouped(lines).into_iter().map(line).collect_view()
}

/// Lines with the same words are one, with the names in their order.
fn grouped(lines: Vec<PreviewLine>) -> Vec<(String, PreviewLine)> {
    let mut groups: Vec<(String, PreviewLine)> = Vec::new();
    for line in lines {
        let name = if line.name.is_empty() { words::GONE_USER.into() } else { isolated(&line.name) };
        let same =
            |(_, other): &&mut (String, PreviewLine)| other.words == line.words && other.plans_off == line.plans_off;
        match groups.iter_mut().find(same) {
            Some((names, _)) => {
                names.push_str(", ");
                names.push_str(&name);
            }
            None => groups.push((name.into_owned(), line)),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, words: &str) -> PreviewLine {
        let user = "6fd2c87f-b296-42f0-b197-1e91e994b900".parse().unwrap();
        PreviewLine { user, name: name.into(), words: words.into(), plans_off: Vec::new() }
    }

    #[test]
    fn lines_with_the_same_words_are_one() {
        let lines =
            [line("Isaiah", "none left"), line("Alex", "+ Visio"), line("Lidia", "none left"), line("", "gone")];
        let expected = [("Isaiah, Lidia", "none left"), ("Alex", "+ Visio"), (words::GONE_USER, "gone")];
        let found: Vec<_> = grouped(lines.into()).into_iter().map(|(names, line)| (names, line.words)).collect();
        assert_eq!(found, expected.map(|(names, words)| (names.to_owned(), words.to_owned())));
    }
}
