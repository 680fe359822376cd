//! The products with boxes, each with the number of available licenses, and the effect of the choices.

use super::assigning::{Assigning, Mode, NotSaved, is_by_group_alone};
use crate::text::portal as words;
use crate::ui::named::named;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::previews::reason_groups::ReasonGroups;
use domain::cases::licenses::ManageProduct;
use domain::ids::OperationId;
use leptos::prelude::*;

/// The products that can be assigned, or that the users have.
#[component]
pub fn ProductBoxes(assigning: Assigning) -> impl IntoView {
    let rows = assigning.view.with_untracked(|view| view.products.clone());
    let is_shown = move |row: &ManageProduct| {
        row.not_assignable.is_none() || (assigning.mode.get_untracked() == Mode::Exactly && row.holders > 0)
    };
    let rows: Vec<ManageProduct> = rows.into_iter().filter(is_shown).collect();
    if rows.is_empty() {
        return view! { <p class="muted">{words::NO_LICENSES}</p> }.into_any();
    }
    let boxes = rows.into_iter().map(|row| view! { <ProductBox assigning row/> }).collect_view();
    view! {
        <fieldset class="choices field-group portal-products">
            <legend>{words::PRODUCTS}</legend>
            {boxes}
        </fieldset>
    }
    .into_any()
}

#[component]
fn ProductBox(assigning: Assigning, row: ManageProduct) -> impl IntoView {
    let sku = row.product.product.sku_id;
    let is_group = assigning.mode.get_untracked() == Mode::Exactly && is_by_group_alone(&row);
    let (id, why_id) = (format!("product-{sku}"), format!("product-{sku}-seats"));
    let described_by = why_id.clone();
    let says = if is_group { words::BY_GROUP.to_owned() } else { words::available(row.product.available().max(0)) };
    view! {
        <label class="choice">
            <input
                type="checkbox"
                id=id
                disabled=is_group
                aria-describedby=described_by
                prop:checked=move || assigning.ticked.with(|ticked| ticked.contains(&sku))
                on:change=move |_| assigning.tick(sku)
            />
            <span>
                {named(row.product.product.name)} <span class="muted role-means num" id=why_id>
                    {says}
                </span>
            </span>
        </label>
    }
}

/// The changes that the choices would make, and why not.
#[component]
pub fn ForeseenChange(assigning: Assigning) -> impl IntoView {
    move || {
        if assigning.change.with(domain::rules::change::Change::is_empty) {
            return ().into_any();
        }
        let Some(summary) = assigning.summary() else {
            return view! { <p class="muted" role="status">{words::WORKING_OUT}</p> }.into_any();
        };
        if summary.refused_for_seats {
            return view! { <Notice kind=NoticeKind::Bad>{words::TOO_FEW}</Notice> }.into_any();
        }
        let says = words::foreseen(summary.changed, summary.failed, summary.left_out, summary.losing);
        let kind = if summary.failed + summary.losing > 0 { NoticeKind::Warn } else { NoticeKind::Info };
        let reasons = (!summary.reasons.is_empty()).then(|| {
            view! { <ReasonGroups groups=summary.reasons.clone() users=summary.failed class="st fail" mending=None/> }
        });
        view! {
            <Notice kind>{says}</Notice>
            {reasons}
        }
        .into_any()
    }
}

/// Why the latest save was not saved. After no answer it can be sent again.
#[component]
pub fn SaveFailed(assigning: Assigning, on_saved: Callback<OperationId>) -> impl IntoView {
    let on_retry = Callback::new(move |()| assigning.save(on_saved));
    move || {
        assigning.not_saved.get().map(|not_saved| match not_saved {
            NotSaved::Error(error) => view! { <ErrorView error on_retry/> }.into_any(),
            NotSaved::Refused(words) => view! { <Notice kind=NoticeKind::Bad>{words}</Notice> }.into_any(),
        })
    }
}
