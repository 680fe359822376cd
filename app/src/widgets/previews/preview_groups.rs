//! A preview in groups: the users who fail, are warned, change or stay.

use crate::text::licenses as words;
use crate::text::reasons;
use crate::widgets::operations::plans_off::AllPlansOff;
use crate::widgets::previews::mending::Mending;
use crate::widgets::previews::reason_groups::ReasonGroups;
use domain::directory::invisible::isolated;
use domain::rules::reasons::ReasonGroup;
use domain::rules::summary::{PlanSummary, PreviewLine};
use leptos::prelude::*;

/// The groups of a preview: who fails and why, who is warned, who changes, who stays. Where a change is being made, the
/// reasons come with the commands that mend them.
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

/// A line for each effect, with the users that it is the same for.
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
