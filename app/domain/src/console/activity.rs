//! The activity log: who did what to which customer, row by row.

use super::action::Action;
use super::chain::{Hash, Verification};
use super::operation::{OperationCounts, OperationKind};
use crate::bounds::{self, SEARCH_MAX};
use crate::directory::page::{PageSize, Place};
use crate::directory::user::ProductName;
use crate::ids::{ActivityId, CustomerId, OperationId, PartnerUserId, PlanId, SkuId, UserId};
use crate::rules::change::Change;
use crate::rules::plan::Plan;
use crate::rules::plans_off::switched_off;
use crate::rules::snapshot::Snapshot;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use uuid::Uuid;

/// The most rows of a report on one page; the file has all.
pub const REPORT_ROWS_MAX: usize = 2_000;
/// The most people to choose from in the filter.
pub const PEOPLE_MAX: usize = 200;

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Performer {
    /// A person of the partner.
    Person(PartnerUserId),
    /// Somebody who can run the program on its machine.
    CommandLine,
    /// The program by itself, when a day had come.
    Tenantry,
    /// Whoever opened a one-time link.
    OneTimeLink,
}

impl Performer {
    /// All that are no person.
    pub const NOBODY: [Self; 3] = [Self::CommandLine, Self::Tenantry, Self::OneTimeLink];

    /// Who did what stands in the log under this person, or under nobody.
    pub fn of(person: Option<PartnerUserId>, action: Action) -> Self {
        let nobody = || Self::NOBODY.into_iter().find(|nobody| nobody.actions().contains(&action));
        person.map(Self::Person).or_else(nobody).unwrap_or(Self::CommandLine)
    }

    /// What is done by this one where it stands under nobody; everything else was done on the command line.
    pub fn actions(self) -> &'static [Action] {
        match self {
            Self::Person(_) | Self::CommandLine => &[],
            // Nobody deletes users on the command line.
            Self::Tenantry => &[Action::UsersDeleted, Action::UsersErased],
            Self::OneTimeLink => &[Action::PasswordShown],
        }
    }
}

/// Where a request came from. Nothing of it is known on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Caller {
    /// The request's id, as in the server's log.
    pub request: Option<Uuid>,
    /// The address it came from.
    pub address: Option<IpAddr>,
}

/// A number that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldNew {
    /// Before.
    pub old: i64,
    /// After.
    pub new: i64,
}

/// A product that a change named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductUsed {
    /// The product.
    pub product: ProductName,
    /// Its seats in use, where they are known to have changed.
    pub used: Option<OldNew>,
    /// Its service plans that were switched off for anybody, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans_off: Vec<String>,
}

/// What changed. It has no personal values, and its JSON is hashed as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Details {
    /// A save or an undo.
    Licenses {
        /// Its numbers.
        counts: OperationCounts,
        /// The products it named.
        products: Vec<ProductUsed>,
        /// What it undid.
        undoes: Option<OperationId>,
    },
    /// A purchase or its confirmation.
    Seats {
        /// The product.
        product: ProductName,
        /// How many seats.
        quantity: i64,
        /// Seats owned; the same before and after while the order is not confirmed. Unknown in rows of old versions.
        owned: Option<OldNew>,
    },
    /// An import.
    Import {
        /// Users that were new.
        added: i64,
        /// Users that were there before.
        updated: i64,
        /// Users that were gone.
        removed: i64,
    },
    /// A change of accounts.
    Accounts {
        /// Its numbers.
        counts: OperationCounts,
        /// The products whose seats it moved.
        products: Vec<ProductUsed>,
        /// What it undid.
        undoes: Option<OperationId>,
    },
    /// Users whose time among the deleted was over.
    Purged {
        /// How many.
        users: i64,
    },
    /// Temporary passwords or one-time links for users of an operation.
    Passwords {
        /// How many.
        users: i64,
    },
    /// A temporary password that a one-time link made.
    PasswordShown {
        /// Whose.
        user: UserId,
    },
    /// Errors of users that were dismissed.
    Dismissed {
        /// Of how many.
        users: i64,
    },
    /// An erasure.
    Erased {
        /// Rows whose personal values were erased.
        rows: i64,
    },
    /// An operation that was asked to stop.
    Stop {
        /// Of how many users it had an outcome.
        done: i64,
        /// Of how many users it was to have one.
        users: i64,
    },
    /// A template for new users.
    Template {
        /// Its name.
        name: String,
        /// How many products new users get by it.
        products: i64,
    },
}

