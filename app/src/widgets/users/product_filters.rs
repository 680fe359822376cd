//! The product conditions of the dialog of further filters.

use crate::text::users as words;
use crate::ui::named::named;
use domain::directory::filter::UserFilter;
use domain::directory::user::ProductName;
use domain::ids::SkuId;
use leptos::prelude::*;

/// The condition on a product. A product has only one condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum ProductCondition {
    #[default]
    Nothing,
    AnyOf,
    AllOf,
    NoneOf,
}

impl ProductCondition {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Nothing, words::PRODUCT_ANY),
        (Self::AllOf, words::PRODUCT_ALL_OF),
        (Self::NoneOf, words::PRODUCT_NONE_OF),
        (Self::AnyOf, words::PRODUCT_ANY_OF),
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
pub fn ProductFields(draft: RwSignal<UserFilter>, products: Vec<ProductName>) -> impl IntoView {
    let fields = products.into_iter().map(move |product| {
        let sku = product.sku_id;
        let options = ProductCondition::ALL
            .iter()
            .enumerate()
            .map(|(at, (asked, name))| {
                let is_chosen = draft.with_untracked(|draft| ProductCondition::of(draft, sku)) == *asked;
                view! {
                    <option value=at.to_string() selected=is_chosen>
                        {*name}
                    </option>
                }
            })
            .collect_view();
        let on_change = move |event| {
            let at = event_target_value(&event).parse::<usize>().ok();
            let asked = at.and_then(|at| ProductCondition::ALL.get(at)).map(|(asked, _)| *asked).unwrap_or_default();
            draft.update(|draft| asked.ask(draft, sku));
        };
        view! {
            <label>
                <span>{named(product.name)}</span>
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
        for asked in
            [ProductCondition::AnyOf, ProductCondition::AllOf, ProductCondition::NoneOf, ProductCondition::Nothing]
        {
            asked.ask(&mut filter, sku);
            assert_eq!(ProductCondition::of(&filter, sku), asked);
            assert!(filter.any_of.len() + filter.all_of.len() + filter.none_of.len() <= 1);
        }
        assert!(filter.is_empty());
    }
}
