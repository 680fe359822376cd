//! Assigning licenses in the portal: the choices, their effect, and saving.

use crate::api;
use crate::error::ApiError;
use crate::state::send_once::SendOnce;
use crate::text::common::NO_IDS;
use crate::text::saving::{Saving, not_saved};
use crate::widgets::licenses::preview::{LicensesPreviewState, preview_of};
use domain::cases::licenses::{ManageProduct, ManageView};
use domain::console::save::{SAVE_USERS_MAX, SaveReply, SaveRequest};
use domain::directory::country::CountryCode;
use domain::ids::{CustomerId, OperationId, SelectionId, SkuId};
use domain::rules::change::{Change, LicenseChange, LocationChange, ProductChange};
use domain::rules::shortage_policy::ShortagePolicy;
use domain::rules::summary::PlanSummary;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The meaning of a ticked product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// For one user: the ticked products are exactly those that the user has afterwards.
    Exactly,
    /// The ticked products replace those that the users have.
    Replace,
    /// The ticked products are added to those that the users have.
    Add,
}

/// Why a save was not saved.
#[derive(Debug, Clone, PartialEq)]
pub enum NotSaved {
    /// There was no answer.
    Error(ApiError),
    /// It was refused, in words.
    Refused(String),
}

/// The choices and the save. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct Assigning {
    /// The customer.
    pub customer: CustomerId,
    /// The users.
    pub selection: SelectionId,
    /// The users and products, as loaded.
    pub view: Memo<Arc<ManageView>>,
    /// The meaning of a tick.
    pub mode: RwSignal<Mode>,
    /// The ticked products.
    pub ticked: RwSignal<BTreeSet<SkuId>>,
    /// The location for users without one.
    pub location: RwSignal<Option<CountryCode>>,
    /// Its request.
    pub change: Memo<Change>,
    /// The changes that it would make.
    pub preview: Memo<LicensesPreviewState>,
    /// Sends the save.
    pub sending: SendOnce<SaveRequest>,
    /// Why the latest save was not saved.
    pub not_saved: RwSignal<Option<NotSaved>>,
    preview_again: Callback<()>,
}

impl Assigning {
    /// Begins with loaded users. Of one user, the products that the user has are ticked.
    pub fn begin(customer: CustomerId, selection: SelectionId, loaded: ManageView, mode: Mode) -> Self {
        let held = loaded.products.iter().filter(|row| mode == Mode::Exactly && row.holders > 0);
        let ticked: BTreeSet<SkuId> = held.map(|row| row.product.product.sku_id).collect();
        let loaded = Arc::new(loaded);
        let view = Memo::new(move |_| Arc::clone(&loaded));
        let (mode, ticked) = (RwSignal::new(mode), RwSignal::new(ticked));
        let location = RwSignal::new(None);
        let change = Memo::new(move |_| {
            view.with(|view| ticked.with(|ticked| change_of(view, mode.get(), ticked, location.get())))
        });
        // With many users, the first ones get the available licenses.
        let in_order = Memo::new(move |_| match mode.get() {
            Mode::Exactly => BTreeSet::new(),
            Mode::Replace | Mode::Add => ticked.get(),
        });
        let (preview, preview_again) = preview_of((customer, selection), view, change, in_order);
        let sending = SendOnce::kept_under(format!("portal-licenses:{customer}:{selection}"));
        let not_saved = RwSignal::new(None);
        Self { customer, selection, view, mode, ticked, location, change, preview, sending, not_saved, preview_again }
    }

    /// The numbers of the preview, once they are known.
    pub fn summary(self) -> Option<Arc<PlanSummary>> {
        self.preview.with(|preview| preview.ready().cloned())
    }

    /// Ticks a product or clears it.
    pub fn tick(self, sku: SkuId) {
        self.not_saved.set(None);
        self.ticked.update(|ticked| {
            if !ticked.remove(&sku) {
                ticked.insert(sku);
            }
        });
    }

    /// Saves, unless a save is under way or nothing is known to change.
    pub fn save(self, on_saved: Callback<OperationId>) {
        let Some(summary) = untrack(|| self.summary()) else { return };
        if self.sending.busy.get_untracked() || !summary.does_something() {
            return;
        }
        let (change, digest) = (self.change.get_untracked(), summary.digest.clone());
        let short = summary.seats.values().any(|seats| seats.short > 0);
        let policy = match (self.mode.get_untracked(), short) {
            (Mode::Exactly, _) | (_, false) => ShortagePolicy::EverybodyOrNobody,
            (Mode::Replace | Mode::Add, true) => ShortagePolicy::InOrder,
        };
        let request = self.sending.request(|key| SaveRequest {
            key,
            selection: self.selection,
            change: change.clone(),
            policy,
            digest: digest.clone(),
            reason: None,
        });
        let Some(request) = request else {
            return self.not_saved.set(Some(NotSaved::Refused(NO_IDS.to_owned())));
        };
        self.not_saved.set(None);
        let customer = self.customer;
        let ask = move |request| api::licenses::save_licenses(customer, request);
        self.sending.send(request, ask, move |reply| self.settle(reply, on_saved));
    }

