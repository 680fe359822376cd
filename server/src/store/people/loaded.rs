//! The people of a partner with their groups and invitations, as input of the rules.

use super::applications::applications_of;
use super::invitation_groups::read_groups;
use super::partner_choices::passwords_are_off;
use super::stored_duties::{read_custom, read_roles};
use super::tenants::tenants_of;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::{parsed, parsed_if_any, to_json};
use domain::access::Actor;
use domain::access::custom_permissions::CustomPermissions;
use domain::access::group::{Group, InDirectory};
use domain::access::identity_provider::ProviderName;
use domain::access::people::People;
use domain::access::people_rules::why_void;
use domain::access::person::{Invitation, LinkedAccount, Person};
use domain::ids::{CustomerId, PartnerId, PartnerUserId};
use domain::store::StoreError;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::{BTreeMap, BTreeSet, HashMap};

const PEOPLE: &str = "SELECT id, name, sign_in_name, roles, custom, blocked, \
    (SELECT COUNT(*) FROM second_factor AS f WHERE f.partner_user_id = partner_user.id AND f.confirmed IS NOT NULL) \
    AS second_factors, \
    (SELECT COUNT(*) FROM partner_identity AS i JOIN identity_provider AS o ON o.id = i.provider_id \
    WHERE i.partner_user_id = partner_user.id AND o.enabled = 1) AS identities, tenant_id, directory_user_id, \
    CASE WHEN tenant_id IS NULL THEN 0 \
    WHEN NOT EXISTS (SELECT 1 FROM customer AS t WHERE t.id = tenant_id AND t.associated_at IS NOT NULL) THEN 1 \
    WHEN directory_user_id IS NULL THEN 0 \
    WHEN EXISTS (SELECT 1 FROM users AS d WHERE d.customer_id = tenant_id AND d.id = directory_user_id \
    AND d.deleted IS NULL AND d.sign_in_allowed = 1) THEN 0 ELSE 1 END AS cut_off, \
    CASE WHEN SUBSTR(password_hash, 1, 5) = 'none:' THEN 0 ELSE 1 END AS passwords FROM partner_user \
    WHERE partner_id = $1 AND removed IS NULL AND application_id IS NULL AND customer_id IS NULL \
    ORDER BY sign_in_key LIMIT $2";
const GROUPS: &str = "SELECT g.id, g.name, g.roles, g.custom, g.tenant_id, g.directory_group_id, COALESCE(d.gone, 1) AS gone \
    FROM partner_group AS g LEFT JOIN directory_group AS d ON d.customer_id = g.tenant_id AND d.id = g.directory_group_id \
    WHERE g.partner_id = $1 ORDER BY g.name_key";
/// People of a customer's portal.
const IN_PORTAL: &str = "SELECT id, name, sign_in_name, roles, custom, blocked, \
    (SELECT COUNT(*) FROM second_factor AS f WHERE f.partner_user_id = partner_user.id AND f.confirmed IS NOT NULL) \
    AS second_factors, \
    (SELECT COUNT(*) FROM partner_identity AS i JOIN identity_provider AS o ON o.id = i.provider_id \
    WHERE i.partner_user_id = partner_user.id AND o.enabled = 1) AS identities, tenant_id, directory_user_id, \
    0 AS cut_off, CASE WHEN SUBSTR(password_hash, 1, 5) = 'none:' THEN 0 ELSE 1 END AS passwords FROM partner_user \
    WHERE removed IS NULL AND application_id IS NULL";
/// Such a person is among nobody else.
const ALONE: &str = " AND id = $1 AND customer_id IS NOT NULL";
/// All of one customer of a partner.
const OF_CUSTOMER: &str = " AND customer_id = $1 AND partner_id = $2 ORDER BY sign_in_key";
const LINKED: &str = "SELECT i.partner_user_id AS person, o.id, o.name, o.enabled FROM identity_provider AS o \
    JOIN partner_identity AS i ON i.provider_id = o.id WHERE o.partner_id = $1 ORDER BY o.name_key";
const MEMBERS: &str = "SELECT m.group_id, m.partner_user_id FROM partner_group AS g JOIN partner_group_member AS m \
    ON m.group_id = g.id WHERE g.partner_id = $1";
const INVITATIONS: &str = "SELECT id, name, sign_in_name, roles, custom, expires, tenant_id, directory_user_id, \
    group_ids, invited_by FROM invitation WHERE partner_id = $1 ORDER BY sign_in_key LIMIT $2";

/// The names of these customers of a partner.
fn names_of(dialect: Dialect) -> String {
    format!(
        "SELECT id, name FROM customer WHERE partner_id = $1 AND own_organization = 0 AND deleted IS NULL AND id IN ({})",
        dialect.texts(2)
    )
}

