//! A message in the page.

use leptos::prelude::*;

/// What a notice is about; its look, and how urgently it is read out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Something to know.
    Info,
    /// Something went well.
    Good,
    /// Something to look at.
    Warn,
    /// Something went wrong.
    Bad,
}

/// A message in the page. A bad one is read out at once, a good one when there is time.
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
