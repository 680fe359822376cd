//! The commands that set many boxes at once.

use domain::cases::licenses::ManageView;
use domain::rules::boxes::Choice;
use domain::rules::change::{Change, LicenseChange};

/// “Replace existing license assignments”: by the rule where the users are known here, else by the products' rows.
pub fn replace_existing(change: &mut Change, view: &ManageView) {
    if let Some(selected) = &view.local {
        return change.replace_existing(&selected.snapshot);
    }
    for row in view.products.iter().filter(|row| row.holders > 0) {
        let sku = row.product.product.sku_id;
        if change.choice(sku) != Choice::Fill {
            change.choose(sku, Choice::Empty);
            change.products.entry(sku).or_default().license = LicenseChange::RevokeDirect;
        }
    }
}
