//! The activity log: who did what to which customer, row by row.

use super::chain::{Hash, Verification};
use super::operation::{OperationCounts, OperationKind};
use crate::directory::page::{PageSize, Place};
use crate::directory::user::ProductName;
use crate::ids::{ActivityId, CustomerId, OperationId, PartnerUserId, UserId};
use crate::rules::change::Change;
use crate::rules::plan::Plan;
use crate::rules::snapshot::Snapshot;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::str::FromStr;
use uuid::Uuid;

/// The most rows of a report on one page; the file has all.
pub const REPORT_ROWS_MAX: usize = 2_000;
/// The most people to choose from in the filter.
pub const PEOPLE_MAX: usize = 200;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Action {
    /// Licenses or locations were saved.
    LicensesUpdated,
    /// An operation was undone.
    ChangeUndone,
    /// Seats were bought or ordered.
    LicensesBought,
    /// An order was confirmed.
    PurchaseConfirmed,
    /// The directory was read from files, or made up for the demo.
    CustomerImported,
    /// Personal values of the log were erased.
    PersonalDataErased,
    /// Sign-in was blocked.
    SignInBlocked,
    /// Sign-in was allowed.
    SignInAllowed,
    /// Users were deleted.
    UsersDeleted,
    /// Deleted users were restored.
    UsersRestored,
    /// Deleted users were deleted permanently, by a person or because their time was over.
    UsersErased,
    /// Users were added, typed in.
    UsersAdded,
    /// Users were added, read from a file.
    UsersUploaded,
    /// Users were edited.
    UsersUpdated,
    /// Passwords were reset.
    PasswordsReset,
    /// Users were said goodbye to, step by step.
    UsersOffboarded,
    /// What an offboarding did was taken back.
    UsersReinstated,
    /// Planned deletions were cancelled.
    DeletionsCancelled,
    /// Temporary passwords were made and shown once.
    PasswordsCreated,
    /// One-time links to temporary passwords were made and shown once.
    PasswordLinksCreated,
    /// A one-time link made a temporary password and showed it.
    PasswordShown,
}

/// A text that names no action.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no action of the activity log.")]
pub struct NotAnAction(pub String);

impl Action {
    /// All of them.
    pub const ALL: [Self; 21] = [
        Self::LicensesUpdated,
        Self::ChangeUndone,
        Self::LicensesBought,
        Self::PurchaseConfirmed,
        Self::CustomerImported,
        Self::PersonalDataErased,
        Self::SignInBlocked,
        Self::SignInAllowed,
        Self::UsersDeleted,
        Self::UsersRestored,
        Self::UsersErased,
        Self::UsersAdded,
        Self::UsersUploaded,
        Self::UsersUpdated,
        Self::PasswordsReset,
        Self::UsersOffboarded,
        Self::UsersReinstated,
        Self::DeletionsCancelled,
        Self::PasswordsCreated,
        Self::PasswordLinksCreated,
        Self::PasswordShown,
    ];

    /// Its words, which are stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LicensesUpdated => "Licenses updated",
            Self::ChangeUndone => "Change undone",
            Self::LicensesBought => "Licenses bought",
            Self::PurchaseConfirmed => "Purchase confirmed",
            Self::CustomerImported => "Customer imported",
            Self::PersonalDataErased => "Personal data erased",
            Self::SignInBlocked => "Sign-in blocked",
            Self::SignInAllowed => "Sign-in allowed",
            Self::UsersDeleted => "Users deleted",
            Self::UsersRestored => "Users restored",
            Self::UsersErased => "Users permanently deleted",
            Self::UsersAdded => "Users added",
            Self::UsersUploaded => "Users uploaded",
            Self::UsersUpdated => "Users updated",
            Self::PasswordsReset => "Passwords reset",
            Self::UsersOffboarded => "Users offboarded",
            Self::UsersReinstated => "Users reinstated",
            Self::DeletionsCancelled => "Planned deletions cancelled",
            Self::PasswordsCreated => "Temporary passwords created",
            Self::PasswordLinksCreated => "One-time links created",
            Self::PasswordShown => "Password shown by one-time link",
        }
    }

    /// What the activity of an operation is called.
    pub fn of_operation(kind: OperationKind, is_undo: bool) -> Self {
        match kind {
            OperationKind::Licenses if is_undo => Self::ChangeUndone,
            OperationKind::Licenses => Self::LicensesUpdated,
            OperationKind::Block => Self::SignInBlocked,
            OperationKind::Allow => Self::SignInAllowed,
            OperationKind::Delete => Self::UsersDeleted,
            OperationKind::Restore => Self::UsersRestored,
            OperationKind::Erase => Self::UsersErased,
            OperationKind::Add => Self::UsersAdded,
            OperationKind::Upload => Self::UsersUploaded,
            OperationKind::Edit => Self::UsersUpdated,
            OperationKind::Reset => Self::PasswordsReset,
            OperationKind::Offboard => Self::UsersOffboarded,
            OperationKind::Reinstate => Self::UsersReinstated,
            OperationKind::Keep => Self::DeletionsCancelled,
        }
    }

    /// Whether the row is about an operation, which has a page; all but users whose time was over.
    pub fn is_operation(self) -> bool {
        match self {
            Self::LicensesUpdated
            | Self::ChangeUndone
            | Self::SignInBlocked
            | Self::SignInAllowed
            | Self::UsersDeleted
            | Self::UsersRestored
            | Self::UsersErased
            | Self::UsersAdded
            | Self::UsersUploaded
            | Self::UsersUpdated
            | Self::PasswordsReset
            | Self::UsersOffboarded
            | Self::UsersReinstated
            | Self::DeletionsCancelled
            | Self::PasswordsCreated
            | Self::PasswordLinksCreated
            | Self::PasswordShown => true,
            Self::LicensesBought | Self::PurchaseConfirmed | Self::CustomerImported | Self::PersonalDataErased => false,
        }
    }
}

