//! An unknown address.

use crate::paths;
use crate::text::frame as words;
use crate::widgets::frame::page_frame::PageFrame;
use leptos::prelude::*;

/// Page not found; the reply's status is 404.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    let _ = crate::error::ApiError::Missing.with_status();
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
}
