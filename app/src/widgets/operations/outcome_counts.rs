//! The numbers of complete and failed users, above the first outcomes of an operation.

use crate::text::operations as words;
use domain::console::operation::Operation;
use leptos::prelude::*;

/// How many users are complete, done in part, and failed.
#[component]
pub fn OutcomeCounts<'a>(operation: &'a Operation) -> impl IntoView + use<> {
    let (counts, in_part) = (operation.counts, operation.done_in_part);
    let failed = counts.failed;
    let class = if failed > 0 { "st fail" } else { "st same" };
    view! {
        <p class="lead num" role="status">
            <span class="st">{words::complete_count(counts.done() - failed - in_part)}</span>
            " "
            {(in_part > 0).then(|| view! { <span class="st part">{words::in_part_count(in_part)}</span> " " })}
            <span class=class>{words::failed_count(failed)}</span>
        </p>
    }
}
