//! The card of pages before sign-in.

use crate::text::frame as words;
use crate::ui::notice::{Notice, NoticeKind};
use leptos::prelude::*;
use leptos_meta::Title;

/// A title and a form, without the frame. `error` explains the failure of the last attempt.
#[component]
pub fn SignInCard(title: &'static str, error: Option<String>, children: Children) -> impl IntoView {
    view! {
        <Title text=words::document_title(words::TENANTRY, title)/>
        <main id="main" class="sign-in-card">
            <p class="brand">
                <img src="/favicon.svg" alt="" width="24" height="24"/>
                {words::TENANTRY}
            </p>
            <div class="panel">
                <h1>{title}</h1>
                {error.map(|error| view! { <Notice kind=NoticeKind::Bad>{error}</Notice> })}
                {children()}
            </div>
        </main>
    }
}
