//! The condition that limits lists about users to customers whose users the person may see: by roles or custom permissions, and
//! by admin relationships. It is part of the statement, so that hidden rows take no place of a page and can't be found.

use super::bind::Statement;
use super::coverage::{push_covered, some_coverage};
use super::dialect::Dialect;
use domain::access::Actor;
use domain::access::custom_permissions::Coverage;
use domain::access::entra_role::EntraRole;
use domain::access::permission::Permission;
use domain::access::relationship_policy::RelationshipPolicy;
use domain::ids::{PartnerId, PartnerUserId};
use domain::store::StoreError;
use uuid::Uuid;

/// Customers where a relationship was ever in force.
const RECORDED: &str = "SELECT v.customer_id FROM relationship AS v \
    WHERE v.partner_id = $p AND (v.activated IS NOT NULL OR v.stage = 'Active')";
/// Customers whose relationships give somebody a role at a moment, before the condition of the role.
const GRANTED: &str = "SELECT v.customer_id FROM relationship AS v \
    JOIN access_assignment AS s ON s.relationship_id = v.id \
    JOIN partner_group_member AS m ON m.group_id = s.group_id AND m.partner_user_id = $a \
    WHERE v.partner_id = $p AND v.stage = 'Active' AND (v.auto_extend = 1 OR v.ends > $n) AND s.status = 'Active'";

/// The person who sees users, and the moment.
pub(in crate::store) struct SeenBy {
    pub partner: PartnerId,
    person: PartnerUserId,
    covered: Coverage,
    now: i64,
}

impl SeenBy {
    /// The actor, at this moment (UTC, epoch milliseconds).
    pub(in crate::store) fn of(actor: &Actor, now: i64) -> Self {
        Self { partner: actor.partner, person: actor.id, covered: actor.coverage(Permission::SeeUsers), now }
    }

    /// Whether it is not custom permissions for some customers that decide.
    pub(in crate::store) fn is_everywhere(&self) -> bool {
        self.covered == Coverage::All
    }
}

/// Adds the condition that the person may see the users of the customer in this column. It equals
/// [`Authority::of`](domain::access::authority::Authority::of) for the permission to see users.
pub(in crate::store) fn push_seen(
    statement: &mut Statement,
    dialect: Dialect,
    column: &str,
    seen_by: &SeenBy,
) -> Result<(), StoreError> {
    push_covered(statement, dialect, column, &seen_by.covered)?;
    let partner = statement.bind(seen_by.partner.to_string());
    let person = statement.bind(seen_by.person.to_string());
    let now = statement.bind(seen_by.now);
    let condition = format!(" AND ({column} NOT IN ({}) OR {column} IN ({}))", restricted(), granted());
    let numbers = [("$p", partner), ("$a", person), ("$n", now)];
    let numbered = |sql: String, (name, number): (&str, usize)| sql.replace(name, &format!("${number}"));
    statement.push(&numbers.into_iter().fold(condition, numbered));
    Ok(())
}

/// The partner's customers where relationships matter.
fn restricted() -> String {
    let policy = |policy: RelationshipPolicy| format!("y.relationship_policy = '{policy}'");
    let (everywhere, where_recorded) =
        (policy(RelationshipPolicy::Required), policy(RelationshipPolicy::WhereRecorded));
    format!(
        "SELECT x.id FROM customer AS x JOIN partner AS y ON y.id = x.partner_id \
         WHERE x.partner_id = $p AND ({everywhere} OR ({where_recorded} AND x.id IN ({RECORDED})))"
    )
}

/// Those where they give a role that sees users.
fn granted() -> String {
    format!("{GRANTED} AND ({})", sees_users())
}

/// The condition that an assignment `s` of a relationship `v` gives a role that sees users. A role counts if both have it.
pub(in crate::store) fn sees_users() -> String {
    let roles = Permission::SeeUsers.entra_roles().unwrap_or_default();
    let has = |role: EntraRole| {
        let id = role.template_id();
        format!("(s.roles LIKE '%{id}%' AND v.roles LIKE '%{id}%')")
    };
    let any: Vec<String> = roles.iter().map(has).collect();
    any.join(" OR ")
}

/// Some of each kind, to prepare statements with.
pub(in crate::store) fn some_seen_by() -> [SeenBy; 3] {
    let (partner, person) = (PartnerId::new(Uuid::nil()), PartnerUserId::new(Uuid::nil()));
    [Coverage::All, some_coverage(), Coverage::none()].map(|covered| SeenBy { partner, person, covered, now: 0 })
}
