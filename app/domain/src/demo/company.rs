//! What a demo company is like: everything from which its directory is made.

use super::item::Item;
use super::names::OddName;
use crate::directory::role::AdminRole;

/// A company.
#[derive(Debug, Clone, Copy)]
pub(super) struct Company {
    pub name: &'static str,
    pub relationship: &'static str,
    /// Whether it counts as read from saved files.
    pub imported: bool,
    /// Country of the company.
    pub country: &'static str,
    /// The part of its `onmicrosoft.com` domain before the dot.
    pub initial: &'static str,
    /// The primary domain.
    pub domain: &'static str,
    /// A further domain, which some users have.
    pub second_domain: Option<&'static str>,
    pub users: usize,
    /// The first of the users, known by name.
    pub known: &'static [Known],
    /// First names in Latin letters sort behind this one, so that the known users come first.
    pub behind: &'static str,
    /// Odd names that some of the users have.
    pub odd: &'static [&'static [OddName]],
    /// Where users are, with weights.
    pub countries: &'static [(&'static str, u64)],
    /// How many of a thousand members are synced from the company's own directory.
    pub synced: u64,
    /// What a user holds first of all, with weights; `None` is nothing.
    pub bases: &'static [(Option<Item>, u64)],
    pub add_ons: &'static [AddOn],
    pub groups: &'static [LicensingGroup],
    /// What the company owns, in the order of its list.
    pub stock: &'static [Stock],
}

impl Company {
    /// The domain that Microsoft gave at the beginning.
    pub(super) fn initial_domain(&self) -> String {
        format!("{}.onmicrosoft.com", self.initial)
    }
}

/// A user known by name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub name: &'static str,
    pub country: Option<&'static str>,
    pub department: &'static str,
    pub job_title: &'static str,
    pub holds: &'static [Item],
    pub trait_of: Trait,
}

/// What is special about a user known by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trait {
    /// Nothing.
    Usual,
    /// May not sign in.
    Blocked,
    /// Is an administrator.
    Admin(AdminRole),
    /// Has the plans switched off that are often off.
    PlansOff,
    /// Holds the products that have a group through it.
    ThroughGroup,
    /// Holds them directly and through the group.
    Both,
    /// The first license is in error.
    InError,
}

/// A product that some users hold beside their first.
#[derive(Debug, Clone, Copy)]
pub(super) struct AddOn {
    pub item: Item,
    /// How many of a thousand users with a fitting first product hold it.
    pub per_mille: u64,
    /// The first products beside which it can be held without breaking a rule.
    pub beside: &'static [Item],
    /// Where it is not available.
    pub not_in: &'static [&'static str],
}

/// A group through which a product is held.
#[derive(Debug, Clone, Copy)]
pub(super) struct LicensingGroup {
    pub name: &'static str,
    pub item: Item,
    /// How many of a thousand holders hold it through the group alone.
    pub per_mille: u64,
    /// Whether the group switches the plans off that are often off.
    pub plans_off: bool,
}

/// What a company owns of a product.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stock {
    pub item: Item,
    pub seats: Seats,
    pub bought: Bought,
}

/// How many seats are owned.
#[derive(Debug, Clone, Copy)]
pub(super) enum Seats {
    /// So many more than are used; below zero the product is over-assigned.
    Spare(i64),
    /// A round number that leaves a tenth or more free.
    Plenty,
    /// This number.
    Owned(i64),
}

/// In what subscriptions the seats are owned.
#[derive(Debug, Clone, Copy)]
pub(super) enum Bought {
    /// One of the cloud-solution-provider program.
    Csp,
    /// One of new commerce.
    NewCommerce,
    /// Two: a third of the seats in the program, the rest in new commerce.
    Twice,
    /// One in its grace period.
    InGrace,
    /// One of new commerce, and one of so many seats that is suspended.
    AndSuspended(i64),
    /// From the marketplace; the publisher manages its licenses.
    Marketplace(&'static str),
    /// A software purchase.
    Software,
}