impl Details {
    /// Of a plan that is being written.
    pub fn of_plan(
        plan: &Plan,
        snapshot: &Snapshot,
        change: &Change,
        counts: OperationCounts,
        undoes: Option<OperationId>,
    ) -> Self {
        let used = |sku| {
            let seats = snapshot.products.get(sku)?.seats?;
            let effect = plan.seats.get(sku).filter(|effect| effect.used != 0)?;
            Some(OldNew { old: seats.consumed, new: seats.consumed + effect.used })
        };
        let mut off = plans_off(plan, snapshot);
        let products = change.products.keys().filter_map(|sku| {
            let product = &snapshot.products.get(sku)?.product;
            Some(ProductUsed {
                product: ProductName { name: product.name.clone(), sku_id: *sku },
                used: used(sku),
                plans_off: off.remove(sku).unwrap_or_default(),
            })
        });
        Self::Licenses { counts, products: products.collect(), undoes }
    }

    /// Of a plan for accounts that is being written.
    pub fn of_accounts(plan: &Plan, snapshot: &Snapshot, undoes: Option<OperationId>) -> Self {
        let mut off = plans_off(plan, snapshot);
        let products = plan.seats.iter().filter(|(_, effect)| effect.used != 0).map(|(sku, effect)| {
            let seats = snapshot.products.get(sku).and_then(|held| held.seats);
            let used = seats.map(|seats| OldNew { old: seats.consumed, new: seats.consumed + effect.used });
            ProductUsed {
                product: ProductName { name: snapshot.product_name(*sku), sku_id: *sku },
                used,
                plans_off: off.remove(sku).unwrap_or_default(),
            }
        });
        Self::Accounts { counts: OperationCounts::of(&plan.users), products: products.collect(), undoes }
    }

    /// Of an operation that was worked off in chunks, between which others may have moved seats too.
    pub fn of_job(
        kind: OperationKind,
        counts: OperationCounts,
        products: Vec<ProductUsed>,
        undoes: Option<OperationId>,
    ) -> Self {
        if kind.has_entries() {
            return Self::Accounts { counts, products, undoes };
        }
        Self::Licenses { counts, products, undoes }
    }

    /// The products, under whose words the row is found.
    pub fn products(&self) -> impl Iterator<Item = &ProductName> {
        let (many, one) = match self {
            Self::Licenses { products, .. } | Self::Accounts { products, .. } => (products.as_slice(), None),
            Self::Seats { product, .. } => (&[][..], Some(product)),
            Self::Import { .. }
            | Self::Purged { .. }
            | Self::Passwords { .. }
            | Self::PasswordShown { .. }
            | Self::Dismissed { .. }
            | Self::Erased { .. }
            | Self::Stop { .. }
            | Self::Template { .. } => (&[][..], None),
        };
        many.iter().map(|used| &used.product).chain(one)
    }
}

/// The service plans that a plan switches off for anybody, by product.
fn plans_off(plan: &Plan, snapshot: &Snapshot) -> BTreeMap<SkuId, Vec<String>> {
    let mut off: BTreeMap<SkuId, BTreeSet<PlanId>> = BTreeMap::new();
    for planned in &plan.users {
        for (sku, plans) in switched_off(&planned.before, &planned.after) {
            off.entry(sku).or_default().extend(plans);
        }
    }
    off.into_iter().map(|(sku, plans)| (sku, snapshot.plan_names(&plans))).collect()
}

