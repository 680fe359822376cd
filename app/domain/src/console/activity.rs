//! The activity log: each row is one action on a customer.

use super::action::Action;
use super::chain::{ChainVerification, Hash};
use super::operation::OperationCounts;
use super::operation_kind::OperationKind;
use crate::bounds::{self, SEARCH_MAX};
use crate::directory::page::{Cursor, PageSize};
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

/// The most rows of a report on its page; the file has all.
pub const REPORT_ROWS_MAX: usize = 2_000;
/// The most people offered in the filter.
pub const PEOPLE_MAX: usize = 200;

/// The actor of an activity row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Performer {
    /// A person of the partner.
    Person(PartnerUserId),
    /// A command on the server's machine.
    CommandLine,
    /// The program itself, when a day had come.
    Tenantry,
    /// The person who opened a one-time link.
    OneTimeLink,
}

impl Performer {
    /// All performers that are not a person of the partner.
    pub const NOBODY: [Self; 3] = [Self::CommandLine, Self::Tenantry, Self::OneTimeLink];

    /// The performer of a stored action. Without a person, the action tells which one.
    pub fn of(person: Option<PartnerUserId>, action: Action) -> Self {
        let nobody = || Self::NOBODY.into_iter().find(|nobody| nobody.actions().contains(&action));
        person.map(Self::Person).or_else(nobody).unwrap_or(Self::CommandLine)
    }

    /// The actions of this performer in rows without a person. All other such actions come from the command line.
    pub fn actions(self) -> &'static [Action] {
        match self {
            Self::Person(_) | Self::CommandLine => &[],
            // The command line never deletes users.
            Self::Tenantry => &[Action::UsersDeleted, Action::UsersErased],
            Self::OneTimeLink => &[Action::PasswordShown],
        }
    }
}

/// The origin of a request. It is empty for the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Caller {
    /// The request's id, as in the server's log.
    pub request: Option<Uuid>,
    /// The address that the request came from.
    pub address: Option<IpAddr>,
}

/// A number that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldNew {
    /// The number before.
    pub old: i64,
    /// The number after.
    pub new: i64,
}

/// A product that a change names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductUsed {
    /// The product.
    pub product: ProductName,
    /// The seats in use before and after, if they are known to have changed.
    pub used: Option<OldNew>,
    /// The names of its service plans that were switched off for at least one user.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans_off: Vec<String>,
}

/// The details of a row. They have no personal values, and their JSON is hashed as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Details {
    /// A save or an undo.
    Licenses {
        /// Its numbers.
        counts: OperationCounts,
        /// The products it named.
        products: Vec<ProductUsed>,
        /// The operation that it undid.
        undoes: Option<OperationId>,
    },
    /// A purchase or its confirmation.
    Seats {
        /// The product.
        product: ProductName,
        /// The number of seats.
        quantity: i64,
        /// The seats owned before and after. They are equal until the order is confirmed. Rows of old versions have
        /// none.
        owned: Option<OldNew>,
    },
    /// An import.
    Import {
        /// New users.
        added: i64,
        /// Users that were already there.
        updated: i64,
        /// Users that are gone.
        removed: i64,
    },
    /// A change of accounts.
    Accounts {
        /// Its numbers.
        counts: OperationCounts,
        /// The products whose seats it took or freed.
        products: Vec<ProductUsed>,
        /// The operation that it undid.
        undoes: Option<OperationId>,
    },
    /// Deleted users whose time was over.
    Purged {
        /// The number of users.
        users: i64,
    },
    /// Temporary passwords or one-time links for users of an operation.
    Passwords {
        /// The number of users.
        users: i64,
    },
    /// A temporary password made by a one-time link.
    PasswordShown {
        /// The user.
        user: UserId,
    },
    /// Dismissed errors.
    Dismissed {
        /// The number of users.
        users: i64,
    },
    /// Product keys that were shown.
    ProductKeys {
        /// The product.
        product: ProductName,
        /// The number of keys.
        keys: i64,
    },
    /// An erasure.
    Erased {
        /// The number of rows whose personal values were erased.
        rows: i64,
    },
    /// An operation that was asked to stop.
    Stop {
        /// The number of users with an outcome.
        done: i64,
        /// The number of all its users.
        users: i64,
    },
    /// A template for new users.
    Template {
        /// Its name.
        name: String,
        /// The number of products that it gives to new users.
        products: i64,
    },
}

impl Details {
    /// Details of a license plan that is being saved.
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

    /// Details of an accounts plan that is being saved.
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

    /// Details of an operation that ran in chunks, between which others may have taken or freed seats.
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

    /// The products whose names find the row.
    pub fn products(&self) -> impl Iterator<Item = &ProductName> {
        let (many, one) = match self {
            Self::Licenses { products, .. } | Self::Accounts { products, .. } => (products.as_slice(), None),
            Self::Seats { product, .. } | Self::ProductKeys { product, .. } => (&[][..], Some(product)),
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

/// The service plans that a plan switches off for at least one user, by product.
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
    /// The customer.
    pub customer: CustomerId,
    /// The customer's name now.
    pub customer_name: String,
    /// The place in the customer's chain, from 1.
    pub sequence: i64,
    /// When (UTC, epoch milliseconds).
    pub at: i64,
    /// The action.
    pub action: Action,
    /// The actor.
    pub performer: Performer,
    /// The person's name at the time; `None` for other performers, and after it was erased.
    pub name: Option<String>,
    /// The id of the operation, order or user that the row is about; for an import, of the customer.
    pub subject: Uuid,
    /// The details.
    pub details: Details,
    /// The reason given; `None` also after it was erased.
    pub reason: Option<String>,
    /// The id of the request.
    pub request: Option<Uuid>,
    /// The address that the request came from; `None` after it was erased.
    pub address: Option<String>,
    /// Whether name, address and reason were erased.
    pub is_erased: bool,
    /// Whether the row entered the chain only when an old database was opened.
    pub sealed_later: bool,
    /// The hash.
    pub hash: Hash,
}

impl ActivityRow {
    /// Whether the row is about an operation, which has a page. Users whose time was over were deleted without one.
    pub fn is_about_operation(&self) -> bool {
        self.action.is_operation() && !matches!(self.details, Details::Purged { .. })
    }
}

/// The filter and place of a list of rows. Rows must meet all conditions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ActivityQuery {
    /// The action.
    pub action: Option<Action>,
    /// The actor.
    pub performer: Option<Performer>,
    /// The start, inclusive (UTC, epoch milliseconds).
    pub from: Option<i64>,
    /// The end, exclusive (UTC, epoch milliseconds).
    pub until: Option<i64>,
    /// Words of products, reasons and customers, or the id of a row, operation, order, user or request.
    #[serde(deserialize_with = "bounds::text::<SEARCH_MAX, _>")]
    pub search: String,
    /// The page.
    pub place: Cursor<ActivityId>,
    /// The number of rows per page.
    pub size: PageSize,
}

/// A person offered in the filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityPerson {
    /// The person's id.
    pub id: PartnerUserId,
    /// Display name.
    pub name: String,
}

/// A customer's activity in a period, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The rows; on a page at most [`REPORT_ROWS_MAX`].
    pub rows: Vec<ActivityRow>,
    /// Whether there are more rows.
    pub has_more: bool,
    /// The verification of the chain from the first to the last of these rows.
    pub verification: ChainVerification,
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
            Details::ProductKeys { product: product.clone(), keys: 2 },
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
