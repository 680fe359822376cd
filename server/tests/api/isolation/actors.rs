//! The kinds of people and programs that send requests: the one table of them.
//!
//! A new kind (a customer's own admin, an application) is a variant here and an arm in [`Caller::enter`]. All checks of this
//! folder then run for it too.

use super::super::access::{change_anna, with_roles};
use super::super::site::{Browser, Site};
use domain::access::Actor;
use domain::access::role::PartnerRole;

/// A kind of caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// Nobody is signed in.
    SignedOut,
    /// The person who made the first account, and may do everything.
    First,
    /// A person of the partner with one role.
    Role(PartnerRole),
}

impl Caller {
    /// Every kind.
    pub fn all() -> Vec<Self> {
        let roles = PartnerRole::ALL.into_iter().map(Self::Role);
        [Self::First].into_iter().chain(roles).chain([Self::SignedOut]).collect()
    }

    /// Whether every object is tried with this caller, and not only customers and one foreign object of each kind.
    pub fn tries_everything(self) -> bool {
        self == Self::First
    }

    /// The browser of such a caller. `ben` is a Global admin who gives Anna her role.
    pub async fn enter<'a>(self, site: &'a Site, ben: &Actor) -> Browser<'a> {
        match self {
            Self::SignedOut => Browser::of(site),
            Self::First => signed_in_as(site, ben, &PartnerRole::FIRST).await,
            Self::Role(role) => signed_in_as(site, ben, &[role]).await,
        }
    }
}

async fn signed_in_as<'a>(site: &'a Site, ben: &Actor, roles: &[PartnerRole]) -> Browser<'a> {
    change_anna(site, ben, with_roles(roles)).await;
    Browser::signed_in(site).await
}
