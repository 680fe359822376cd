//! The users who match a filter, as SQL conditions on `users AS u`, where `$1` is the customer.
//!
//! A condition of membership (has a word, holds a product, is selected) can be tested in two ways. Testing each user in
//! the list's order is quick for a page when many users match. Starting from the members is quick when few match, and
//! when all of them are needed. For a page, a capped count decides.

use crate::store::SqlStore;
use crate::store::directory::own_selection::own_id;
use crate::store::engine::bind::Statement;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::to_json;
use domain::access::CustomerScope;
use domain::bounds::SEARCH_MAX;
use domain::directory::day::Day;
use domain::directory::filter::{LocationFilter, ReadyFilter, UserFilter};
use domain::directory::search::{after_prefix, words};
use domain::ids::{SelectionId, SkuId};
use domain::store::StoreError;

/// The list starts from the members if there are at most this many.
const FEW: usize = 2_000;

/// A condition of membership: the users of a sub-select.
struct Members {
    /// Selects `user_id`. A further condition on `user_id` can be appended.
    select: String,
    binds: Vec<String>,
    excluded: bool,
}

/// The part of the matching users that is needed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Need {
    /// One page, in the list's order.
    Page,
    /// All of them, in any order.
    All,
}

/// The condition, and whether the list starts from few members instead of its own order.
pub(in crate::store) struct Condition {
    pub statement: Statement,
    pub few: bool,
}

impl SqlStore {
    /// The text after `FROM users AS u`, up to the end of the condition.
    pub(in crate::store) async fn condition(
        &self,
        scope: CustomerScope,
        filter: &UserFilter,
        within: Option<SelectionId>,
        need: Need,
    ) -> Result<Condition, StoreError> {
        let mut statement = Statement::new(" WHERE u.customer_id = $1 AND u.deleted IS NULL");
        statement.bind(scope.customer().to_string());
        push_plain(&mut statement, filter);
        let (excluded, included): (Vec<_>, Vec<_>) =
            memberships(scope, filter, within).into_iter().partition(|members| members.excluded);
        for members in &excluded {
            push_members(&mut statement, members, Form::NotAmong);
        }
        let few = match need {
            Need::All => {
                self.push_common(&mut statement, &included);
                false
            }
            Need::Page => self.push_for_page(scope, &mut statement, &included).await?,
        };
        if filter.ready == ReadyFilter::Licensed {
            let few_licensed = need == Need::Page && self.at_most_few(scope, &licensed()).await?;
            if few_licensed {
                push_members(&mut statement, &licensed(), Form::Among);
            } else {
                statement.push(LICENSED);
            }
            return Ok(Condition { statement, few: few || few_licensed });
        }
        Ok(Condition { statement, few })
    }

    /// Whether the page starts from the members: those of one condition, or those that all conditions have in common.
    async fn push_for_page(
        &self,
        scope: CustomerScope,
        statement: &mut Statement,
        included: &[Members],
    ) -> Result<bool, StoreError> {
        let mut many = Vec::new();
        for members in included {
            if self.at_most_few(scope, members).await? {
                push_members(statement, members, Form::Among);
            } else {
                many.push(members);
            }
        }
        let some_few = many.len() < included.len();
        if !some_few
            && many.len() > 1
            && let Some(users) = self.few_in_common(scope, &many).await?
        {
            let number = statement.bind(to_json(&users)?);
            statement.push(&format!(" AND u.id IN ({})", self.dialect.texts(number)));
            return Ok(true);
        }
        for members in many {
            push_members(statement, members, Form::Asked);
        }
        Ok(some_few)
    }

    /// The users that all the conditions have in common.
    fn push_common(&self, statement: &mut Statement, all: &[Members]) {
        let selects: Vec<String> = all.iter().map(|members| numbered(statement, members)).collect();
        if !selects.is_empty() {
            statement.push(&put(Form::Among, &self.dialect.in_common(&selects)));
        }
    }

    async fn at_most_few(&self, scope: CustomerScope, members: &Members) -> Result<bool, StoreError> {
        let mut count = Statement::default();
        count.bind(scope.customer().to_string());
        let select = numbered(&mut count, members);
        count.push(&format!("SELECT COUNT(*) FROM ({select} LIMIT {}) AS few", FEW + 1));
        let number: usize = count.scalar::<i64>().one(&self.read).await?.try_into().unwrap_or(usize::MAX);
        Ok(number <= FEW)
    }