/// A row of [`PEOPLE`].
#[derive(sqlx::FromRow)]
struct StoredPerson {
    id: String,
    name: String,
    sign_in_name: String,
    roles: String,
    custom: Option<String>,
    blocked: Option<i64>,
    second_factors: i64,
    identities: i64,
    passwords: i64,
    tenant_id: Option<String>,
    directory_user_id: Option<String>,
    cut_off: i64,
}

impl StoredPerson {
    fn person(self) -> Result<Person, StoreError> {
        Ok(Person {
            id: parsed(&self.id)?,
            name: self.name,
            sign_in_name: self.sign_in_name,
            roles: read_roles(&self.roles)?,
            custom: read_custom(self.custom.as_deref())?,
            blocked: self.blocked.is_some(),
            has_second_factor: self.second_factors > 0,
            has_identity: self.identities > 0,
            has_password: self.passwords > 0,
            linked: Vec::new(),
            tenant: parsed_if_any(self.tenant_id.as_deref())?,
            directory_user: parsed_if_any(self.directory_user_id.as_deref())?,
            is_cut_off: self.cut_off == 1,
        })
    }
}

/// A row of [`GROUPS`].
#[derive(sqlx::FromRow)]
struct StoredGroup {
    id: String,
    name: String,
    roles: String,
    custom: Option<String>,
    tenant_id: Option<String>,
    directory_group_id: Option<String>,
    gone: i64,
}

/// A row of [`LINKED`].
#[derive(sqlx::FromRow)]
struct StoredLink {
    person: String,
    id: String,
    name: String,
    enabled: i64,
}

/// A row of [`INVITATIONS`], or of the invitation with a link.
#[derive(sqlx::FromRow)]
pub(super) struct StoredInvitation {
    id: String,
    name: String,
    sign_in_name: String,
    roles: String,
    custom: Option<String>,
    expires: i64,
    tenant_id: Option<String>,
    directory_user_id: Option<String>,
    group_ids: Option<String>,
    pub(super) invited_by: String,
}

impl StoredInvitation {
    /// The invitation with the person who answers for it, among all people of the partner.
    fn invitation_among(self, people: &People, now: i64) -> Result<Invitation, StoreError> {
        let maker = parsed(&self.invited_by)?;
        let invitation = self.invitation(now)?;
        Ok(Invitation { void: why_void(people, maker, &invitation), ..invitation })
    }

    /// The invitation, for somebody who asks otherwise whether its link stands.
    pub(super) fn invitation(self, now: i64) -> Result<Invitation, StoreError> {
        Ok(Invitation {
            id: parsed(&self.id)?,
            name: self.name,
            sign_in_name: self.sign_in_name,
            roles: read_roles(&self.roles)?,
            custom: read_custom(self.custom.as_deref())?,
            expires: self.expires,
            is_expired: self.expires <= now,
            void: None,
            tenant: parsed_if_any(self.tenant_id.as_deref())?,
            directory_user: parsed_if_any(self.directory_user_id.as_deref())?,
            groups: read_groups(self.group_ids.as_deref())?,
        })
    }
}

/// At most `most` people and as many invitations of a partner, its groups and its applications. A person who accepts an invitation meanwhile
/// may be found twice, but is not missed.
pub(super) async fn people_of(
    connection: &mut AnyConnection,
    dialect: Dialect,
    partner: PartnerId,
    now: i64,
    most: i64,
) -> Result<People, StoreError> {
    let query = sqlx::query_as(INVITATIONS).bind(partner.to_string()).bind(most);
    let invitations: Vec<StoredInvitation> = query.all(&mut *connection).await?;
    let query = sqlx::query_as(PEOPLE).bind(partner.to_string()).bind(most);
    let people: Vec<StoredPerson> = query.all(&mut *connection).await?;
    let mut all = People {
        people: people.into_iter().map(StoredPerson::person).collect::<Result<_, _>>()?,
        groups: groups_of(&mut *connection, partner).await?,
        invitations: Vec::new(),
        applications: applications_of(&mut *connection, partner, now).await?,
        passwords_off: passwords_are_off(&mut *connection, partner).await?,
        customers: BTreeMap::new(),
        tenants: tenants_of(&mut *connection, partner).await?,
        elsewhere: Box::default(),
    };
    take_linked(&mut *connection, partner, &mut all.people).await?;
    // One that is not associated is told only for the people who still belong to it.
    let used: BTreeSet<CustomerId> = all.people.iter().filter_map(|person| person.tenant).collect();
    all.tenants.retain(|tenant| tenant.associated.is_some() || used.contains(&tenant.id));
    let invitations = invitations.into_iter().map(|one| one.invitation_among(&all, now));
    let invitations = invitations.collect::<Result<_, _>>()?;
    all.invitations = invitations;
    all.customers = customers_named(connection, dialect, partner, &all.chosen_customers()).await?;
    Ok(all)
}