impl FromStr for Action {
    type Err = NotAnAction;

    fn from_str(text: &str) -> Result<Self, NotAnAction> {
        Self::ALL.into_iter().find(|action| action.as_str() == text).ok_or_else(|| NotAnAction(text.to_owned()))
    }
}

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Performer {
    /// A person of the partner.
    Person(PartnerUserId),
    /// Somebody who can run the program on its machine.
    CommandLine,
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
    /// An erasure.
    Erased {
        /// Rows whose personal values were erased.
        rows: i64,
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
        let products = change.products.keys().filter_map(|sku| {
            let product = &snapshot.products.get(sku)?.product;
            Some(ProductUsed { product: ProductName { name: product.name.clone(), sku_id: *sku }, used: used(sku) })
        });
        Self::Licenses { counts, products: products.collect(), undoes }
    }

    /// Of a plan for accounts that is being written.
    pub fn of_accounts(plan: &Plan, snapshot: &Snapshot, undoes: Option<OperationId>) -> Self {
        let products = plan.seats.iter().filter(|(_, effect)| effect.used != 0).map(|(sku, effect)| {
            let seats = snapshot.products.get(sku).and_then(|held| held.seats);
            let used = seats.map(|seats| OldNew { old: seats.consumed, new: seats.consumed + effect.used });
            ProductUsed { product: ProductName { name: snapshot.product_name(*sku), sku_id: *sku }, used }
        });
        Self::Accounts { counts: OperationCounts::of(&plan.users), products: products.collect(), undoes }
    }

    /// Of an operation that was worked off in chunks, between which others may have moved seats too.
    pub fn of_job(
        kind: OperationKind,
        counts: OperationCounts,
        products: Vec<ProductName>,
        undoes: Option<OperationId>,
    ) -> Self {
        let products = products.into_iter().map(|product| ProductUsed { product, used: None }).collect();
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
            | Self::Erased { .. } => (&[][..], None),
        };
        many.iter().map(|used| &used.product).chain(one)
    }
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
    fn actions_are_read_as_they_are_stored() {
        for action in Action::ALL {
            assert_eq!(action.as_str().parse(), Ok(action));
        }
        assert!("Licences updated".parse::<Action>().is_err());
    }

    #[test]
    fn what_changed_survives_storing() {
        let product = ProductName { name: "Visio".into(), sku_id: crate::ids::SkuId::new(Uuid::from_u128(1)) };
        let used = ProductUsed { product: product.clone(), used: Some(OldNew { old: 1, new: 2 }) };
        for details in [
            Details::Licenses { counts: OperationCounts::default(), products: vec![used.clone()], undoes: None },
            Details::Accounts { counts: OperationCounts::default(), products: vec![used], undoes: None },
            Details::Purged { users: 2 },
            Details::Passwords { users: 3 },
            Details::PasswordShown { user: UserId::new(Uuid::from_u128(1)) },
            Details::Seats { product, quantity: 5, owned: None },
            Details::Import { added: 1, updated: 2, removed: 3 },
            Details::Erased { rows: 4 },
        ] {
            let stored = serde_json::to_string(&details).unwrap();
            assert_eq!(serde_json::from_str::<Details>(&stored).unwrap(), details);
        }
    }
}
