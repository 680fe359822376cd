//! The button above a list that adds to it.

use crate::ui::command::Command;
use leptos::prelude::*;

/// The button, with other ways to add as its children. While `why_not` gives a reason, it is disabled and says why, so that nobody
/// fills in a form for nothing.
#[component]
pub fn AddButton(
    id: &'static str,
    label: &'static str,
    on_click: Callback<()>,
    #[prop(optional, into)] why_not: Signal<Option<String>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="acts">
            <Command id label on_click why_not look="primary"/>
            {children.map(|children| children())}
        </div>
    }
}
