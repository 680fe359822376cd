//! Which users match a filter, as SQL conditions on `users AS u`, where `$1` is the customer.
//!
//! A condition of membership (has a word, holds a product, is selected) can be met in two ways: by asking each user in
//! the list's order, which is quick when many match, or by starting from the members, which is quick when few do. A
//! capped count decides.

use super::bind::Statement;
use super::{SqlStore, database};
use domain::access::CustomerScope;
use domain::directory::filter::{LocationFilter, ReadyFilter, SEARCH_MAX, UserFilter};
use domain::directory::search::{after_prefix, words};
use domain::ids::{SelectionId, SkuId};
use domain::store::StoreError;

/// Up to so many members the list starts from them.
const FEW: i64 = 2_000;

/// A condition of membership: the users that a sub-select gives.
struct Members {
    /// Selects `user_id`; begins a text that a further condition on `user_id` can be put behind.
    select: String,
    binds: Vec<String>,
    excluded: bool,
}

/// The condition, and whether the list should start from few members rather than walk its own order.
pub(super) struct Condition {
    pub statement: Statement,
    pub few: bool,
}

impl SqlStore {
    /// Everything behind `FROM users AS u`, up to the end of the condition.
    pub(super) async fn condition(
        &self,
        scope: CustomerScope,
        filter: &UserFilter,
        within: Option<SelectionId>,
    ) -> Result<Condition, StoreError> {
        let mut statement = Statement::new(" WHERE u.customer_id = $1 AND u.deleted IS NULL");
        statement.bind(scope.customer().to_string());
        push_plain(&mut statement, filter);
        let mut any_few = false;
        for members in memberships(scope, filter, within) {
            let few = !members.excluded && self.are_few(scope, &members).await?;
            any_few |= few;
            push_members(&mut statement, &members, few);
        }
        Ok(Condition { statement, few: any_few })
    }

    async fn are_few(&self, scope: CustomerScope, members: &Members) -> Result<bool, StoreError> {
        let mut count = Statement::default();
        count.bind(scope.customer().to_string());
        let select = numbered(&mut count, members);
        count.push(&format!("SELECT COUNT(*) FROM ({select} LIMIT {}) AS few", FEW + 1));
        let number: i64 = count.scalar().fetch_one(&self.read).await.map_err(database)?;
        Ok(number <= FEW)
    }
}

/// Conditions on columns of the user.
fn push_plain(statement: &mut Statement, filter: &UserFilter) {
    statement.push(match filter.ready {
        ReadyFilter::All | ReadyFilter::Admins(_) => "",
        ReadyFilter::Licensed => " AND u.product_count > 0",
        ReadyFilter::Unlicensed => " AND u.product_count = 0",
        ReadyFilter::Guests => " AND u.is_guest = 1",
        ReadyFilter::SignInAllowed => " AND u.sign_in_allowed = 1",
        ReadyFilter::SignInBlocked => " AND u.sign_in_allowed = 0",
        ReadyFilter::WithErrors => " AND u.has_errors = 1",
    });
    match filter.location {
        None => {}
        Some(LocationFilter::Is(country)) => push_equal(statement, "u.usage_location =", &country.to_string()),
        Some(LocationFilter::IsNot(country)) => push_equal(statement, "u.usage_location <>", &country.to_string()),
        Some(LocationFilter::Missing) => statement.push(" AND u.usage_location = ''"),
    }
    for (column, value) in
        [("u.domain =", &filter.domain), ("u.department =", &filter.department), ("u.job_title =", &filter.job_title)]
    {
        if let Some(value) = value {
            push_equal(statement, column, value);
        }
    }
}

fn push_equal(statement: &mut Statement, comparison: &str, value: &str) {
    let number = statement.bind(value);
    statement.push(&format!(" AND {comparison} ${number}"));
}

const WITH_WORD: &str = "SELECT user_id FROM user_token WHERE customer_id = $1 AND token >= $? AND token < $?";
const HOLDING: &str = "SELECT user_id FROM assignment WHERE customer_id = $1 AND error IS NULL AND sku_id = $?";
const IN_ROLE: &str = "SELECT user_id FROM user_role WHERE customer_id = $1 AND role_id = $?";
const SELECTED: &str = "SELECT user_id FROM selection_user WHERE selection_id = \
    (SELECT id FROM selection WHERE customer_id = $1 AND id = $? AND actor_id = $?)";

fn memberships(scope: CustomerScope, filter: &UserFilter, within: Option<SelectionId>) -> Vec<Members> {
    let included = |select: &str, binds: Vec<String>| Members { select: select.to_owned(), binds, excluded: false };
    let search: String = filter.search.chars().take(SEARCH_MAX).collect();
    let mut all: Vec<Members> =
        words(&search).into_iter().map(|word| included(WITH_WORD, vec![word.clone(), after_prefix(&word)])).collect();
    if let ReadyFilter::Admins(role) = filter.ready {
        all.push(included(IN_ROLE, vec![role.template_id().to_string()]));
    }
    if let Some(selection) = within {
        all.push(included(SELECTED, vec![selection.to_string(), scope.actor().to_string()]));
    }
    all.extend(filter.all_of.iter().map(|sku| included(HOLDING, vec![sku.to_string()])));
    for (skus, excluded) in [(&filter.any_of, false), (&filter.none_of, true)] {
        if !skus.is_empty() {
            all.push(Members {
                select: holding_any(skus),
                binds: skus.iter().map(SkuId::to_string).collect(),
                excluded,
            });
        }
    }
    all
}

fn holding_any(skus: &[SkuId]) -> String {
    let places = vec!["$?"; skus.len()].join(", ");
    format!("SELECT user_id FROM assignment WHERE customer_id = $1 AND error IS NULL AND sku_id IN ({places})")
}

/// The sub-select with its binds numbered.
fn numbered(statement: &mut Statement, members: &Members) -> String {
    let mut select = members.select.clone();
    for value in &members.binds {
        let number = statement.bind(value.as_str());
        select = select.replacen("$?", &format!("${number}"), 1);
    }
    select
}

fn push_members(statement: &mut Statement, members: &Members, few: bool) {
    let select = numbered(statement, members);
    statement.push(&match (few, members.excluded) {
        (true, _) => format!(" AND u.id IN ({select})"),
        (false, false) => format!(" AND EXISTS ({select} AND user_id = u.id)"),
        (false, true) => format!(" AND NOT EXISTS ({select} AND user_id = u.id)"),
    });
}

/// Every fragment once in each form, for the test that prepares them alone and in pairs.
#[doc(hidden)]
pub(super) fn fragments() -> Vec<(String, usize)> {
    let plain = [
        " AND u.product_count > 0",
        " AND u.product_count = 0",
        " AND u.is_guest = 1",
        " AND u.sign_in_allowed = 1",
        " AND u.sign_in_allowed = 0",
        " AND u.has_errors = 1",
        " AND u.usage_location = $?",
        " AND u.usage_location <> $?",
        " AND u.usage_location = ''",
        " AND u.domain = $?",
        " AND u.department = $?",
        " AND u.job_title = $?",
    ];
    let mut all: Vec<String> = plain.iter().map(ToString::to_string).collect();
    for select in [WITH_WORD, HOLDING, IN_ROLE, SELECTED] {
        all.push(format!(" AND u.id IN ({select})"));
        all.push(format!(" AND EXISTS ({select} AND user_id = u.id)"));
        all.push(format!(" AND NOT EXISTS ({select} AND user_id = u.id)"));
    }
    all.into_iter().map(|sql| (sql.clone(), sql.matches("$?").count())).collect()
}
