//! Users who fail or are warned, grouped by reason, each group with the commands that mend it.

use super::preview_panel::PreviewLines;
use super::work::{Purchase, Work};
use crate::text::licenses as words;
use crate::text::reasons;
use crate::ui::focus::focus;
use domain::rules::reasons::{Mend, ReasonGroup};
use leptos::prelude::*;

/// The groups; those of few users are unfolded. Commands are there where a change is being made.
#[component]
pub fn ReasonGroups(
    groups: Vec<ReasonGroup>,
    /// All users who fail or are warned.
    users: usize,
    class: &'static str,
    mending: Option<Work>,
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
fn Group(group: ReasonGroup, class: &'static str, mending: Option<Work>) -> impl IntoView {
    let more = group.users.saturating_sub(group.first.len());
    let all_fit = more == 0;
    let mends = mending.map(|work| {
        let mends = work.change.with_untracked(|change| group.mends(change));
        mends.into_iter().map(move |mend| view! { <Command work mend/> }).collect_view()
    });
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

#[component]
fn Command(work: Work, mend: Mend) -> impl IntoView {
    let (label, name) = (reasons::mend(&mend), reasons::mend_named(&mend));
    let opens = matches!(mend, Mend::Buy(_)).then_some("dialog");
    let on_click = move |_| match &mend {
        Mend::Buy(license) => {
            let short = untrack(|| work.seats(license.sku)).map(|seats| seats.short).filter(|short| *short > 0);
            work.buying.ask(Purchase { sku: license.sku, quantity: short });
        }
        Mend::SetLocation => focus("location"),
        Mend::Revoke(license) => {
            let sku = license.sku;
            work.choices.update(|choices| choices.change.also_revoke(sku));
            // The group and its command go with what they were about.
            focus("before-save-title");
        }
    };
    view! {
        <button type="button" class="link mend" aria-label=name aria-haspopup=opens on:click=on_click>
            {label}
        </button>
    }
}
