//! An unknown address.

use crate::paths;
use crate::text::frame as words;
use crate::widgets::frame::page_frame::PageFrame;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Page not found; the reply's status is 404.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    let _ = crate::error::ApiError::Missing.with_status();
    // People of a customer's portal see nothing of the partner's frame.
    if use_location().pathname.with_untracked(|path| paths::is_in_portal(path)) {
        return view! {
            <main id="main" tabindex="-1">
                <h1>{words::NOT_FOUND}</h1>
                <p class="lead">{words::NOT_FOUND_LEAD}</p>
                <p>
                    <a class="second" href=paths::PORTAL>
                        {words::TO_DASHBOARD}
                    </a>
                </p>
            </main>
        }
        .into_any();
    }
    view! {
        <PageFrame title=words::NOT_FOUND>
            <p class="lead">{words::NOT_FOUND_LEAD}</p>
            <p>
                <a class="second" href=paths::CUSTOMERS>
                    {words::CUSTOMERS}
                </a>
            </p>
        </PageFrame>
    }
    .into_any()
}
