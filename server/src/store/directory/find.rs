//! Finds customers and users over all customers of a partner, while a person types.

use crate::store::SqlStore;
use crate::store::engine::bind::Statement;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::seen::{SeenBy, push_seen, some_seen_by};
use crate::store::engine::stored::parsed;
use async_trait::async_trait;
use domain::access::Actor;
use domain::bounds::SEARCH_MAX;
use domain::directory::found::{FOUND_MAX, Found, FoundCustomer, FoundUser};
use domain::directory::page::PageSize;
use domain::directory::search::{after_prefix, sort_key, words};
use domain::ids::{CustomerId, UserId};
use domain::store::{CustomerQuery, CustomerStore, SearchStore, StoreError};
use std::collections::BTreeSet;

/// The index entries that are counted for a word. Words with fewer entries are rare: their entries are read from the index
/// alone, and those of several words intersected, within some milliseconds each.
const RARE_MAX: i64 = 15_000;
/// The entries that are read at first of a word that is not rare, if no other is. Words that many users have are often
/// together, so these are enough to fill the list.
const SCANNED_FIRST: i64 = 1_000;
/// The entries that are read if the first ones do not fill the list: some tens of milliseconds, if no user matches the
/// other words.
const SCANNED_MAX: i64 = 10_000;
/// Rows read for each user shown, because one user can have several words with the same beginning.
const ROWS_PER_USER: usize = 4;

const ENTRIES: &str =
    "SELECT COUNT(*) FROM (SELECT 1 AS one FROM user_token WHERE token >= $1 AND token < $2 LIMIT $3) AS t";
/// Ends the rows of index entries, before the conditions of other words. `CROSS JOIN` keeps SQLite from reading all users
/// of the partner.
const USERS: &str = "SELECT u.customer_id AS customer_id, c.name AS customer_name, u.id AS id, u.display_name AS name, \
    u.upn AS upn, u.sign_in_allowed AS sign_in_allowed FROM (";
const USERS_END: &str = ") AS t CROSS JOIN users AS u CROSS JOIN customer AS c \
    WHERE u.customer_id = t.customer_id AND u.id = t.user_id AND c.id = t.customer_id AND u.deleted IS NULL \
    AND c.partner_id = ";
const OF_WORD: &str = "SELECT customer_id, user_id FROM user_token WHERE token >= $? AND token < $??";
const WITH_WORD: &str = " AND EXISTS (SELECT 1 FROM user_token AS o WHERE o.customer_id = t.customer_id \
    AND o.user_id = t.user_id AND o.token >= $? AND o.token < $??)";
const BY_ID: &str = "SELECT u.customer_id AS customer_id, c.name AS customer_name, u.id AS id, u.display_name AS name, \
    u.upn AS upn, u.sign_in_allowed AS sign_in_allowed FROM customer AS c \
    JOIN users AS u ON u.customer_id = c.id AND u.id = $2 WHERE c.partner_id = $1 AND u.deleted IS NULL";

/// A row of [`USERS`] or [`BY_ID`].
#[derive(sqlx::FromRow)]
struct MatchingUser {
    customer_id: String,
    customer_name: String,
    id: String,
    name: String,
    upn: String,
    sign_in_allowed: i64,
}

impl MatchingUser {
    fn found(self) -> Result<FoundUser, StoreError> {
        Ok(FoundUser {
            customer: parsed(&self.customer_id)?,
            customer_name: self.customer_name,
            id: parsed(&self.id)?,
            name: self.name,
            upn: self.upn,
            sign_in_allowed: self.sign_in_allowed == 1,
            found_by: None,
        })
    }
}

#[async_trait]
impl SearchStore for SqlStore {
    async fn find(&self, actor: &Actor, text: &str, now: i64) -> Result<Found, StoreError> {
        let search: String = text.trim().chars().take(SEARCH_MAX).collect();
        if search.is_empty() {
            return Ok(Found::default());
        }
        let query = CustomerQuery { search: search.clone(), size: PageSize::ALL[0], ..CustomerQuery::default() };
        // Text without any word, such as a single punctuation mark, would match every customer.
        let is_id = search.parse::<UserId>().is_ok();
        let customers =
            if is_id || !words(&search).is_empty() { self.customers(actor, &query).await?.rows } else { Vec::new() };
        let customer = |row: domain::directory::customer::CustomerRow| FoundCustomer {
            id: row.id,
            name: row.name,
            primary_domain: row.primary_domain,
        };
        Ok(Found {
            customers: customers.into_iter().take(FOUND_MAX).map(customer).collect(),
            users: self.found_users(&SeenBy::of(actor, now), &search).await?,
        })
    }
}

impl SqlStore {
    async fn found_users(&self, seen_by: &SeenBy, search: &str) -> Result<Vec<FoundUser>, StoreError> {
        let rows = match search.parse::<UserId>() {
            Ok(id) => by_id(self.dialect, seen_by, id)?.rows().all(&self.read).await?,
            Err(_) => self.users_with_words(seen_by, search).await?,
        };
        let mut users = rows.into_iter().map(MatchingUser::found).collect::<Result<Vec<_>, _>>()?;
        let exact = sort_key(search);
        users.sort_by_cached_key(|user| (sort_key(&user.upn) != exact, sort_key(&user.name), user.customer, user.id));
        users.dedup_by_key(|user| (user.customer, user.id));
        users.truncate(FOUND_MAX);
        if search.parse::<UserId>().is_err() {
            self.say_found_by(search, &mut users).await?;
        }
        Ok(users)
    }

