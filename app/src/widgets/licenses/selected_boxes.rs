//! The selected users as small boxes, each of which can be taken out.

use crate::api;
use crate::error::ApiError;
use crate::paths;
use crate::text::licenses as words;
use crate::ui::named::named;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::licenses::work::ManageWork;
use domain::console::selection::SelectionChange;
use domain::ids::UserId;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The first selected users as small boxes, and how many more there are.
#[component]
pub fn SelectedBoxes(work: ManageWork) -> impl IntoView {
    let leaving = RwSignal::new(None::<UserId>);
    let error = RwSignal::new(None::<(ApiError, UserId)>);
    let take_out = Callback::new(move |user: UserId| {
        if leaving.get_untracked().is_some() {
            return;
        }
        leaving.set(Some(user));
        error.set(None);
        spawn_local(async move {
            let change = SelectionChange::Clicks { add: Vec::new(), remove: vec![user] };
            let reply = api::selection::change_selection(work.customer, work.selection, change).await;
            leaving.try_set(None);
            match reply {
                Ok(_) => work.reload.run(()),
                Err(why) => {
                    error.try_set(Some((why, user)));
                }
            }
        });
    });
    let more = move || work.view.with(|view| view.users.saturating_sub(view.first_users.len()));
    view! {
        <ul class="chips selected-users" aria-label=words::SELECTED_USERS>
            <For
                each=move || work.view.with(|view| view.first_users.clone())
                key=|user| user.clone()
                children=move |(user, name)| {
                    view! {
                        <li class="chip">
                            <span>{named(name.clone())}</span>
                            <button
                                type="button"
                                class="chip-out"
                                aria-label=words::take_out(&name)
                                aria-busy=move || (leaving.get() == Some(user)).then_some("true")
                                on:click=move |_| take_out.run(user)
                            >
                                <span aria-hidden="true">"✕"</span>
                            </button>
                        </li>
                    }
                }
            />
            {move || {
                (more() > 0)
                    .then(|| {
                        view! {
                            <li>
                                <a href=paths::selected_users(work.customer, work.selection)>
                                    {words::and_more(more())}
                                </a>
                            </li>
                        }
                    })
            }}
        </ul>
        {move || {
            error
                .get()
                .map(|(error, user)| {
                    view! { <ErrorView error on_retry=Callback::new(move |()| take_out.run(user))/> }
                })
        }}
    }
}
