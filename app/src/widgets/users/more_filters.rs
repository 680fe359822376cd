//! The dialog of further filters: products, location, domain, department, job title.

use super::filters::Choices;
use super::list::{History, use_user_list};
use super::query::location_of;
use crate::text::users as words;
use crate::ui::dialog::Dialog;
use domain::directory::filter::{LocationFilter, UserFilter};
use domain::directory::user::ProductName;
use domain::ids::SkuId;
use domain::store::FilterChoices;
use leptos::prelude::*;

/// The dialog; nothing is filtered before `Apply`.
#[component]
pub fn MoreFilters(open: RwSignal<bool>, choices: Choices) -> impl IntoView {
    view! {
        <Dialog open title=words::MORE_FILTERS wide=true>
            <Transition fallback=|| view! { <p class="loading">{words::LOADING}</p> }>
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
        // The search box beside the dialog may have been typed into since.
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
                <LocationField draft countries/>
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
            </div>
            <ProductFields draft products=choices.products/>
            <div class="foot">
                <button type="button" class="second" on:click=move |_| open.set(false)>
                    {words::CANCEL}
                </button>
                <button type="submit" class="primary">
                    {words::APPLY}
                </button>
            </div>
        </form>
    }
}

/// One value of a list, or any. A value of the URL that is not in the list is offered too.
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

/// In a country, not in a country, or without any location.
#[component]
fn LocationField(draft: RwSignal<UserFilter>, countries: Vec<(String, String)>) -> impl IntoView {
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

/// A labelled choice among values; `any` offers also none of them.
#[component]
fn Choice(
    label: &'static str,
    #[prop(default = true)] any: bool,
    options: Vec<(String, String)>,
    chosen: Signal<String>,
    on_change: Callback<String>,
) -> impl IntoView {
    let first = any.then(|| (String::new(), words::ANY.to_owned()));
    view! {
        <label class="field">
            {label}
            <select class="box" on:change=move |event| on_change.run(event_target_value(&event))>
                {first
                    .into_iter()
                    .chain(options)
                    .map(|(value, name)| {
                        let is_chosen = chosen.get_untracked() == value;
                        view! {
                            <option value=value selected=is_chosen>
                                {name}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </label>
    }
}

/// What a filter asks of a product. A product stands under one condition only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Asked {
    #[default]
    Nothing,
    AnyOf,
    AllOf,
    NoneOf,
}

impl Asked {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Nothing, words::PRODUCT_ANY),
        (Self::AnyOf, words::PRODUCT_ANY_OF),
        (Self::AllOf, words::PRODUCT_ALL_OF),
        (Self::NoneOf, words::PRODUCT_NONE_OF),
    ];

    fn of(filter: &UserFilter, sku: SkuId) -> Self {
        match () {
            () if filter.none_of.contains(&sku) => Self::NoneOf,
            () if filter.all_of.contains(&sku) => Self::AllOf,
            () if filter.any_of.contains(&sku) => Self::AnyOf,
            () => Self::Nothing,
        }
    }

    fn ask(self, filter: &mut UserFilter, sku: SkuId) {
        for products in [&mut filter.any_of, &mut filter.all_of, &mut filter.none_of] {
            products.retain(|product| *product != sku);
        }
        match self {
            Self::Nothing => {}
            Self::AnyOf => filter.any_of.push(sku),
            Self::AllOf => filter.all_of.push(sku),
            Self::NoneOf => filter.none_of.push(sku),
        }
    }
}

/// A choice for each product.
#[component]
fn ProductFields(draft: RwSignal<UserFilter>, products: Vec<ProductName>) -> impl IntoView {
    let fields = products.into_iter().map(move |product| {
        let sku = product.sku_id;
        let options = Asked::ALL
            .iter()
            .enumerate()
            .map(|(at, (asked, name))| {
                let is_chosen = draft.with_untracked(|draft| Asked::of(draft, sku)) == *asked;
                view! {
                    <option value=at.to_string() selected=is_chosen>
                        {*name}
                    </option>
                }
            })
            .collect_view();
        let on_change = move |event| {
            let at = event_target_value(&event).parse::<usize>().ok();
            let asked = at.and_then(|at| Asked::ALL.get(at)).map(|(asked, _)| *asked).unwrap_or_default();
            draft.update(|draft| asked.ask(draft, sku));
        };
        view! {
            <label>
                <span>{product.name}</span>
                <select class="box" on:change=on_change>
                    {options}
                </select>
            </label>
        }
    });
    view! {
        <fieldset class="product-filters">
            <legend>{words::PRODUCTS}</legend>
            {fields.collect_view()}
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_stands_under_one_condition() {
        let sku: SkuId = "05e9a617-0261-4cee-bb44-138d3ef5d965".parse().unwrap();
        let mut filter = UserFilter::default();
        for asked in [Asked::AnyOf, Asked::AllOf, Asked::NoneOf, Asked::Nothing] {
            asked.ask(&mut filter, sku);
            assert_eq!(Asked::of(&filter, sku), asked);
            assert!(filter.any_of.len() + filter.all_of.len() + filter.none_of.len() <= 1);
        }
        assert!(filter.is_empty());
    }
}
