//! Editing the licenses of one user in the details pane.

use super::assigning::{Assigning, Mode};
use super::product_boxes::{ForeseenChange, ProductBoxes, SaveFailed};
use crate::api::licenses::get_manage_view;
use crate::api::selection::change_selection;
use crate::error::ApiError;
use crate::state::storage::fresh_id;
use crate::text::common;
use crate::text::portal as words;
use crate::widgets::frame::error_view::ErrorView;
use domain::cases::licenses::ManageView;
use domain::console::selection::SelectionChange;
use domain::ids::{CustomerId, OperationId, SelectionId, UserId};
use domain::rules::change::Change;
use leptos::prelude::*;

/// The products of the customer, ticked where the user has them.
#[component]
pub fn EditLicenses(
    customer: CustomerId,
    user: UserId,
    on_saved: Callback<()>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let loaded = LocalResource::new(move || load(customer, user));
    let again = Callback::new(move |()| loaded.refetch());
    move || match loaded.get() {
        None => view! { <p class="loading">{common::LOADING}</p> }.into_any(),
        Some(Err(error)) => view! { <ErrorView error on_retry=again/> }.into_any(),
        Some(Ok((selection, view))) => {
            let assigning = Assigning::begin(customer, selection, view, Mode::Exactly);
            view! { <Form assigning on_saved on_cancel/> }.into_any()
        }
    }
}

/// A selection of the user alone, with the data for managing licenses.
async fn load(customer: CustomerId, user: UserId) -> Result<(SelectionId, ManageView), ApiError> {
    let fresh: Option<SelectionId> = fresh_id().and_then(|id| id.parse().ok());
    let selection = fresh.ok_or(ApiError::Unavailable)?;
    change_selection(customer, selection, SelectionChange::Clicks { add: vec![user], remove: Vec::new() }).await?;
    Ok((selection, get_manage_view(customer, selection).await?))
}

#[component]
fn Form(assigning: Assigning, on_saved: Callback<()>, on_cancel: Callback<()>) -> impl IntoView {
    let done = Callback::new(move |_: OperationId| on_saved.run(()));
    let busy = assigning.sending.busy;
    let nothing = Memo::new(move |_| assigning.change.with(Change::is_empty));
    let why_not = Memo::new(move |_| {
        let summary = assigning.summary();
        nothing.get() || !summary.is_some_and(|summary| summary.does_something() && !summary.refused_for_seats)
    });
    view! {
        <form
            on:submit=move |event| {
                event.prevent_default();
                if !why_not.get_untracked() {
                    assigning.save(done);
                }
            }
        >
            <ProductBoxes assigning/>
            <ForeseenChange assigning/>
            <SaveFailed assigning on_saved=done/>
            {move || nothing.get().then(|| view! { <p class="muted">{words::NOTHING_CHANGED}</p> })}
            <p class="foot">
                <button
                    type="submit"
                    class="primary"
                    aria-disabled=move || (busy.get() || why_not.get()).then_some("true")
                    aria-busy=move || busy.get().then_some("true")
                >
                    {move || if busy.get() { words::SAVING } else { words::SAVE }}
                </button>
                <button type="button" class="second" on:click=move |_| on_cancel.run(())>
                    {words::CANCEL}
                </button>
            </p>
        </form>
    }
}
