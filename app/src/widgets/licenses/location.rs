//! Updating the users' location together with their licenses.

use crate::text::licenses as words;
use crate::ui::popover::Popover;
use crate::widgets::licenses::work::ManageWork;
use domain::directory::country::CountryCode;
use domain::rules::change::LocationChange;
use leptos::html;
use leptos::prelude::*;

/// The country to set, and the users it is set for.
#[component]
pub fn Location(work: ManageWork) -> impl IntoView {
    let select = NodeRef::<html::Select>::new();
    let asked = Memo::new(move |_| work.change.with(|change| change.location));
    let country = Memo::new(move |_| asked.get().and_then(country_of));
    Effect::new(move |_| {
        if let Some(select) = select.get() {
            select.set_value(&country.get().map(|country| country.to_string()).unwrap_or_default());
        }
    });
    let choose = move |text: String| {
        let all = matches!(asked.get_untracked(), Some(LocationChange::All(_)));
        let make = if all { LocationChange::All } else { LocationChange::OnlyWithout };
        set(work, text.parse().ok().map(make));
    };
    view! {
        <section aria-labelledby="update-location">
            <h2 id="update-location">{words::UPDATE_LOCATION}</h2>
            <div class="muted">
                {words::LOCATION_WHY} " "
                <Popover id="location-explained".to_owned() label=words::WHAT_IS_THIS.to_owned()>
                    <p>{words::LOCATION_EXPLAINED}</p>
                </Popover>
            </div>
            <select
                id="location"
                class="box location"
                aria-labelledby="update-location"
                node_ref=select
                on:change=move |event| choose(event_target_value(&event))
            >
                <option value="">{words::LEAVE_LOCATION}</option>
                {CountryCode::all()
                    .into_iter()
                    .map(|country| view! { <option value=country.to_string()>{country.name()}</option> })
                    .collect_view()}
            </select>
            {move || country.get().map(|country| view! { <ForUsers work country/> })}
        </section>
    }
}

/// The users whose location is set: the default leaves those who have one alone.
#[component]
fn ForUsers(work: ManageWork, country: CountryCode) -> impl IntoView {
    let all = Memo::new(move |_| work.change.with(|change| matches!(change.location, Some(LocationChange::All(_)))));
    let without = move || work.view.with(|view| words::only_without(view.without_location));
    let overwrites =
        move || work.view.with(|view| words::overwrites(view.locations.iter().filter(|(other, _)| **other != country)));
    view! {
        <fieldset class="choices">
            <legend class="quiet">{words::WHOSE_LOCATION}</legend>
            <label class="choice">
                <input
                    type="radio"
                    name="whose-location"
                    prop:checked=move || !all.get()
                    on:change=move |_| set(work, Some(LocationChange::OnlyWithout(country)))
                />
                <span>{without}</span>
            </label>
            <label class="choice">
                <input
                    type="radio"
                    name="whose-location"
                    prop:checked=move || all.get()
                    on:change=move |_| set(work, Some(LocationChange::All(country)))
                />
                <span>{words::ALL_SELECTED} <span class="muted overwrites">{overwrites}</span></span>
            </label>
        </fieldset>
    }
}

fn set(work: ManageWork, location: Option<LocationChange>) {
    work.choices.update(|choices| choices.change.location = location);
}

fn country_of(location: LocationChange) -> Option<CountryCode> {
    match location {
        LocationChange::OnlyWithout(country) | LocationChange::All(country) => Some(country),
        LocationChange::Exactly(country) => country,
    }
}
