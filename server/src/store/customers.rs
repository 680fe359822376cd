//! Customers: the list, and one.

use super::bind::Statement;
use super::{SqlStore, database, parsed};
use domain::access::{Actor, CustomerScope};
use domain::directory::customer::{Customer, CustomerRow, CustomerSource};
use domain::directory::page::{Page, Place};
use domain::directory::search::{after_prefix, words};
use domain::ids::{CustomerId, PartnerId};
use domain::store::{CustomerQuery, StoreError};

const PARTNER_OF: &str = "SELECT partner_id FROM customer WHERE id = $1";
const CUSTOMER: &str = "SELECT name, primary_domain, country, source, imported_at FROM customer WHERE id = $1";
const DOMAINS: &str = "SELECT name FROM customer_domain WHERE customer_id = $1 ORDER BY name";
const NAME_KEY: &str = "SELECT name_key FROM customer WHERE partner_id = $1 AND id = $2";
const ROWS: &str = "SELECT c.id, c.name, c.primary_domain, c.relationship, c.source, c.imported_at, c.live_users, \
    (SELECT CAST(COALESCE(SUM(p.consumed), 0) AS BIGINT) FROM customer_product AS p WHERE p.customer_id = c.id), \
    (SELECT CAST(COALESCE(SUM(p.owned), 0) AS BIGINT) FROM customer_product AS p WHERE p.customer_id = c.id) \
    FROM customer AS c WHERE c.partner_id = $1";
const WITH_WORD: &str = " AND EXISTS (SELECT 1 FROM customer_token AS t WHERE t.partner_id = $1 \
    AND t.customer_id = c.id AND t.token >= $? AND t.token < $??)";

type Columns = (String, String, String, String, String, Option<i64>, i64, i64, i64);

impl SqlStore {
    pub(super) async fn partner_of_customer(&self, customer: CustomerId) -> Result<Option<PartnerId>, StoreError> {
        let owner: Option<String> = sqlx::query_scalar(PARTNER_OF)
            .bind(customer.to_string())
            .fetch_optional(&self.read)
            .await
            .map_err(database)?;
        owner.map(|owner| parsed(&owner)).transpose()
    }

    pub(super) async fn one_customer(&self, scope: CustomerScope) -> Result<Customer, StoreError> {
        let id = scope.customer();
        let (name, primary_domain, country, source, imported_at): (
            String,
            String,
            Option<String>,
            String,
            Option<i64>,
        ) = sqlx::query_as(CUSTOMER).bind(id.to_string()).fetch_one(&self.read).await.map_err(database)?;
        let domains = sqlx::query_scalar(DOMAINS).bind(id.to_string()).fetch_all(&self.read).await.map_err(database)?;
        let country = super::country(&country.unwrap_or_default())?;
        Ok(Customer { id, name, primary_domain, domains, country, source: read_source(&source, imported_at) })
    }

    pub(super) async fn customers_page(
        &self,
        actor: &Actor,
        query: &CustomerQuery,
    ) -> Result<Page<CustomerRow>, StoreError> {
        let partner = actor.partner.to_string();
        let mut statement = Statement::new(ROWS);
        statement.bind(partner.as_str());
        push_search(&mut statement, &query.search);
        let cursor = match query.place {
            Place::After(id) | Place::Before(id) => {
                let key: Option<String> = sqlx::query_scalar(NAME_KEY)
                    .bind(partner)
                    .bind(id.to_string())
                    .fetch_optional(&self.read)
                    .await
                    .map_err(database)?;
                key.map(|key| (key, id.to_string()))
            }
            Place::First | Place::Last => None,
        };
        let backwards = match query.place {
            Place::Last => true,
            Place::Before(_) => cursor.is_some(),
            Place::First | Place::After(_) => false,
        };
        if let Some((key, id)) = &cursor {
            let (key, id) = (statement.bind(key.as_str()), statement.bind(id.as_str()));
            statement.push(&format!(" AND (c.name_key, c.id) {} (${key}, ${id})", if backwards { "<" } else { ">" }));
        }
        statement.push(if backwards { " ORDER BY c.name_key DESC, c.id DESC" } else { " ORDER BY c.name_key, c.id" });
        let limit = statement.bind(i64::try_from(query.size.get() + 1).unwrap_or(i64::MAX));
        statement.push(&format!(" LIMIT ${limit}"));
        let mut rows: Vec<Columns> = statement.rows().fetch_all(&self.read).await.map_err(database)?;
        let more = rows.len() > query.size.get();
        rows.truncate(query.size.get());
        if backwards {
            rows.reverse();
        }
        let (has_previous, has_next) = if backwards { (more, cursor.is_some()) } else { (cursor.is_some(), more) };
        Ok(Page { rows: rows.into_iter().map(row).collect::<Result<_, _>>()?, has_previous, has_next })
    }
}

/// Every word must begin a word of the name or of a domain; a whole Microsoft ID finds its customer.
fn push_search(statement: &mut Statement, search: &str) {
    if let Ok(id) = search.parse::<CustomerId>() {
        let number = statement.bind(id.to_string());
        return statement.push(&format!(" AND c.id = ${number}"));
    }
    for word in words(search) {
        let (from, to) = (statement.bind(word.as_str()), statement.bind(after_prefix(&word)));
        statement.push(&WITH_WORD.replace("$??", &format!("${to}")).replace("$?", &format!("${from}")));
    }
}

fn row(
    (id, name, primary_domain, relationship, source, imported_at, users, used, owned): Columns,
) -> Result<CustomerRow, StoreError> {
    Ok(CustomerRow {
        id: parsed(&id)?,
        name,
        primary_domain,
        relationship,
        source: read_source(&source, imported_at),
        users,
        licenses_used: used,
        licenses_owned: owned,
    })
}

fn read_source(source: &str, imported_at: Option<i64>) -> CustomerSource {
    match (source, imported_at) {
        ("connected", _) => CustomerSource::Connected,
        ("imported", when) => CustomerSource::Imported(when.unwrap_or(0)),
        _ => CustomerSource::Local,
    }
}

pub(super) fn statements() -> Vec<String> {
    let words = WITH_WORD.replace("$??", "$3").replace("$?", "$2");
    let mut all: Vec<String> = [PARTNER_OF, CUSTOMER, DOMAINS, NAME_KEY, ROWS].map(String::from).into();
    all.push(format!("{ROWS}{words} AND (c.name_key, c.id) < ($4, $5) ORDER BY c.name_key DESC, c.id DESC LIMIT $6"));
    all.push(format!("{ROWS} AND c.id = $2 ORDER BY c.name_key, c.id LIMIT $3"));
    all
}
