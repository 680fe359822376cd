//! Mending a change of licenses, beside the reasons of the preview.

use crate::ui::focus::focus;
use crate::widgets::licenses::work::ManageWork;
use crate::widgets::previews::mending::Mending;
use leptos::prelude::*;

/// The ways to mend a change in Manage licenses.
pub fn mending_of(work: ManageWork) -> Mending {
    Mending {
        change: work.change.into(),
        buying: work.buying,
        short: Callback::new(move |sku| work.seats(sku).map_or(0, |seats| seats.short)),
        set_location: Some(Callback::new(|()| focus("location"))),
        revoke: Some(Callback::new(move |sku| {
            work.choices.update(|choices| choices.change.also_revoke(sku));
            // The group and its command are gone once the problem is fixed.
            focus("before-save-title");
        })),
    }
}