    /// The users that all the conditions have in common, if they are few.
    async fn few_in_common(&self, scope: CustomerScope, all: &[&Members]) -> Result<Option<Vec<String>>, StoreError> {
        let mut common = Statement::default();
        common.bind(scope.customer().to_string());
        let selects: Vec<String> = all.iter().map(|members| numbered(&mut common, members)).collect();
        common.push(&format!("{} LIMIT {}", self.dialect.in_common(&selects), FEW + 1));
        let rows: Vec<(String,)> = common.rows().all(&self.read).await?;
        Ok((rows.len() <= FEW).then(|| rows.into_iter().map(|(id,)| id).collect()))
    }
}

/// Conditions on columns of the user.
fn push_plain(statement: &mut Statement, filter: &UserFilter) {
    statement.push(match filter.ready {
        // Licensed users are most users or nearly none, so they are tested like members.
        ReadyFilter::All | ReadyFilter::Admins(_) | ReadyFilter::Licensed | ReadyFilter::ToBeDeleted => "",
        ReadyFilter::Unlicensed => " AND u.is_licensed = 0",
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
    let bounds = [
        (CREATED_FROM, filter.created_from.map(Day::start)),
        (CREATED_BEFORE, filter.created_to.and_then(|day| day.after(1)).map(Day::start)),
    ];
    for (condition, moment) in bounds {
        if let Some(moment) = moment {
            let number = statement.bind(moment);
            statement.push(&condition.replace("$?", &format!("${number}")));
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

const CREATED_FROM: &str = " AND u.created >= $?";
const CREATED_BEFORE: &str = " AND u.created < $?";
const TO_BE_DELETED: &str = "SELECT user_id FROM planned_deletion WHERE customer_id = $1";
const LICENSED: &str = " AND u.is_licensed = 1";
const HOLDING_ANY: &str = "SELECT user_id FROM assignment WHERE customer_id = $1 AND error IS NULL";

fn licensed() -> Members {
    Members { select: HOLDING_ANY.to_owned(), binds: Vec::new(), excluded: false }
}

fn memberships(scope: CustomerScope, filter: &UserFilter, within: Option<SelectionId>) -> Vec<Members> {
    let included = |select: &str, binds: Vec<String>| Members { select: select.to_owned(), binds, excluded: false };
    let search: String = filter.search.chars().take(SEARCH_MAX).collect();
    let mut all: Vec<Members> =
        words(&search).into_iter().map(|word| included(WITH_WORD, vec![word.clone(), after_prefix(&word)])).collect();
    if let ReadyFilter::Admins(role) = filter.ready {
        all.push(included(IN_ROLE, vec![role.template_id().to_string()]));
    }
    if filter.ready == ReadyFilter::ToBeDeleted {
        all.push(included(TO_BE_DELETED, Vec::new()));
    }
    if let Some(selection) = within {
        all.push(included(SELECTED, vec![own_id(scope, selection), scope.actor().to_string()]));
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

/// The form of a condition of membership.
#[derive(Clone, Copy)]
enum Form {
    /// Starts from the members.
    Among,
    /// Tests each user.
    Asked,
    /// Tests each user for the opposite.
    NotAmong,
}

fn push_members(statement: &mut Statement, members: &Members, form: Form) {
    let select = numbered(statement, members);
    statement.push(&put(form, &select));
}

fn put(form: Form, select: &str) -> String {
    match form {
        Form::Among => format!(" AND u.id IN ({select})"),
        Form::Asked => format!(" AND EXISTS ({select} AND user_id = u.id)"),
        Form::NotAmong => format!(" AND NOT EXISTS ({select} AND user_id = u.id)"),
    }
}

/// Every fragment once in each form, for the test that prepares them alone and in pairs.
#[doc(hidden)]
pub(in crate::store) fn fragments() -> Vec<(String, usize)> {
    let plain = [
        LICENSED,
        " AND u.is_licensed = 0",
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
        CREATED_FROM,
        CREATED_BEFORE,
    ];
    let mut all: Vec<String> = plain.iter().map(ToString::to_string).collect();
    for select in [WITH_WORD, HOLDING, HOLDING_ANY, IN_ROLE, TO_BE_DELETED, SELECTED] {
        all.extend([Form::Among, Form::Asked, Form::NotAmong].map(|form| put(form, select)));
    }
    all.into_iter().map(|sql| (sql.clone(), sql.matches("$?").count())).collect()
}

/// The statements that decide how a page is read, for the same test.
pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let selects = [WITH_WORD, HOLDING, IN_ROLE, TO_BE_DELETED, SELECTED].map(str::to_owned);
    let mut all: Vec<String> = selects.iter().map(|one| dialect.in_common(&[one.clone(), one.clone()])).collect();
    all.push(dialect.in_common(&selects));
    all
}
