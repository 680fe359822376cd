//! Makes search words again that an earlier version of Tenantry made, because it folded letters differently. This
//! happens when the database is opened.

use crate::store::SqlStore;
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::{from_json, parsed};
use crate::store::import::table::ADDRESSES;
use domain::console::activity::Details;
use domain::directory::address::address_key;
use domain::directory::search::{folds_anew, index_words};
use domain::ids::{CustomerId, UserId};
use domain::store::StoreError;
use serde_json::json;
use sqlx::Any;

/// The current version of the words. Raise it with the table in `domain::directory::fold`.
pub(in crate::store) const WORDS_VERSION: i64 = 1;
/// Users and activity rows that are read together.
const CHUNK: i64 = 5_000;

const BEHIND: &str = "SELECT id FROM customer WHERE words_version < $1 AND deleted IS NULL ORDER BY id";
const IS_BEHIND: &str = "SELECT partner_id, name FROM customer WHERE id = $1 AND words_version < $2";
const MADE: &str = "UPDATE customer SET words_version = $2 WHERE id = $1";
const DOMAINS: &str = "SELECT name FROM customer_domain WHERE customer_id = $1";
const FORGET_CUSTOMER: &str = "DELETE FROM customer_token WHERE customer_id = $1";
const USERS: &str = "SELECT id, display_name, upn, upn_key, mail FROM users WHERE customer_id = $1 AND id > $2 \
    ORDER BY id LIMIT $3";
const ACTIVITY: &str =
    "SELECT id, details, reason FROM activity WHERE customer_id = $1 AND id > $2 ORDER BY id LIMIT $3";
const ADD_ACTIVITY: &str = "INSERT INTO activity_token (customer_id, activity_id, token, personal) \
    VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
const CUSTOMER_TOKEN: &str =
    "INSERT INTO customer_token (partner_id, token, customer_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";

/// A row of [`USERS`].
#[derive(sqlx::FromRow)]
struct SearchableUser {
    id: String,
    display_name: String,
    upn: String,
    upn_key: String,
    mail: Option<String>,
}

impl SqlStore {
    /// Makes the words of customers whose words have an earlier version. Each customer is one transaction under its
    /// lock. If two servers start at once, the second finds nothing left to do.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(in crate::store) async fn make_words_anew(&self) -> Result<(), StoreError> {
        let query = sqlx::query_scalar(BEHIND).bind(WORDS_VERSION);
        let customers: Vec<String> = query.all(&self.write).await?;
        for customer in customers {
            let customer = parsed(&customer)?;
            let mut transaction = self.lock_customer(customer).await?;
            let query = sqlx::query_as(IS_BEHIND).bind(customer.to_string()).bind(WORDS_VERSION);
            let behind: Option<(String, String)> = query.optional(&mut *transaction).await?;
            if let Some((partner, name)) = behind {
                self.make_customer_words(&mut transaction, &partner, &name).await?;
                self.make_user_words(&mut transaction).await?;
                make_activity_words(&mut transaction).await?;
                let query = sqlx::query(MADE).bind(customer.to_string()).bind(WORDS_VERSION);
                query.run(&mut *transaction).await?;
            }
            transaction.commit().await?;
        }
        Ok(())
    }

    async fn make_customer_words(
        &self,
        transaction: &mut CustomerTransaction,
        partner: &str,
        name: &str,
    ) -> Result<(), StoreError> {
        let customer = transaction.customer();
        let query = sqlx::query_scalar(DOMAINS).bind(customer.to_string());
        let domains: Vec<String> = query.all(&mut **transaction).await?;
        let query = sqlx::query(FORGET_CUSTOMER).bind(customer.to_string());
        query.run(&mut **transaction).await?;
        let texts = [name].into_iter().chain(domains.iter().map(String::as_str));
        write_customer_words(transaction, partner, customer, texts).await
    }

    /// The words of users who need new ones, and the mail addresses that were stored without being searchable.
    async fn make_user_words(&self, transaction: &mut CustomerTransaction) -> Result<(), StoreError> {
        let mut behind = String::new();
        loop {
            let query = sqlx::query_as::<Any, SearchableUser>(USERS)
                .bind(transaction.customer().to_string())
                .bind(behind.as_str())
                .bind(CHUNK);
            let rows = query.all(&mut **transaction).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            behind.clone_from(&last.id);
            let (mut users, mut words, mut addresses) = (Vec::<UserId>::new(), Vec::new(), Vec::new());
            for SearchableUser { id, display_name, upn, upn_key, mail } in &rows {
                let mail = mail.as_deref().map(address_key).filter(|mail| mail.contains('@') && mail != upn_key);
                if mail.is_none() && !folds_anew(display_name) && !folds_anew(upn) {
                    continue;
                }
                users.push(parsed(id)?);
                words.extend(index_words([display_name.as_str(), upn]).into_iter().map(|word| json!([id, word])));
                addresses.extend(mail.map(|mail| json!([mail, id])));
            }
            ADDRESSES.write(transaction, self.dialect, &addresses).await?;
            self.replace_words(transaction, &users, &words).await?;
        }
    }
}

/// Adds the words of activity rows. The earlier words stay; erasing a reason removes all its words.
async fn make_activity_words(transaction: &mut CustomerTransaction) -> Result<(), StoreError> {
    let customer = transaction.customer();
    let mut behind = String::new();
    loop {
        let query = sqlx::query_as::<Any, (String, String, Option<String>)>(ACTIVITY);
        let query = query.bind(customer.to_string()).bind(behind.as_str()).bind(CHUNK);
        let rows = query.all(&mut **transaction).await?;
        let Some((last, ..)) = rows.last() else { return Ok(()) };
        behind.clone_from(last);
        for (id, details, reason) in &rows {
            let details: Details = from_json(details)?;
            let names: Vec<&str> = details.products().map(|product| product.name.as_str()).collect();
            let lasting = names.into_iter().filter(|name| folds_anew(name));
            let lasting = index_words(lasting).into_iter().map(|word| (word, 0_i64));
            let personal = reason.as_deref().filter(|reason| folds_anew(reason));
            let personal = index_words(personal).into_iter().map(|word| (word, 1_i64));
            for (word, is_personal) in lasting.chain(personal) {
                let query = sqlx::query(ADD_ACTIVITY).bind(customer.to_string()).bind(id).bind(word);
                query.bind(is_personal).run(&mut **transaction).await?;
            }
        }
    }
}

/// The search words of a customer: those of its name and domains.
pub(in crate::store) async fn write_customer_words<'a>(
    transaction: &mut CustomerTransaction,
    partner: &str,
    customer: CustomerId,
    texts: impl Iterator<Item = &'a str>,
) -> Result<(), StoreError> {
    for token in index_words(texts) {
        let query = sqlx::query(CUSTOMER_TOKEN).bind(partner).bind(token).bind(customer.to_string());
        query.run(&mut **transaction).await?;
    }
    Ok(())
}

pub(in crate::store) fn statements() -> [String; 9] {
    [BEHIND, IS_BEHIND, MADE, DOMAINS, FORGET_CUSTOMER, CUSTOMER_TOKEN, USERS, ACTIVITY, ADD_ACTIVITY].map(String::from)
}
