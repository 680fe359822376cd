//! Requests about accounts: the preview and the change.

use crate::api;
use crate::error::ApiError;
use crate::state::accounts::AccountsQuestion;
use crate::state::send_once::Keyed;
use domain::console::accounts::{ACCOUNTS_MAX, AccountsPreview, AccountsRequest, Who};
use domain::console::entries::{Entries, EntriesRequest};
use domain::console::operation_kind::OperationKind;
use domain::console::reason::Reason;
use domain::console::save::SaveReply;
use domain::ids::{CustomerId, IdempotencyKey};
use domain::rules::account_change::AccountChange;
use domain::rules::plan::PlanDigest;
use serde::{Deserialize, Serialize};

/// The name in session storage of a request without an answer.
pub const UNANSWERED: &str = "accounts-request";

/// A change that is sent to the server.
#[allow(clippy::large_enum_variant, reason = "there is one of it at a time; in the browser it is smaller")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// A change of accounts.
    Accounts(AccountsRequest),
    /// Another try for the failed users of an operation with entries.
    Entries(EntriesRequest),
}

impl Request {
    /// The request for a plan that the person saw, under this key.
    pub fn of(
        key: IdempotencyKey,
        asked: AccountsQuestion,
        change: AccountChange,
        digest: PlanDigest,
        reason: Option<Reason>,
    ) -> Self {
        match (asked.kind.entries(), asked.who) {
            (Some(kind), Who::FailedIn(operation)) => {
                Self::Entries(EntriesRequest { key, kind, entries: Entries::FailedIn(operation), digest, reason })
            }
            (_, who) => Self::Accounts(AccountsRequest { key, who, change, digest, reason }),
        }
    }

    /// The most users that the request can change.
    pub fn at_most(&self) -> usize {
        match self {
            Self::Accounts(_) => ACCOUNTS_MAX,
            Self::Entries(request) => request.entries.at_most(),
        }
    }

    /// Sends the request.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn send(self, customer: CustomerId) -> Result<SaveReply, ApiError> {
        match self {
            Self::Accounts(request) => api::accounts::change_accounts(customer, request).await,
            Self::Entries(request) => api::entries::save_entries(customer, request).await,
        }
    }
}

impl Keyed for Request {
    fn key(&self) -> IdempotencyKey {
        match self {
            Self::Accounts(request) => request.key,
            Self::Entries(request) => request.key,
        }
    }
}

/// The preview of a change. `Err` is the number of users, if there are too many.
///
/// # Errors
/// [`ApiError`].
pub async fn preview_of(
    customer: CustomerId,
    kind: OperationKind,
    who: Who,
    change: AccountChange,
) -> Result<Result<AccountsPreview, usize>, ApiError> {
    match who {
        Who::FailedIn(operation) if kind.has_entries() => {
            let preview = api::entries::preview_entries(customer, Entries::FailedIn(operation)).await?;
            Ok(preview.map(|preview| AccountsPreview::with_summary(preview.summary)))
        }
        who => api::accounts::preview_accounts(customer, who, change).await,
    }
}
