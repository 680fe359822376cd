//! The change of accounts that a person is being asked about.

use domain::console::accounts::Who;
use domain::console::operation_kind::OperationKind;
use domain::ids::CustomerId;
use leptos::prelude::*;

/// A change of accounts that was chosen and not confirmed yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountsQuestion {
    /// The customer of the users.
    pub customer: CustomerId,
    /// Which of them.
    pub who: Who,
    /// The change to make.
    pub kind: OperationKind,
}

/// The question, for the dialog that comes later than the page with the commands.
#[derive(Debug, Clone, Copy)]
pub struct AskedAccounts(pub RwSignal<Option<AccountsQuestion>>);
