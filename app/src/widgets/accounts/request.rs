//! What is asked of the server about accounts: a preview, and the change under a key.

use crate::api;
use crate::error::ApiError;
use crate::state::accounts::Asked;
use crate::state::patience::until_answered;
use crate::state::storage;
use domain::console::accounts::{AccountsPreview, AccountsRequest, Who};
use domain::console::entries::{Entries, EntriesRequest};
use domain::console::operation::OperationKind;
use domain::console::reason::Reason;
use domain::console::save::SaveReply;
use domain::ids::CustomerId;
use domain::rules::accounts::AccountChange;
use domain::rules::plan::PlanDigest;
use serde::{Deserialize, Serialize};

/// The key under which a request is kept until it is answered.
const UNANSWERED: &str = "accounts-request";

/// What is asked of the server.
#[allow(clippy::large_enum_variant, reason = "there is one of it at a time; in the browser it is smaller")]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// A change of accounts.
    Accounts(AccountsRequest),
    /// What failed in an operation with entries is tried again.
    Entries(EntriesRequest),
}

impl Request {
    /// The request for a plan that the person saw. One that got no answer is sent again as it was, so that it is done once.
    pub fn of(asked: Asked, change: AccountChange, digest: PlanDigest, reason: Option<Reason>) -> Option<Self> {
        let key = storage::fresh_id()?.parse().ok()?;
        let request = match (asked.kind.entries(), asked.who) {
            (Some(kind), Who::FailedIn(operation)) => {
                Self::Entries(EntriesRequest { key, kind, entries: Entries::FailedIn(operation), digest, reason })
            }
            (_, who) => Self::Accounts(AccountsRequest { key, who, change, digest, reason }),
        };
        if let Some(sent) = storage::load::<Self>(UNANSWERED).filter(|sent| sent.asks_as(&request)) {
            return Some(sent);
        }
        storage::save(UNANSWERED, &request);
        Some(request)
    }

    /// Sends it, until there is an answer. Without one it may be done: the same request then finds that out.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn send(&self, customer: CustomerId) -> Result<SaveReply, ApiError> {
        let ask = async || match self.clone() {
            Self::Accounts(request) => api::accounts::change_accounts(customer, request).await,
            Self::Entries(request) => api::entries::save_entries(customer, request).await,
        };
        let reply = until_answered(ask, |reply| *reply == SaveReply::InFlight).await;
        if matches!(reply, Ok(_) | Err(ApiError::SignedOut)) && reply != Ok(SaveReply::InFlight) {
            storage::forget(UNANSWERED);
        }
        reply
    }

    /// Whether the other asks the same, whatever its key.
    fn asks_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Accounts(one), Self::Accounts(other)) => *one == AccountsRequest { key: one.key, ..other.clone() },
            (Self::Entries(one), Self::Entries(other)) => *one == EntriesRequest { key: one.key, ..other.clone() },
            _ => false,
        }
    }
}

/// What would happen; for more users than can be changed at once, how many they are.
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
