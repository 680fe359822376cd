//! The description of a demo company, from which its directory is made.

use super::item::Item;
use super::names::OddName;
use crate::directory::role::AdminRole;

/// A company.
#[derive(Debug, Clone, Copy)]
pub(super) struct Company {
    pub name: &'static str,
    pub relationship: &'static str,
    /// Whether it counts as imported from saved files.
    pub imported: bool,
    /// Country of the company.
    pub country: &'static str,
    /// The part before the dot of its `onmicrosoft.com` domain.
    pub initial: &'static str,
    /// The primary domain.
    pub domain: &'static str,
    /// A second domain that some users have.
    pub second_domain: Option<&'static str>,
    pub users: usize,
    /// The first users, who have fixed names.
    pub known: &'static [NamedUser],
    /// Latin first names sort after this name, so the users with fixed names come first.
    pub behind: &'static str,
    /// Odd names for some of the users.
    pub odd: &'static [&'static [OddName]],
    /// The users' countries, with weights.
    pub countries: &'static [(&'static str, u64)],
    /// How many of a thousand members are synced from the company's own directory.
    pub synced: u64,
    /// The first product of a user, with weights; `None` means no product.
    pub bases: &'static [(Option<Item>, u64)],
    pub add_ons: &'static [AddOn],
    pub groups: &'static [LicensingGroup],
    /// The products that the company owns, in the order of its list.
    pub stock: &'static [Stock],
}

impl Company {
    /// The domain that Microsoft gave to the tenant.
    pub(super) fn initial_domain(&self) -> String {
        format!("{}.onmicrosoft.com", self.initial)
    }
}

/// A user with a fixed name.
#[derive(Debug, Clone, Copy)]
pub(super) struct NamedUser {
    pub name: &'static str,
    pub country: Option<&'static str>,
    pub department: &'static str,
    pub job_title: &'static str,
    pub holds: &'static [Item],
    pub trait_of: Trait,
}

/// The special trait of a user with a fixed name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trait {
    /// Nothing.
    Usual,
    /// May not sign in.
    Blocked,
    /// Is an administrator.
    Admin(AdminRole),
    /// Plans that are often off are switched off.
    PlansOff,
    /// Products with a group are held through it.
    ThroughGroup,
    /// Products with a group are held directly and through it.
    Both,
    /// The first license is in error.
    InError,
}

/// A product that some users hold in addition to their first one.
#[derive(Debug, Clone, Copy)]
pub(super) struct AddOn {
    pub item: Item,
    /// How many of a thousand users with a fitting first product hold it.
    pub per_mille: u64,
    /// The first products that it can be combined with without breaking a rule.
    pub beside: &'static [Item],
    /// The countries where it is not available.
    pub not_in: &'static [&'static str],
}

/// A group that gives a product to its members.
#[derive(Debug, Clone, Copy)]
pub(super) struct LicensingGroup {
    pub name: &'static str,
    pub item: Item,
    /// How many of a thousand holders hold it only through the group.
    pub per_mille: u64,
    /// Whether the group switches off plans that are often off.
    pub plans_off: bool,
}

/// The seats of one product that a company owns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stock {
    pub item: Item,
    pub seats: InventedSeats,
    pub bought: Bought,
}

/// The number of owned seats.
#[derive(Debug, Clone, Copy)]
pub(super) enum InventedSeats {
    /// This many more than are used. Below zero, the product is over-assigned.
    Spare(i64),
    /// A round number with at least a tenth of the seats free.
    Plenty,
    /// Exactly this number.
    Owned(i64),
}

/// The subscriptions for the seats.
#[derive(Debug, Clone, Copy)]
pub(super) enum Bought {
    /// One from the cloud-solution-provider program.
    Csp,
    /// One from new commerce.
    NewCommerce,
    /// Two: a third of the seats from the program, the rest from new commerce.
    Twice,
    /// One in its grace period.
    InGrace,
    /// One from new commerce, and a suspended one with this many seats.
    AndSuspended(i64),
    /// One from the marketplace, whose publisher manages the licenses.
    Marketplace(&'static str),
    /// A software purchase without anything to download.
    Software,
    /// A software purchase with files to download.
    SoftwareWithFiles,
}
