//! The first person, a person that gets access again from the command line, and the names that belong to a person.

use super::partners::{COUNT_USERS, NewPartnerUser, PersonAdded, PersonError, added, key};
use super::people_transaction::LOCK;
use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch};
use domain::ids::{CustomerId, PartnerId};
use domain::store::StoreError;

/// The partner's name, and that of a customer or of an own organization.
const ORGANIZATIONS: &str = "SELECT name FROM partner UNION ALL SELECT name FROM customer WHERE id = $1";
/// Somebody who was removed is not there.
const THERE: &str = "SELECT COUNT(*) FROM partner_user \
    WHERE sign_in_key = $1 AND removed IS NULL AND application_id IS NULL AND customer_id IS NULL";

impl SqlStore {
    /// Adds the first person, or lets in again somebody who is there: a blocked person too, and even if the tenant changed.
    ///
    /// # Errors
    /// [`PersonError::NotFirst`] when others are there and nobody has this sign-in name. See also [`Self::add_partner_user`].
    pub async fn let_in(
        &self,
        partner: PartnerId,
        user: &NewPartnerUser,
        until: Option<i64>,
    ) -> Result<PersonAdded, PersonError> {
        let mut transaction = self.begin().await?;
        // If two first people are created at once, the second waits here.
        sqlx::query(LOCK).bind(partner.to_string()).run(&mut *transaction).await?;
        let people: i64 = sqlx::query_scalar(COUNT_USERS).one(&mut *transaction).await?;
        let there: i64 = sqlx::query_scalar(THERE).bind(key(&user.sign_in_name)).one(&mut *transaction).await?;
        if people > 0 && there == 0 {
            return Err(PersonError::NotFirst);
        }
        added(transaction, partner, user, until).await
    }

    /// The names of the partner and of a customer or own organization, which guessers of passwords try.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn organization_names(&self, of: Option<CustomerId>) -> Result<Vec<String>, StoreError> {
        let of = of.map(|of| of.to_string()).unwrap_or_default();
        sqlx::query_scalar(ORGANIZATIONS).bind(of).all(&self.vital).await
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    [ORGANIZATIONS, THERE].map(String::from).into()
}
