//! The running large saves, in the top bar of every page.

use crate::paths;
use crate::state::running::use_running;
use crate::text::frame as words;
use leptos::prelude::*;

/// A link to each running operation, with its progress.
#[component]
pub fn RunningList() -> impl IntoView {
    let running = use_running();
    move || {
        running
            .operations()
            .into_iter()
            .map(|operation| {
                let href = paths::operation(operation.customer, operation.id);
                let name = words::running_name(&operation);
                view! {
                    <a class="running" href=href aria-label=name.clone() title=name>
                        <progress max=operation.users value=operation.done aria-hidden="true"></progress>
                        <span class="num">{words::percent(operation.done, operation.users)}</span>
                    </a>
                }
            })
            .collect_view()
    }
}
