//! Customers that are chosen one by one: those that were found, to be ticked.

use super::custom_draft::CustomDraft;
use super::find_field::FindField;
use crate::api::customers::list_customers;
use crate::error::ApiError;
use crate::state::latest::{Asker, Latest};
use crate::text::custom_permissions as words;
use crate::ui::named::named;
use crate::widgets::frame::error_view::ErrorView;
use domain::directory::page::PageSize;
use domain::ids::CustomerId;
use domain::store::CustomerQuery;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The pause after typing before the server is asked, in milliseconds.
const PAUSE_MS: u32 = 200;

/// A customer with its name.
type Named = (CustomerId, String);

/// The customers that are found; without a search those that were ticked.
#[component]
pub fn ChosenCustomers(
    id: &'static str,
    error: Signal<Option<String>>,
    draft: RwSignal<CustomDraft>,
    on_change: Callback<()>,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    let sought = RwSignal::new(String::new());
    let (asker, found) = (Asker::begin(), RwSignal::new(Latest::<Vec<Named>>::Nothing));
    // A customer that was ticked once stays in the list, so that a wrong click can be undone.
    let ticked = RwSignal::new(draft.with_untracked(|draft| draft.chosen.clone()));
    let search = move || {
        let text = sought.get_untracked().trim().to_owned();
        if text.is_empty() {
            asker.give_up();
            found.set(Latest::Nothing);
        } else {
            asker.ask_for(found, PAUSE_MS, find(text));
        }
    };
    let shown = Memo::new(move |_| match sought.with(|sought| sought.trim().is_empty()) {
        true => ticked.with(|ticked| ticked.clone().into_iter().collect()),
        false => found.with(|found| found.shown().cloned().unwrap_or_default()),
    });
    let none = move || {
        let is_searching = sought.with(|sought| !sought.trim().is_empty());
        match (is_searching, found.with(|found| found.ready().is_some()), shown.with(Vec::is_empty)) {
            (true, true, true) => Some(words::NO_CUSTOMER_FOUND),
            (false, _, true) => Some(words::NONE_CHOSEN),
            _ => None,
        }
    };
    let on_choose = Callback::new(move |((customer, name), is_chosen): (Named, bool)| {
        ticked.update(|ticked| {
            ticked.entry(customer).or_insert_with(|| name.clone());
        });
        draft.update(|draft| put(&mut draft.chosen, customer, name, is_chosen));
        on_change.run(());
    });
    let again = Callback::new(move |()| search());
    view! {
        <div class="field-group">
            <p class="field-error" id=error_id.clone() aria-live="polite">
                {move || error.get()}
            </p>
            <p class="chips">
                <FindField id label=words::FIND_CUSTOMER described_by=error_id sought on_input=Callback::new(move |()| search())/>
                <span class="muted num" role="status">
                    {move || words::chosen(draft.with(|draft| draft.chosen.len()))}
                </span>
            </p>
            {move || {
                found.with(|found| found.error().cloned()).map(|error| view! { <ErrorView error on_retry=again/> })
            }}
            <div class="members" role="group" aria-label=words::CHOSEN>
                <For each=move || shown.get() key=|(customer, _)| *customer let:customer>
                    <CustomerChoice customer draft on_choose/>
                </For>
                {move || none().map(|words| view! { <p class="muted">{words}</p> })}
            </div>
        </div>
    }
}

#[component]
fn CustomerChoice(customer: Named, draft: RwSignal<CustomDraft>, on_choose: Callback<(Named, bool)>) -> impl IntoView {
    let (id, name) = customer.clone();
    view! {
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=move || draft.with(|draft| draft.chosen.contains_key(&id))
                on:change=move |event| on_choose.run((customer.clone(), event_target_checked(&event)))
            />
            <span>{named(name)}</span>
        </label>
    }
}

async fn find(search: String) -> Result<Vec<Named>, ApiError> {
    let query = CustomerQuery { search, size: PageSize::ALL[0], ..CustomerQuery::default() };
    let page = list_customers(query).await?;
    Ok(page.rows.into_iter().map(|row| (row.id, row.name)).collect())
}

fn put(chosen: &mut BTreeMap<CustomerId, String>, customer: CustomerId, name: String, is_chosen: bool) {
    if is_chosen {
        chosen.insert(customer, name);
    } else {
        chosen.remove(&customer);
    }
}