    fn settle(self, reply: Result<SaveReply, ApiError>, on_saved: Callback<OperationId>) {
        match reply {
            Ok(SaveReply::Saved(operation)) => on_saved.run(operation),
            Ok(reply) => {
                self.preview_again.run(());
                self.not_saved.set(not_saved(Saving::Licenses, &reply, SAVE_USERS_MAX).map(NotSaved::Refused));
            }
            Err(error) => self.not_saved.set(Some(NotSaved::Error(error))),
        }
    }
}

/// Whether a user of the view has the product through a group alone, so that it can't be taken away here.
pub fn is_by_group_alone(row: &ManageProduct) -> bool {
    row.holders > 0 && row.direct_holders == 0
}

/// The change that the choices ask.
fn change_of(view: &ManageView, mode: Mode, ticked: &BTreeSet<SkuId>, location: Option<CountryCode>) -> Change {
    let license = |row: &ManageProduct| {
        let is_ticked = ticked.contains(&row.product.product.sku_id);
        match (mode, is_ticked) {
            (Mode::Exactly, true) if row.holders == 0 => LicenseChange::Assign,
            (Mode::Exactly, false) if row.direct_holders > 0 => LicenseChange::Revoke,
            (Mode::Replace | Mode::Add, true) => LicenseChange::Assign,
            _ => LicenseChange::Leave,
        }
    };
    let products = view.products.iter().map(|row| (row.product.product.sku_id, license(row)));
    let products = products.filter(|(_, license)| *license != LicenseChange::Leave);
    let mut change = Change {
        products: products.map(|(sku, license)| (sku, ProductChange { license, ..ProductChange::default() })).collect(),
        location: location.filter(|_| view.without_location > 0).map(LocationChange::OnlyWithout),
    };
    if mode == Mode::Replace && !ticked.is_empty() {
        change.replace_existing(view.held_directly());
    }
    change
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::rules::boxes::BoxState;

    fn sku(number: u8) -> SkuId {
        format!("00000000-0000-4000-8000-0000000000{number:02}").parse().unwrap()
    }

    fn row(number: u8, holders: usize, direct_holders: usize) -> ManageProduct {
        use domain::directory::product::{AppliesTo, Capability, CustomerProduct, Product};
        let product = Product {
            sku_id: sku(number),
            part_number: String::new(),
            name: format!("Product {number}"),
            applies_to: AppliesTo::User,
            plans: Vec::new(),
        };
        let capability = Some(Capability::Enabled);
        ManageProduct {
            product: CustomerProduct { product, seats: None, capability, publisher: None },
            not_assignable: None,
            holders,
            direct_holders,
            state: BoxState::Clear,
            plans: Default::default(),
        }
    }

    fn view() -> ManageView {
        ManageView {
            users: 1,
            first_users: Vec::new(),
            locations: Default::default(),
            without_location: 1,
            products: vec![row(1, 1, 1), row(2, 0, 0), row(3, 1, 0)],
            local: None,
        }
    }

    fn asked(mode: Mode, ticked: &[u8]) -> Vec<(u8, LicenseChange)> {
        let ticked = ticked.iter().map(|number| sku(*number)).collect();
        let change = change_of(&view(), mode, &ticked, None);
        let of = |number| Some((number, change.products.get(&sku(number))?.license));
        [1, 2, 3].into_iter().filter_map(of).collect()
    }

    #[test]
    fn of_one_user_only_what_was_ticked_or_cleared_changes() {
        assert_eq!(asked(Mode::Exactly, &[1, 3]), []);
        assert_eq!(asked(Mode::Exactly, &[1, 2, 3]), [(2, LicenseChange::Assign)]);
        assert_eq!(asked(Mode::Exactly, &[3]), [(1, LicenseChange::Revoke)]);
        assert_eq!(asked(Mode::Exactly, &[1]), [], "a group gives it");
    }

    #[test]
    fn of_many_users_what_is_ticked_is_added_or_comes_instead() {
        assert_eq!(asked(Mode::Add, &[2]), [(2, LicenseChange::Assign)]);
        assert_eq!(asked(Mode::Replace, &[2]), [(1, LicenseChange::RevokeDirect), (2, LicenseChange::Assign)]);
        assert_eq!(asked(Mode::Replace, &[]), [], "nothing ticked takes nothing away");
    }

    #[test]
    fn a_location_is_for_those_without_one() {
        let location = "SK".parse().ok();
        let change = change_of(&view(), Mode::Add, &BTreeSet::new(), location);
        assert_eq!(change.location, location.map(LocationChange::OnlyWithout));
        let everybody = ManageView { without_location: 0, ..view() };
        assert_eq!(change_of(&everybody, Mode::Add, &BTreeSet::new(), location).location, None);
    }
}
