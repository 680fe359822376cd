//! A page of a later file, while the file is fetched and when it is there.

use super::area::Area;
use super::fetching::{fetch, fetch_next, is_there};
use super::parts::{LaterPart, part};
use crate::api::session::who_is_signed_in;
use crate::error::ApiError;
use crate::text::common;
use crate::text::frame as words;
use crate::ui::focus::keep_on_page;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::frame::page_frame::PageFrame;
use leptos::prelude::*;
use leptos::task::spawn_local;

#[derive(Clone, Copy)]
enum FileState {
    Loading,
    There,
    Failed,
}

/// A page, shown once the file of its area is loaded.
#[component]
pub fn Later(page: LaterPart) -> impl IntoView {
    let area = page.area();
    let shown = RwSignal::new(if is_there(area) { FileState::There } else { FileState::Loading });
    let get = Callback::new(move |()| {
        shown.set(FileState::Loading);
        spawn_local(async move {
            let is_there = fetch(area).await;
            if !is_there && who_is_signed_in().await.is_ok() {
                // The server responds but lacks the file: it was upgraded after this page was loaded.
                let _ = location().reload();
                return;
            }
            keep_on_page(|| {
                let _ = shown.try_set(if is_there { FileState::There } else { FileState::Failed });
            });
            if is_there {
                fetch_next(area).await;
            }
        });
    });
    if !is_there(area) {
        get.run(());
    }
    move || match shown.get() {
        FileState::There => part(page),
        FileState::Loading if area == Area::Portal => {
            Some(view! { <main id="main" tabindex="-1"><p class="loading">{common::LOADING}</p></main> }.into_any())
        }
        FileState::Failed if area == Area::Portal => Some(
            view! {
                <main id="main" tabindex="-1">
                    <ErrorView error=ApiError::Offline on_retry=get loads=true/>
                </main>
            }
            .into_any(),
        ),
        FileState::Loading => Some(
            view! {
                <PageFrame title=common::LOADING>
                    <p class="loading">{common::LOADING}</p>
                </PageFrame>
            }
            .into_any(),
        ),
        FileState::Failed => Some(
            view! {
                <PageFrame title=words::error_title(&ApiError::Offline)>
                    <ErrorView error=ApiError::Offline on_retry=get loads=true/>
                </PageFrame>
            }
            .into_any(),
        ),
    }
}
