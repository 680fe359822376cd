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

/// The status, marked where nothing is granted any more or it soon ends.
pub fn status(status: RelationshipStatus) -> impl IntoView {
    let is_over =
        matches!(status, RelationshipStatus::Expired | RelationshipStatus::Terminated | RelationshipStatus::Rejected);
    view! {
        <span class="st" class:off=is_over>
            {status.as_str()}
        </span>
    }
}
