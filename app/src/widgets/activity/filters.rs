//! The filters of the activity log. A plain form puts them into the address.

use super::log_of::LogOf;
use crate::format::day;
use crate::text::activity as words;
use crate::text::common;
use crate::urls::activity::{action_word, last_day, person_word};
use domain::console::action::Action;
use domain::console::activity::{ActivityPerson, ActivityQuery, Performer};
use leptos::prelude::*;
use leptos_router::components::Form;

/// Action, person, days, search.
#[component]
pub fn ActivityFilters(whose: LogOf, query: Memo<ActivityQuery>, people: Signal<Vec<ActivityPerson>>) -> impl IntoView {
    let has_filter = Memo::new(move |_| {
        query.with(|query| ActivityQuery { place: Default::default(), ..query.clone() } != ActivityQuery::default())
    });
    let actions = Action::ALL.map(|action| (action_word(action), action.as_str().to_owned())).to_vec();
    let people = Signal::derive(move || {
        let person = |person: ActivityPerson| (person_word(Performer::Person(person.id)), person.name);
        let nobody = Performer::NOBODY.map(|nobody| (person_word(nobody), words::nobody_in_words(nobody).to_owned()));
        people.get().into_iter().map(person).chain(nobody).collect::<Vec<_>>()
    });
    let hint = if whose == LogOf::All { words::SEARCH_ALL_HINT } else { words::SEARCH_HINT };
    let text = move |of: fn(&ActivityQuery) -> String| Signal::derive(move || query.with(of));
    view! {
        <Form method="GET" action=whose.address("") attr:class="activity-filters no-print" attr:aria-label=words::FILTERS>
            <Field label=common::SEARCH name="search" kind="search" hint value=text(|query| query.search.clone())/>
            <Choice
                label=words::ACTION
                name="action"
                options=Signal::stored(actions)
                value=text(|query| query.action.map(action_word).unwrap_or_default())
            />
            <Choice
                label=words::PERFORMED_BY
                name="person"
                options=people
                value=text(|query| query.performer.map(person_word).unwrap_or_default())
            />
            <Field label=words::FROM name="from" kind="date" value=text(|query| query.from.map(day).unwrap_or_default())/>
            <Field label=words::TO name="to" kind="date" value=text(|query| last_day(query).unwrap_or_default())/>
            <button type="submit" class="second">
                {words::SHOW}
            </button>
            {move || {
                has_filter
                    .get()
                    .then(|| {
                        view! {
                            <a class="plain" href=whose.address("")>
                                {words::CLEAR}
                            </a>
                        }
                    })
            }}
        </Form>
    }
}

/// A labelled field of the form.
#[component]
pub fn Field(
    label: &'static str,
    name: &'static str,
    kind: &'static str,
    #[prop(optional)] hint: &'static str,
    value: Signal<String>,
) -> impl IntoView {
    view! {
        <label class="field">
            {label}
            <input
                class="box"
                type=kind
                name=name
                autocomplete="off"
                placeholder=(!hint.is_empty()).then_some(hint)
                value=value.get_untracked()
                prop:value=move || value.get()
            />
        </label>
    }
}

#[component]
fn Choice(
    label: &'static str,
    name: &'static str,
    options: Signal<Vec<(String, String)>>,
    value: Signal<String>,
) -> impl IntoView {
    view! {
        <label class="field">
            {label}
            <select class="box" name=name>
                <option value="" selected=move || value.with(String::is_empty)>
                    {words::ANY}
                </option>
                {move || {
                    options
                        .get()
                        .into_iter()
                        .map(|(word, text)| {
                            let is_chosen = {
                                let word = word.clone();
                                move || value.with(|value| *value == word)
                            };
                            view! {
                                <option value=word selected=is_chosen>
                                    {text}
                                </option>
                            }
                        })
                        .collect_view()
                }}
            </select>
        </label>
    }
}