    async fn users_with_words(&self, seen_by: &SeenBy, search: &str) -> Result<Vec<MatchingUser>, StoreError> {
        let counted = self.counted(search).await?;
        let (rare, common): (Vec<_>, Vec<_>) = counted.iter().partition(|(entries, _)| *entries < RARE_MAX);
        let word = |(_, word): &(i64, String)| word.clone();
        let (rare, common): (Vec<String>, Vec<String>) =
            (rare.into_iter().map(word).collect(), common.into_iter().map(word).collect());
        if !rare.is_empty() {
            return self.read_words(seen_by, Begin::Rare(&rare), &common).await;
        }
        let Some((one, others)) = common.split_first() else { return Ok(Vec::new()) };
        let first = self.read_words(seen_by, Begin::Common(one, SCANNED_FIRST), others).await?;
        if first.len() == FOUND_MAX * ROWS_PER_USER {
            return Ok(first);
        }
        self.read_words(seen_by, Begin::Common(one, SCANNED_MAX), others).await
    }

    async fn read_words(
        &self,
        seen_by: &SeenBy,
        begin: Begin<'_>,
        others: &[String],
    ) -> Result<Vec<MatchingUser>, StoreError> {
        by_words(self.dialect, seen_by, begin, others)?.rows().all(&self.read).await
    }

    async fn say_found_by(&self, search: &str, users: &mut [FoundUser]) -> Result<(), StoreError> {
        let customers: BTreeSet<CustomerId> = users.iter().map(|user| user.customer).collect();
        for customer in customers {
            let here = users.iter().filter(|user| user.customer == customer);
            let here: Vec<_> = here.map(|user| (user.id, user.name.as_str(), user.upn.as_str())).collect();
            let mut found_by = self.found_by_address(customer, search, &here).await?;
            let here = users.iter_mut().filter(|user| user.customer == customer);
            here.for_each(|user| user.found_by = found_by.remove(&user.id));
        }
        Ok(())
    }

    /// The words of a search, the longest first, each with its index entries as far as they are counted.
    async fn counted(&self, search: &str) -> Result<Vec<(i64, String)>, StoreError> {
        let mut counted = Vec::new();
        for word in words(search) {
            let entries: i64 = sqlx::query_scalar(ENTRIES)
                .bind(word.as_str())
                .bind(after_prefix(&word))
                .bind(RARE_MAX)
                .one(&self.read)
                .await?;
            counted.push((entries, word));
        }
        counted.sort_by_key(|(_, word)| std::cmp::Reverse(word.chars().count()));
        Ok(counted)
    }
}

/// The index entries that a search begins with.
enum Begin<'a> {
    /// All that every one of these words has.
    Rare(&'a [String]),
    /// The first ones of this word.
    Common(&'a str, i64),
}

/// Reads only entries of customers whose users the person may see, so that hidden ones don't use up the limit.
fn by_words(dialect: Dialect, seen_by: &SeenBy, begin: Begin, others: &[String]) -> Result<Statement, StoreError> {
    let mut statement = Statement::new(USERS);
    match begin {
        Begin::Rare(words) => {
            for (at, word) in words.iter().enumerate() {
                statement.push(if at == 0 { "" } else { " INTERSECT " });
                push_word(&mut statement, OF_WORD, word);
                push_seen(&mut statement, dialect, "customer_id", seen_by)?;
            }
        }
        Begin::Common(word, most) => {
            push_word(&mut statement, OF_WORD, word);
            push_seen(&mut statement, dialect, "customer_id", seen_by)?;
            let limit = statement.bind(most);
            statement.push(&format!(" LIMIT ${limit}"));
        }
    }
    statement.push(USERS_END);
    let partner = statement.bind(seen_by.partner.to_string());
    statement.push(&format!("${partner}"));
    for word in others {
        push_word(&mut statement, WITH_WORD, word);
    }
    push_limit(&mut statement);
    Ok(statement)
}

fn push_word(statement: &mut Statement, condition: &str, word: &str) {
    let (from, to) = (statement.bind(word), statement.bind(after_prefix(word)));
    statement.push(&condition.replace("$??", &format!("${to}")).replace("$?", &format!("${from}")));
}

fn by_id(dialect: Dialect, seen_by: &SeenBy, user: UserId) -> Result<Statement, StoreError> {
    let mut statement = Statement::new(BY_ID);
    statement.bind(seen_by.partner.to_string());
    statement.bind(user.to_string());
    push_seen(&mut statement, dialect, "c.id", seen_by)?;
    let limit = statement.bind(i64::try_from(FOUND_MAX).unwrap_or(i64::MAX));
    statement.push(&format!(" LIMIT ${limit}"));
    Ok(statement)
}

fn push_limit(statement: &mut Statement) {
    let limit = statement.bind(i64::try_from(FOUND_MAX * ROWS_PER_USER).unwrap_or(i64::MAX));
    statement.push(&format!(" LIMIT ${limit}"));
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let user = UserId::new(uuid::Uuid::nil());
    let (one, two) = (["one".to_owned()], ["one".to_owned(), "two".to_owned()]);
    let of = |seen_by: &SeenBy| {
        [
            by_words(dialect, seen_by, Begin::Rare(&two), &one),
            by_words(dialect, seen_by, Begin::Common("word", 1), &one),
            by_id(dialect, seen_by, user),
        ]
    };
    let all = some_seen_by().iter().flat_map(of).collect::<Vec<_>>();
    let all = all.into_iter().flatten().map(|statement| statement.sql);
    std::iter::once(ENTRIES.to_owned()).chain(all).collect()
}
