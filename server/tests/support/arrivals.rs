//! Arrivals of customers at a partner.

use domain::ids::PartnerId;
use server::store::import::customer::Arrival;

/// The arrival of a Local customer.
pub fn local(partner: PartnerId, now: i64) -> Arrival<'static> {
    Arrival { partner, relationship: "Reseller", imported: false, own_organization: false, now }
}
