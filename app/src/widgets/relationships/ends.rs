//! When a relationship ends.

use crate::text::relationships as words;
use crate::ui::moment::Moment;
use domain::access::relationship::{RelationshipStatus, days_until};
use leptos::prelude::*;

/// The end, and the days until then while it is in force.
pub fn ends(end: Option<i64>, status: RelationshipStatus, now: i64) -> impl IntoView {
    end.map(|end| {
        let left = status.is_in_force().then(|| words::in_days(days_until(end, now)));
        view! {
            <Moment at=end/>
            {left.map(|left| view! { <span class="sub-line muted">{left}</span> })}
        }
    })
}

/// The status, marked by its meaning: waiting, in force, soon ending or over.
pub fn status(status: RelationshipStatus) -> impl IntoView {
    use RelationshipStatus as Status;
    let class = match status {
        Status::Created | Status::ApprovalPending | Status::Approved => "st wait",
        Status::Active => "st",
        Status::Expiring | Status::TerminationRequested => "st part",
        Status::Expired | Status::Terminated | Status::Rejected => "st off",
    };
    view! { <span class=class>{status.as_str()}</span> }
}