/// Adds the linked accounts to the people.
async fn take_linked(
    connection: &mut AnyConnection,
    partner: PartnerId,
    people: &mut [Person],
) -> Result<(), StoreError> {
    let query = sqlx::query_as(LINKED).bind(partner.to_string());
    let rows: Vec<StoredLink> = query.all(connection).await?;
    let mut linked: HashMap<PartnerUserId, Vec<LinkedAccount>> = HashMap::new();
    for StoredLink { person, id, name, enabled } in rows {
        let account = LinkedAccount { provider: ProviderName { id: parsed(&id)?, name }, enabled: enabled > 0 };
        linked.entry(parsed(&person)?).or_default().push(account);
    }
    for person in people {
        person.linked = linked.remove(&person.id).unwrap_or_default();
    }
    Ok(())
}

/// The names of those of these customers that the partner has. Own organizations are excluded: only managers of their people see
/// their names.
pub(super) async fn customers_named(
    connection: &mut AnyConnection,
    dialect: Dialect,
    partner: PartnerId,
    customers: &BTreeSet<CustomerId>,
) -> Result<BTreeMap<CustomerId, String>, StoreError> {
    if customers.is_empty() {
        return Ok(BTreeMap::new());
    }
    let query = sqlx::query_as(AssertSqlSafe(names_of(dialect))).bind(partner.to_string()).bind(to_json(customers)?);
    let rows: Vec<(String, String)> = query.all(connection).await?;
    rows.into_iter().map(|(id, name)| Ok((parsed(&id)?, name))).collect()
}

/// Whether the partner has every customer that custom permissions name.
pub(in crate::store) async fn knows_chosen(
    connection: &mut AnyConnection,
    dialect: Dialect,
    partner: PartnerId,
    custom: Option<&CustomPermissions>,
) -> Result<bool, StoreError> {
    let chosen: BTreeSet<CustomerId> = custom.into_iter().flat_map(CustomPermissions::chosen).collect();
    let known = customers_named(connection, dialect, partner, &chosen).await?;
    Ok(known.len() == chosen.len())
}

/// The people as the actor knows them: those of the partner, and for a person of a portal that person alone.
pub(super) async fn people_known_to(
    connection: &mut AnyConnection,
    dialect: Dialect,
    actor: &Actor,
    now: i64,
) -> Result<People, StoreError> {
    if actor.portal.is_none() {
        return people_of(connection, dialect, actor.partner, now, i64::MAX).await;
    }
    let query = sqlx::query_as(AssertSqlSafe(format!("{IN_PORTAL}{ALONE}"))).bind(actor.id.to_string());
    only(query.all(connection).await?)
}

/// The people of the portal of a customer, and nobody else.
pub(super) async fn people_of_portal(
    connection: &mut AnyConnection,
    partner: PartnerId,
    customer: CustomerId,
) -> Result<People, StoreError> {
    let query = sqlx::query_as(AssertSqlSafe(format!("{IN_PORTAL}{OF_CUSTOMER}")));
    only(query.bind(customer.to_string()).bind(partner.to_string()).all(connection).await?)
}

fn only(people: Vec<StoredPerson>) -> Result<People, StoreError> {
    Ok(People { people: people.into_iter().map(StoredPerson::person).collect::<Result<_, _>>()?, ..People::default() })
}

/// The groups of a partner, in order of their names.
pub(super) async fn groups_of(connection: &mut AnyConnection, partner: PartnerId) -> Result<Vec<Group>, StoreError> {
    let query = sqlx::query_as(GROUPS).bind(partner.to_string());
    let groups: Vec<StoredGroup> = query.all(&mut *connection).await?;
    let query = sqlx::query_as(MEMBERS).bind(partner.to_string());
    let rows: Vec<(String, String)> = query.all(&mut *connection).await?;
    let mut members: HashMap<String, BTreeSet<PartnerUserId>> = HashMap::new();
    for (group, member) in rows {
        members.entry(group).or_default().insert(parsed(&member)?);
    }
    let group = |row: StoredGroup| {
        let members = members.remove(&row.id).unwrap_or_default();
        Ok(Group {
            id: parsed(&row.id)?,
            name: row.name,
            roles: read_roles(&row.roles)?,
            custom: read_custom(row.custom.as_deref())?,
            members,
            tenant: parsed_if_any(row.tenant_id.as_deref())?,
            directory: parsed_if_any(row.directory_group_id.as_deref())?
                .map(|group| InDirectory { group, is_gone: row.gone == 1 }),
        })
    };
    groups.into_iter().map(group).collect()
}

pub(in crate::store) fn statements(dialect: Dialect) -> Vec<String> {
    let fixed = [PEOPLE, LINKED, GROUPS, MEMBERS, INVITATIONS].map(String::from);
    let in_portal = [ALONE, OF_CUSTOMER].map(|which| format!("{IN_PORTAL}{which}"));
    fixed.into_iter().chain(in_portal).chain([names_of(dialect)]).collect()
}
