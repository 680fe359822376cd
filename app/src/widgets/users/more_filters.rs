//! The dialog of further filters: location, domain, department, job title, creation day, products.

use crate::text::common;
use crate::text::users as words;
use crate::ui::dialog::Dialog;
use crate::widgets::users::filter_choice::Choice;
use crate::widgets::users::filter_form::LoadedChoices;
use crate::widgets::users::filter_location::LocationFilter;
use crate::widgets::users::list::{History, use_user_list};
use crate::widgets::users::product_filters::ProductFields;
use domain::directory::day::Day;
use domain::directory::filter::UserFilter;
use domain::store::FilterChoices;
use leptos::prelude::*;

/// State of the dialog. Passed in a context, because the dialog is in another file.
#[derive(Clone, Copy)]
pub struct MoreFiltersOpen {
    /// Whether the dialog is open.
    pub open: RwSignal<bool>,
    /// The available values.
    pub choices: LoadedChoices,
}

/// The dialog. Filters take effect on `Apply`.
#[component]
pub fn MoreFilters(open: RwSignal<bool>, choices: LoadedChoices) -> impl IntoView {
    view! {
        <Dialog open title=words::MORE_FILTERS wide=true>
            <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
                {move || choices.get().map(|choices| view! { <FilterForm open choices/> })}
            </Transition>
        </Dialog>
    }
}

#[component]
fn FilterForm(open: RwSignal<bool>, choices: FilterChoices) -> impl IntoView {
    let list = use_user_list();
    let draft = RwSignal::new(list.view.with_untracked(|view| view.query.filter.clone()));
    let apply = move || {
        // The search box may have changed meanwhile.
        let search = list.view.with_untracked(|view| view.query.filter.search.clone());
        list.filter_by(UserFilter { search, ..draft.get_untracked() }, History::Push);
        open.set(false);
    };
    let countries = choices.locations.iter().map(|country| (country.to_string(), country.name().to_owned())).collect();
    view! {
        <form
            on:submit=move |event| {
                event.prevent_default();
                apply();
            }
        >
            <div class="filters">
                <LocationFilter draft countries/>
                <TextField
                    label=words::DOMAIN
                    values=choices.domains
                    value=Signal::derive(move || draft.with(|draft| draft.domain.clone()))
                    on_change=Callback::new(move |value| draft.update(|draft| draft.domain = value))
                />
                <TextField
                    label=words::DEPARTMENT
                    values=choices.departments
                    value=Signal::derive(move || draft.with(|draft| draft.department.clone()))
                    on_change=Callback::new(move |value| draft.update(|draft| draft.department = value))
                />
                <TextField
                    label=words::JOB_TITLE
                    values=choices.job_titles
                    value=Signal::derive(move || draft.with(|draft| draft.job_title.clone()))
                    on_change=Callback::new(move |value| draft.update(|draft| draft.job_title = value))
                />
                <DayField
                    label=words::CREATED_FROM
                    value=Signal::derive(move || draft.with(|draft| draft.created_from))
                    on_change=Callback::new(move |day| draft.update(|draft| draft.created_from = day))
                />
                <DayField
                    label=words::CREATED_TO
                    value=Signal::derive(move || draft.with(|draft| draft.created_to))
                    on_change=Callback::new(move |day| draft.update(|draft| draft.created_to = day))
                />
            </div>
            <ProductFields draft products=choices.products/>
            <div class="foot">
                <button type="submit" class="primary">
                    {words::APPLY}
                </button>
                <button type="button" class="second" on:click=move |_| open.set(false)>
                    {common::CANCEL}
                </button>
            </div>
        </form>
    }
}

/// A field for an optional day.
#[component]
fn DayField(label: &'static str, value: Signal<Option<Day>>, on_change: Callback<Option<Day>>) -> impl IntoView {
    view! {
        <label class="field">
            {label}
            <input
                class="box"
                type="date"
                prop:value=value.get_untracked().map(|day| day.to_string()).unwrap_or_default()
                on:change=move |event| on_change.run(event_target_value(&event).parse().ok())
            />
        </label>
    }
}

/// A choice of one value, or any. A value of the URL that is missing in the list is added.
#[component]
fn TextField(
    label: &'static str,
    values: Vec<String>,
    value: Signal<Option<String>>,
    on_change: Callback<Option<String>>,
) -> impl IntoView {
    let mut values = values;
    values.extend(value.get_untracked().filter(|value| !values.contains(value)));
    let options = values.into_iter().map(|value| (value.clone(), value)).collect();
    let chosen = Signal::derive(move || value.get().unwrap_or_default());
    let on_change = Callback::new(move |value: String| on_change.run(Some(value).filter(|value| !value.is_empty())));
    view! { <Choice label options chosen on_change/> }
}
