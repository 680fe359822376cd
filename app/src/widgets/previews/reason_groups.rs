//! Users who fail or are warned, grouped by reason, each group with the commands that mend it.

use crate::text::licenses as words;
use crate::text::reasons;
use crate::widgets::previews::mending::{Mending, Mends};
use crate::widgets::previews::preview_lines::PreviewLines;
use domain::rules::reasons::ReasonGroup;
use leptos::prelude::*;

/// The groups; those of few users are unfolded. Commands are there where a change is being made.
#[component]
pub fn ReasonGroups(
    groups: Vec<ReasonGroup>,
    /// All users who fail or are warned.
    users: usize,
    class: &'static str,
    mending: Option<Mending>,
) -> impl IntoView {
    let others = users.saturating_sub(groups.iter().map(|group| group.users).sum());
    view! {
        <ul class="reasons">
            {groups.into_iter().map(|group| view! { <Group group class mending/> }).collect_view()}
            {(others > 0).then(|| view! { <li class="muted">{reasons::others(others)}</li> })}
        </ul>
    }
}

#[component]
fn Group(group: ReasonGroup, class: &'static str, mending: Option<Mending>) -> impl IntoView {
    let more = group.users.saturating_sub(group.first.len());
    let all_fit = more == 0;
    let mends = mending.map(|mending| view! { <Mends mending group=group.clone()/> });
    view! {
        <li>
            <details class="folded" open=all_fit>
                <summary>{reasons::group(&group)}</summary>
                <ul class="lines">
                    <PreviewLines lines=group.first class/>
                    {(more > 0).then(|| view! { <li class="muted">{words::and_more(more)}</li> })}
                </ul>
            </details>
            {mends}
        </li>
    }
}
