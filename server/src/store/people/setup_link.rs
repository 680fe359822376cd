//! The set-up link, by which the first account is made.

use super::partners::{ADD_PARTNER, ADD_USER, NewPartnerUser, PARTNER, VOID_LINKS, insert_user};
use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::engine::stored::parsed;
use domain::access::Actor;
use domain::ids::PartnerId;
use domain::store::{PartnerUserSecret, StoreError};
use std::collections::BTreeSet;

/// With those who were removed: a set-up link is good for the very first account alone.
const COUNT_ALL_USERS: &str = "SELECT COUNT(*) FROM partner_user";
const ADD_LINK: &str = "INSERT INTO setup_link (token_hash, expires) VALUES ($1, $2)";
const LINK: &str = "SELECT COUNT(*) FROM setup_link WHERE token_hash = $1 AND expires > $2 \
    AND NOT EXISTS (SELECT 1 FROM partner_user)";

impl SqlStore {
    /// Makes the first account by a set-up link, with a partner if there is none. All set-up links are void afterwards.
    /// Returns `None` if the link is not valid, or an account exists already.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn set_up(
        &self,
        token_hash: &str,
        (new_partner, partner_name): (PartnerId, &str),
        user: &NewPartnerUser,
    ) -> Result<Option<PartnerUserSecret>, StoreError> {
        let mut transaction = self.begin().await?;
        let links: Vec<(String, i64)> = sqlx::query_as(VOID_LINKS).all(&mut *transaction).await?;
        let is_good = links.iter().any(|(hash, expires)| hash == token_hash && *expires > user.created);
        let accounts: i64 = sqlx::query_scalar(COUNT_ALL_USERS).one(&mut *transaction).await?;
        if !is_good || accounts > 0 {
            return Ok(None);
        }
        let known: Option<String> = sqlx::query_scalar(PARTNER).optional(&mut *transaction).await?;
        let partner = match known {
            Some(known) => parsed(&known)?,
            None => {
                let query = sqlx::query(ADD_PARTNER).bind(new_partner.to_string()).bind(partner_name);
                query.run(&mut *transaction).await?;
                new_partner
            }
        };
        insert_user(ADD_USER.to_owned(), partner, user)?.run(&mut *transaction).await?;
        commit(transaction).await?;
        let (name, sign_in_name) = (user.name.clone(), user.sign_in_name.clone());
        let (roles, groups) = (user.roles.clone(), BTreeSet::new());
        let custom = user.custom.iter().cloned().collect();
        let actor =
            Actor { id: user.id, partner, name, sign_in_name, roles, groups, custom, portal: None, tenant: None };
        let password_hash = user.password_hash.clone();
        Ok(Some(PartnerUserSecret { actor, password_hash, sessions_from: 0, temporary: None }))
    }

    /// Stores the hash of a one-time set-up link until it expires.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn add_setup_link(&self, token_hash: &str, expires: i64) -> Result<(), StoreError> {
        let query = sqlx::query(ADD_LINK).bind(token_hash).bind(expires);
        query.run(self.writer()).await.map(|_| ())
    }

    /// Whether a set-up link can still be used.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_setup_link(&self, token_hash: &str, now: i64) -> Result<bool, StoreError> {
        let query = sqlx::query_scalar::<_, i64>(LINK).bind(token_hash).bind(now);
        query.one(&self.vital).await.map(|count| count > 0)
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    [COUNT_ALL_USERS, ADD_LINK, LINK].map(String::from).to_vec()
}
