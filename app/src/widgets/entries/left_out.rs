//! The note that names the licenses that were not taken over.

use crate::text::templates as words;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::entries::adding::Adding;
use leptos::prelude::*;

/// The licenses that were not taken over for the user in the form.
#[component]
pub fn LeftOut(adding: Adding) -> impl IntoView {
    let names = Memo::new(move |_| {
        adding.draft.with(|draft| draft.here().map(|user| user.left_out.clone()).unwrap_or_default())
    });
    move || {
        let names = names.get();
        (!names.is_empty()).then(|| {
            view! {
                <Notice kind=NoticeKind::Warn>
                    <p role="status">{words::not_taken_over(&names)}</p>
                </Notice>
            }
        })
    }
}
