//! A message in the page.

use leptos::prelude::*;

/// The kind of a notice, which determines its style and the urgency of its announcement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Information.
    Info,
    /// Success.
    Good,
    /// Warning.
    Warn,
    /// Error.
    Bad,
}

/// A message in the page. Screen readers announce errors immediately and successes politely.
#[component]
pub fn Notice(kind: NoticeKind, children: Children) -> impl IntoView {
    let (class, role) = match kind {
        NoticeKind::Info => ("note info", None),
        NoticeKind::Good => ("note good", Some("status")),
        NoticeKind::Warn => ("note warn", None),
        NoticeKind::Bad => ("note bad", Some("alert")),
    };
    view! {
        <div class=class role=role>
            {children()}
        </div>
    }
}