/// A row of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityRow {
    /// Its id.
    pub id: ActivityId,
    /// Which customer.
    pub customer: CustomerId,
    /// The customer's name now.
    pub customer_name: String,
    /// Place in the customer's chain, from 1.
    pub sequence: i64,
    /// When (UTC, epoch milliseconds).
    pub at: i64,
    /// What was done.
    pub action: Action,
    /// Who did it.
    pub performer: Performer,
    /// The person's name then; `None` on the command line, and once it was erased.
    pub name: Option<String>,
    /// The operation, order or user that it is about; for an import the customer.
    pub subject: Uuid,
    /// What changed.
    pub details: Details,
    /// Why, as the person said; `None` also once it was erased.
    pub reason: Option<String>,
    /// The request that did it.
    pub request: Option<Uuid>,
    /// The address it came from; `None` once it was erased.
    pub address: Option<String>,
    /// Whether name, address and reason were erased.
    pub is_erased: bool,
    /// Whether it entered the chain when an old database was opened, not when it was written.
    pub sealed_later: bool,
    /// Its hash.
    pub hash: Hash,
}

impl ActivityRow {
    /// Whether it is about an operation, which has a page; users whose time was over were erased by none.
    pub fn is_about_operation(&self) -> bool {
        self.action.is_operation() && !matches!(self.details, Details::Purged { .. })
    }
}

/// Which rows a list asks for; all conditions must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ActivityQuery {
    /// What was done.
    pub action: Option<Action>,
    /// Who did it.
    pub performer: Option<Performer>,
    /// Not before (UTC, epoch milliseconds).
    pub from: Option<i64>,
    /// Before (UTC, epoch milliseconds).
    pub until: Option<i64>,
    /// Words of products, reasons and customers, or the id of a row, an operation, an order, a user or a request.
    #[serde(deserialize_with = "bounds::text::<SEARCH_MAX, _>")]
    pub search: String,
    /// Which page.
    pub place: Place<ActivityId>,
    /// How many rows.
    pub size: PageSize,
}

/// A person who can have done something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub id: PartnerUserId,
    /// Display name.
    pub name: String,
}

/// What happened at a customer in a period, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The rows, at most [`REPORT_ROWS_MAX`] of them where a page shows them.
    pub rows: Vec<ActivityRow>,
    /// Whether there are more.
    pub has_more: bool,
    /// What checking the chain from the first to the last of these rows found.
    pub verification: Verification,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_did_what_nobody_did_is_told_by_what_it_was() {
        let person = PartnerUserId::new(Uuid::from_u128(1));
        for action in Action::ALL {
            assert_eq!(Performer::of(Some(person), action), Performer::Person(person));
            let nobody = Performer::of(None, action);
            let of_others = Performer::NOBODY.into_iter().filter(|other| other.actions().contains(&action));
            assert_eq!(
                of_others.collect::<Vec<_>>(),
                [nobody].into_iter().filter(|n| *n != Performer::CommandLine).collect::<Vec<_>>()
            );
        }
        let of = |action| Performer::of(None, action);
        assert_eq!([Action::UsersDeleted, Action::UsersErased].map(of), [Performer::Tenantry; 2]);
        assert_eq!(of(Action::PasswordShown), Performer::OneTimeLink);
        assert_eq!(of(Action::CustomerImported), Performer::CommandLine);
    }

    #[test]
    fn what_changed_survives_storing() {
        let product = ProductName { name: "Visio".into(), sku_id: crate::ids::SkuId::new(Uuid::from_u128(1)) };
        let used = ProductUsed {
            product: product.clone(),
            used: Some(OldNew { old: 1, new: 2 }),
            plans_off: vec!["Teams".into()],
        };
        for details in [
            Details::Licenses { counts: OperationCounts::default(), products: vec![used.clone()], undoes: None },
            Details::Accounts { counts: OperationCounts::default(), products: vec![used], undoes: None },
            Details::Purged { users: 2 },
            Details::Passwords { users: 3 },
            Details::PasswordShown { user: UserId::new(Uuid::from_u128(1)) },
            Details::Seats { product, quantity: 5, owned: None },
            Details::Import { added: 1, updated: 2, removed: 3 },
            Details::Dismissed { users: 5 },
            Details::Erased { rows: 4 },
            Details::Stop { done: 5, users: 6 },
            Details::Template { name: "Sales".into(), products: 7 },
        ] {
            let stored = serde_json::to_string(&details).unwrap();
            assert_eq!(serde_json::from_str::<Details>(&stored).unwrap(), details);
        }
    }
}
