//! The partner's verification and the partner agreement.

use super::people_transaction::LOCK;
use super::security_log;
use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::engine::stored::parsed;
use async_trait::async_trait;
use domain::access::Actor;
use domain::access::partner_account::{Agreement, PartnerAccount, PartnerAccountChange};
use domain::console::security::SecurityEvent;
use domain::ids::PartnerId;
use domain::store::{PartnerAccountStore, StoreError};
use sqlx::AnyExecutor;

const READ: &str = "SELECT verification, verification_at, agreement_accepted, agreement_by, agreement_at FROM partner \
    WHERE id = $1";
const WRITE: &str = "UPDATE partner SET verification = $2, verification_at = $3, agreement_accepted = $4, \
    agreement_by = $5, agreement_at = $6 WHERE id = $1";

/// The columns of a partner's account.
#[derive(sqlx::FromRow)]
pub(in crate::store) struct StoredPartnerAccount {
    verification: String,
    verification_at: Option<i64>,
    agreement_accepted: i64,
    agreement_by: Option<String>,
    agreement_at: Option<i64>,
}

impl StoredPartnerAccount {
    /// The account.
    pub(in crate::store) fn account(self) -> Result<PartnerAccount, StoreError> {
        let agreement = Agreement { by: self.agreement_by, at: self.agreement_at };
        Ok(PartnerAccount {
            verification: parsed(&self.verification)?,
            verification_at: self.verification_at,
            agreement: (self.agreement_accepted == 1).then_some(agreement),
        })
    }
}

#[async_trait]
impl PartnerAccountStore for SqlStore {
    async fn partner_account(&self, actor: &Actor) -> Result<PartnerAccount, StoreError> {
        account_of(&self.read, actor.partner).await
    }

    async fn change_partner_account(
        &self,
        actor: &Actor,
        change: PartnerAccountChange,
        event: &SecurityEvent,
    ) -> Result<PartnerAccount, StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query(LOCK).bind(actor.partner.to_string()).run(&mut *transaction).await?;
        let before = account_of(&mut *transaction, actor.partner).await?;
        let after = before.clone().after(change, &actor.name, event.at);
        if after == before {
            return Ok(before);
        }
        write(&mut *transaction, actor.partner, &after).await?;
        security_log::keep(&mut transaction, event).await?;
        commit(transaction).await?;
        Ok(after)
    }
}

impl SqlStore {
    /// Records the whole account of a partner, as a demo has it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn set_partner_account(&self, partner: PartnerId, account: &PartnerAccount) -> Result<(), StoreError> {
        write(self.writer(), partner, account).await
    }
}

async fn account_of(connection: impl AnyExecutor<'_>, partner: PartnerId) -> Result<PartnerAccount, StoreError> {
    let query = sqlx::query_as::<_, StoredPartnerAccount>(READ).bind(partner.to_string());
    query.one(connection).await?.account()
}

async fn write(
    connection: impl AnyExecutor<'_>,
    partner: PartnerId,
    account: &PartnerAccount,
) -> Result<(), StoreError> {
    let agreement = account.agreement.as_ref();
    let query = sqlx::query(WRITE)
        .bind(partner.to_string())
        .bind(account.verification.as_str())
        .bind(account.verification_at)
        .bind(i64::from(agreement.is_some()))
        .bind(agreement.and_then(|agreement| agreement.by.clone()))
        .bind(agreement.and_then(|agreement| agreement.at));
    query.run(connection).await.map(|_| ())
}

pub(in crate::store) fn statements() -> Vec<String> {
    [READ, WRITE].map(String::from).into()
}
