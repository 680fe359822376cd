//! Changes of accounts: blocking and allowing sign-in, deleting, restoring, deleting permanently, resetting
//! passwords, offboarding.

use super::accounts::Accounts;
use super::offboard::Offboarding;
use super::plan::Plan;
use super::restore::{NewUpns, Without};
use super::{cancel_deletion, delete, delete_permanently, offboard, reinstate, reset, restore, sign_in};
use crate::access::user_decision::UserAction;
use crate::bounds::{self, USERS_MAX};
use serde::{Deserialize, Serialize};

/// A change to accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountChange {
    /// Block sign-in.
    Block,
    /// Allow sign-in.
    Allow,
    /// Move to the deleted users.
    Delete,
    /// Bring back from the deleted users.
    Restore {
        /// New user principal names.
        #[serde(deserialize_with = "bounds::typed_by_key::<USERS_MAX, _, _>")]
        upns: NewUpns,
        /// The licenses that are not given back.
        #[serde(default)]
        without: Without,
    },
    /// Delete deleted users permanently.
    #[serde(rename = "Erase")]
    DeletePermanently,
    /// Reset the password. Temporary passwords are made later, on request.
    Reset,
    /// Offboard, step by step.
    Offboard(Offboarding),
    /// Take back an offboarding, as far as possible.
    Reinstate {
        /// New user principal names.
        upns: NewUpns,
    },
    /// Cancel the planned deletion.
    #[serde(rename = "Keep")]
    CancelDeletion,
}

impl AccountChange {
    /// A restoration under the old user principal names, of everything that can be given back.
    pub fn restore() -> Self {
        Self::Restore { upns: NewUpns::new(), without: Without::default() }
    }

    /// The way back from an offboarding, under the old user principal names.
    pub fn reinstate() -> Self {
        Self::Reinstate { upns: NewUpns::new() }
    }

    /// The new user principal names, if the change restores users.
    pub fn upns(&self) -> Option<&NewUpns> {
        match self {
            Self::Restore { upns, .. } | Self::Reinstate { upns } => Some(upns),
            _ => None,
        }
    }

    /// The same change with these new user principal names, if it restores users.
    pub fn with_upns(self, new: NewUpns) -> Self {
        match self {
            Self::Restore { without, .. } => Self::Restore { upns: new, without },
            Self::Reinstate { .. } => Self::Reinstate { upns: new },
            other => other,
        }
    }
}

/// Plans a change to accounts, in their order.
pub fn plan_accounts(accounts: &Accounts, change: &AccountChange) -> Plan {
    match change {
        AccountChange::Block => sign_in::plan(accounts, false),
        AccountChange::Allow => sign_in::plan(accounts, true),
        AccountChange::Delete => delete::plan(accounts),
        AccountChange::Restore { upns, without } => restore::plan(accounts, upns, *without),
        AccountChange::DeletePermanently => delete_permanently::plan(accounts),
        AccountChange::Reset => reset::plan(accounts, UserAction::ResetPassword),
        AccountChange::Offboard(asked) => offboard::plan(accounts, asked),
        AccountChange::Reinstate { upns } => reinstate::plan(accounts, upns),
        AccountChange::CancelDeletion => cancel_deletion::plan(accounts),
    }
}

/// Plans the temporary passwords, or links to one, of users whose password was reset or who were added. Only resetting
/// needs a role that resets passwords.
pub fn plan_passwords(accounts: &Accounts, are_new: bool) -> Plan {
    reset::plan(accounts, if are_new { UserAction::GiveFirstPassword } else { UserAction::ResetPassword })
}
