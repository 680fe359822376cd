//! Links to the pages of a list.

use crate::text::frame as words;
use leptos::prelude::*;

/// First, Previous, Next, Last. A link without an address is disabled.
#[component]
pub fn Pager(
    #[prop(into)] first: Signal<Option<String>>,
    #[prop(into)] previous: Signal<Option<String>>,
    #[prop(into)] next: Signal<Option<String>>,
    #[prop(into)] last: Signal<Option<String>>,
) -> impl IntoView {
    let links = [(words::FIRST, first), (words::PREVIOUS, previous), (words::NEXT, next), (words::LAST, last)];
    view! {
        <nav class="pager" aria-label=words::PAGES>
            {links
                .map(|(label, address)| {
                    view! {
                        <a
                            class="plain"
                            role=move || address.with(Option::is_none).then_some("link")
                            aria-disabled=move || address.with(Option::is_none).then_some("true")
                            href=move || address.get()
                        >
                            {label}
                        </a>
                    }
                })
                .into_iter()
                .collect_view()}
        </nav>
    }
}
