//! The location condition of the dialog of further filters.

use crate::text::users as words;
use crate::urls::users::location_of;
use crate::widgets::users::filter_choice::Choice;
use domain::directory::filter::{LocationFilter, UserFilter};
use leptos::prelude::*;

/// In a country, not in a country, or without a location.
#[component]
pub fn LocationFilter(draft: RwSignal<UserFilter>, countries: Vec<(String, String)>) -> impl IntoView {
    let location = move || draft.with(|draft| draft.location);
    let how = RwSignal::new(match untrack(location) {
        None => "",
        Some(LocationFilter::Is(_)) => "is",
        Some(LocationFilter::IsNot(_)) => "not",
        Some(LocationFilter::Missing) => "none",
    });
    let mut countries = countries;
    let country = RwSignal::new(match untrack(location) {
        Some(LocationFilter::Is(country) | LocationFilter::IsNot(country)) => {
            let known = (country.to_string(), country.name().to_owned());
            if !countries.contains(&known) {
                countries.push(known);
            }
            country.to_string()
        }
        _ => countries.first().map(|(code, _)| code.clone()).unwrap_or_default(),
    });
    let set = move || {
        let word = match how.get_untracked() {
            "is" => country.get_untracked(),
            "not" => format!("not-{}", country.get_untracked()),
            other => other.to_owned(),
        };
        draft.update(|draft| draft.location = location_of(&word));
    };
    let ways = [
        ("", words::ANY),
        ("is", words::LOCATION_IS),
        ("not", words::LOCATION_IS_NOT),
        ("none", words::LOCATION_MISSING),
    ];
    let on_how = Callback::new(move |chosen: String| {
        how.set(ways.into_iter().map(|(way, _)| way).find(|way| *way == chosen).unwrap_or_default());
        set();
    });
    let on_country = Callback::new(move |chosen: String| {
        country.set(chosen);
        set();
    });
    let ways = ways.map(|(way, name)| (way.to_owned(), name.to_owned()));
    let countries = StoredValue::new(countries);
    view! {
        <Choice
            label=words::LOCATION
            any=false
            options=ways.to_vec()
            chosen=Signal::derive(move || how.get().to_owned())
            on_change=on_how
        />
        <Show when=move || matches!(how.get(), "is" | "not")>
            <Choice
                label=words::COUNTRY
                any=false
                options=countries.get_value()
                chosen=Signal::derive(move || country.get())
                on_change=on_country
            />
        </Show>
    }
}
