//! The active filters as removable chips, and the number of matching users.

use crate::text::users as words;
use crate::widgets::users::filter_form::LoadedChoices;
use crate::widgets::users::list::use_user_list;
use domain::directory::filter::{ReadyFilter, UserFilter};
use domain::directory::user::ProductName;
use domain::ids::SkuId;
use leptos::prelude::*;

/// The label of a filter, and the filters that remain without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// The label.
    pub label: String,
    /// The other filters.
    pub without: UserFilter,
}

/// The chips of a filter, except the search text, which has its own box.
pub fn chips(filter: &UserFilter, products: &[ProductName]) -> Vec<Chip> {
    let mut chips = Vec::new();
    let mut add = |label: Option<String>, remove: fn(&mut UserFilter)| {
        if let Some(label) = label {
            let mut without = filter.clone();
            remove(&mut without);
            chips.push(Chip { label, without });
        }
    };
    let ready = (filter.ready != ReadyFilter::All).then(|| words::ready_filter(filter.ready).to_owned());
    add(ready, |filter| filter.ready = ReadyFilter::All);
    let product = |several, one, wanted: &[SkuId]| product_chip(several, one, wanted, products);
    add(product(words::ANY_OF, words::HAS, &filter.any_of), |filter| filter.any_of.clear());
    add(product(words::ALL_OF, words::HAS, &filter.all_of), |filter| filter.all_of.clear());
    add(product(words::NONE_OF, words::HAS_NOT, &filter.none_of), |filter| filter.none_of.clear());
    add(filter.location.map(words::location_chip), |filter| filter.location = None);
    let value = |what, value: &Option<String>| value.as_ref().map(|value| words::value_chip(what, value));
    add(value(words::DOMAIN, &filter.domain), |filter| filter.domain = None);
    add(value(words::DEPARTMENT, &filter.department), |filter| filter.department = None);
    add(value(words::JOB_TITLE, &filter.job_title), |filter| filter.job_title = None);
    add(filter.created_from.map(words::created_from), |filter| filter.created_from = None);
    add(filter.created_to.map(words::created_to), |filter| filter.created_to = None);
    chips
}

fn product_chip(several: &str, one: &str, wanted: &[SkuId], products: &[ProductName]) -> Option<String> {
    let name = |sku: &SkuId| {
        let known = products.iter().find(|product| product.sku_id == *sku);
        known.map_or_else(|| words::PRODUCT_UNKNOWN.to_owned(), |product| product.name.clone())
    };
    (!wanted.is_empty()).then(|| words::product_chip(several, one, &wanted.iter().map(name).collect::<Vec<_>>()))
}

/// The chips, `Clear all filters`, and `1,996 users match`.
#[component]
pub fn Chips(choices: LoadedChoices) -> impl IntoView {
    let list = use_user_list();
    let filtered = Memo::new(move |_| list.view.with(|view| !view.query.filter.is_empty()));
    let all = move || list.href_with(|view| view.with_filter(UserFilter::default()));
    let matching = move || list.matching().filter(|_| filtered.get()).map(words::users_match);
    let shown = move || {
        let products = choices.get().map(|choices| choices.products).unwrap_or_default();
        let chips = list.view.with(|view| chips(&view.query.filter, &products));
        chips.into_iter().map(|chip| view! { <ChipLink chip/> }).collect_view()
    };
    view! {
        <div class="chips" class:no-filters=move || !filtered.get() role="group" aria-label=words::ACTIVE_FILTERS>
            <Transition fallback=|| ()>{shown}</Transition>
            {move || filtered.get().then(|| view! { <a class="clear-filters" href=all>{words::CLEAR_FILTERS}</a> })}
            <span class="muted num" role="status">
                {matching}
            </span>
        </div>
    }
}

#[component]
fn ChipLink(chip: Chip) -> impl IntoView {
    let list = use_user_list();
    let without = StoredValue::new(chip.without);
    let href = move || list.href_with(|view| view.with_filter(without.get_value()));
    let label = words::remove_filter(&chip.label);
    view! {
        <a class="chip" href=href aria-label=label>
            {chip.label}
            <span aria-hidden="true">"✕"</span>
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::directory::filter::LocationFilter;

    const E3: &str = "05e9a617-0261-4cee-bb44-138d3ef5d965";

    fn filter() -> UserFilter {
        UserFilter {
            ready: ReadyFilter::Licensed,
            search: "adele".into(),
            none_of: vec![E3.parse().unwrap()],
            location: Some(LocationFilter::IsNot("IS".parse().unwrap())),
            department: Some("Sales".into()),
            created_to: "2026-11-30".parse().ok(),
            ..UserFilter::default()
        }
    }

    #[test]
    fn every_filter_has_its_words() {
        let products = [ProductName { name: "Microsoft 365 E3".into(), sku_id: E3.parse().unwrap() }];
        let labels: Vec<String> = chips(&filter(), &products).into_iter().map(|chip| chip.label).collect();
        let expected = [
            "Licensed users",
            "Doesn't have: Microsoft 365 E3",
            "Location: not Iceland",
            "Department: Sales",
            "Created to 30 Nov 2026",
        ];
        assert_eq!(labels, expected);
    }

    #[test]
    fn a_chip_removes_its_filter_and_no_other() {
        let chips = chips(&filter(), &[]);
        let expected = UserFilter { location: None, ..filter() };
        assert_eq!(chips[2].without, expected);
    }

    #[test]
    fn no_filter_has_no_chip() {
        assert_eq!(chips(&UserFilter::default(), &[]), Vec::new());
    }
}
