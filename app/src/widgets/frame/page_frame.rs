//! The frame of pages outside a customer.

use crate::text::frame as words;
use crate::widgets::frame::top_bar::TopBar;
use leptos::prelude::*;
use leptos_meta::Title;

/// Top bar and title around the page in `children`.
#[component]
pub fn PageFrame(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <Title text=words::document_title(words::TENANTRY, title)/>
        <TopBar/>
        <div class="shell single">
            <main id="main" tabindex="-1">
                <h1>{title}</h1>
                {children()}
            </main>
        </div>
    }
}
