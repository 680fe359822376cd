//! The shared state of the steps of editing many users.

use crate::api::licenses::get_manage_view;
use crate::paths;
use crate::state::persisted::{Kept, kept};
use crate::state::way_back::WayBack;
use crate::widgets::entries::fields::Fields;
use crate::widgets::entries::many_draft::ManyDraft;
use crate::widgets::entries::many_step::EditStep;
use crate::widgets::purchases::buying::{Buying, load_seats};
use crate::widgets::wizard::WizardStep;
use crate::widgets::wizard::paged::Leaving;
use domain::cases::licenses::ManageView;
use domain::directory::profile_field::ProfileField;
use domain::ids::{CustomerId, OperationId, SelectionId, SkuId};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The shared state of the steps. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct Many {
    /// The customer.
    pub customer: CustomerId,
    /// The users.
    pub selection: SelectionId,
    /// The users and the products.
    pub view: StoredValue<ManageView>,
    /// The choices, which the browser stores.
    pub draft: RwSignal<ManyDraft>,
    /// Whether the choices date from before this page was opened.
    pub came_back: RwSignal<bool>,
    /// The fields.
    pub fields: Fields,
}

impl Many {
    /// Begins with loaded users. Choices from before a reload come back.
    pub fn begin(customer: CustomerId, selection: SelectionId, view: ManageView) -> Self {
        let key = format!("edit-users:{selection}");
        let Kept { value: draft, came_back, .. } = kept(key, ManyDraft::is_worth_keeping);
        let errors = Memo::new(move |_| {
            let read = draft.with(|draft| draft.profile().read(&BTreeSet::new()));
            let errors = read.err().unwrap_or_default();
            errors.into_iter().map(|(field, error)| (field, error.to_string())).collect()
        });
        let fields = Fields {
            form: Memo::new(move |_| draft.with(|draft| draft.form.clone())),
            on_change: Callback::new(move |change| draft.update(|draft| draft.form.apply(change, &[]))),
            errors,
            domains: StoredValue::new(Vec::new()),
            is_locked: false,
        };
        Self { customer, selection, view: StoredValue::new(view), draft, came_back, fields }
    }

    /// The way out without saving.
    pub fn leaving(self) -> Leaving {
        let back = WayBack::to(self.customer);
        Leaving {
            href: Signal::derive(move || back.selecting(self.selection)),
            has_work: Signal::derive(move || self.draft.with(ManyDraft::is_worth_keeping)),
            forget: Callback::new(move |()| self.draft.set(ManyDraft::default())),
        }
    }

    /// The address of a step.
    pub fn href(self, step: EditStep) -> String {
        self.at(step, None)
    }

    /// The address of the last step for an operation.
    pub fn results(self, operation: OperationId) -> String {
        self.at(EditStep::Results, Some(operation))
    }

    fn at(self, step: EditStep, done: Option<OperationId>) -> String {
        paths::at_step(paths::edit_users(self.customer, self.selection), step.word(), done)
    }

    /// A product's name.
    pub fn product_name(self, sku: SkuId) -> String {
        self.view.with_value(|view| {
            let row = view.products.iter().find(|row| row.product.product.sku_id == sku);
            row.map_or_else(|| sku.to_string(), |row| row.product.product.name.clone())
        })
    }

    /// Buying seats. `on_bought` runs after the products are loaded again. `loaded_anew` counts these loads.
    pub fn buying(self, loaded_anew: RwSignal<u32>, on_bought: Callback<()>) -> Buying {
        let owned = Callback::new(move |sku| {
            loaded_anew.track();
            self.view.with_value(|view| {
                let row = view.products.iter().find(|row| row.product.product.sku_id == sku);
                Some(row?.product.seats?.owned)
            })
        });
        let load_anew = Callback::new(move |()| {
            let take = move |view| {
                if self.view.try_set_value(view).is_none() {
                    loaded_anew.try_update(|times| *times += 1);
                }
            };
            load_seats(get_manage_view(self.customer, self.selection), take, move || {
                on_bought.try_run(());
            });
        });
        Buying::begin(self.customer, owned, load_anew, Callback::new(|()| ()))
    }

    /// Whether a field is to be changed.
    pub fn is_asked(self, field: ProfileField) -> bool {
        self.draft.with(|draft| draft.asked.contains(&field))
    }

    /// The reason why the person can't go on from a step yet, if there is one.
    pub fn why_not(self, step: EditStep) -> Option<String> {
        self.draft.with(|draft| self.fields.errors.with(|errors| draft.lacks(step.fields(), errors)))
    }
}
