//! Managing the applications of a partner.

use super::stored_duties::{read_custom, read_roles, written_custom, written_roles};
use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::{parsed, parsed_if_any};
use async_trait::async_trait;
use domain::access::Actor;
use domain::access::application::{
    APPLICATIONS_MAX, Application, ApplicationChange, ApplicationForm, ApplicationRefused,
};
use domain::access::application_key::{ApplicationKey, KEYS_KEPT_MAX, KeyForm, KeyStatus};
use domain::access::application_rules::{check_application_change, check_new_application, check_new_key};
use domain::access::person_refused::PersonRefused;
use domain::console::security::{RolesChanged, SecurityEvent};
use domain::directory::search::sort_key;
use domain::ids::{ApplicationId, PartnerId, PartnerUserId};
use domain::store::{ApplicationStore, NewKey, StoreError};
use sqlx::AnyConnection;
use std::collections::HashMap;

const APPLICATIONS: &str = "SELECT id, application_id, name, roles, custom, blocked, tenant_id FROM partner_user \
    WHERE partner_id = $1 AND application_id IS NOT NULL AND removed IS NULL ORDER BY created, id LIMIT $2";
const KEYS: &str = "SELECT k.id, k.partner_user_id, k.description, m.name AS made_by, k.created, k.expires, k.last_used, \
    k.revoked \
    FROM partner_user AS u JOIN application_key AS k ON k.partner_user_id = u.id \
    JOIN partner_user AS m ON m.id = k.made_by \
    WHERE u.partner_id = $1 AND u.application_id IS NOT NULL AND u.removed IS NULL ORDER BY k.created DESC, k.id";
const IS_TAKEN: &str = "SELECT COUNT(*) FROM partner_user WHERE sign_in_key = $1";
/// No password has this hash.
const ADD: &str = "INSERT INTO partner_user \
    (id, partner_id, name, sign_in_name, sign_in_key, password_hash, created, roles, application_id, tenant_id, \
    custom) VALUES ($1, $2, $3, $4, $5, '', $6, $7, $4, $8, $9)";
const EDIT: &str = "UPDATE partner_user SET name = $2, roles = $3, custom = $4 WHERE id = $1";
const BLOCK: &str = "UPDATE partner_user SET blocked = $2 WHERE id = $1";
const ALLOW: &str = "UPDATE partner_user SET blocked = NULL WHERE id = $1";
/// The row stays, because operations name it. Its application id is free for another.
const REMOVE: &str = "UPDATE partner_user SET removed = $2, sign_in_key = $3 WHERE id = $1";
const LEAVE_GROUPS: &str = "DELETE FROM partner_group_member WHERE partner_user_id = $1";
const FORGET_KEYS: &str = "DELETE FROM application_key WHERE partner_user_id = $1";
const REVOKE: &str =
    "UPDATE application_key SET revoked = $3 WHERE id = $1 AND partner_user_id = $2 AND revoked IS NULL";
/// Of the keys of an application only some are kept: those that work, and the newest of the others.
const FORGET_OLD_KEYS: &str = "DELETE FROM application_key WHERE partner_user_id = $1 AND id NOT IN \
    (SELECT id FROM application_key WHERE partner_user_id = $1 \
    ORDER BY CASE WHEN revoked IS NULL AND expires > $2 THEN 0 ELSE 1 END, created DESC, id LIMIT $3)";
const ADD_KEY: &str = "INSERT INTO application_key \
    (id, partner_user_id, description, key_hash, made_by, created, expires) VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// A row of [`APPLICATIONS`].
#[derive(sqlx::FromRow)]
struct StoredApplication {
    id: String,
    application_id: String,
    name: String,
    roles: String,
    custom: Option<String>,
    blocked: Option<i64>,
    tenant_id: Option<String>,
}

/// A row of [`KEYS`].
#[derive(sqlx::FromRow)]
struct StoredKey {
    id: String,
    partner_user_id: String,
    description: String,
    made_by: String,
    created: i64,
    expires: i64,
    last_used: Option<i64>,
    revoked: Option<i64>,
}

impl StoredApplication {
    fn application(self, keys: &mut HashMap<String, Vec<ApplicationKey>>) -> Result<Application, StoreError> {
        Ok(Application {
            keys: keys.remove(&self.id).unwrap_or_default(),
            id: parsed(&self.id)?,
            application_id: parsed(&self.application_id)?,
            name: self.name,
            roles: read_roles(&self.roles)?,
            custom: read_custom(self.custom.as_deref())?,
            blocked: self.blocked.is_some(),
            tenant: parsed_if_any(self.tenant_id.as_deref())?,
        })
    }
}

impl StoredKey {
    fn key(self, now: i64) -> Result<ApplicationKey, StoreError> {
        Ok(ApplicationKey {
            id: parsed(&self.id)?,
            description: self.description,
            made_by: self.made_by,
            created: self.created,
            expires: self.expires,
            last_used: self.last_used,
            status: KeyStatus::at(now, self.expires, self.revoked),
        })
    }
}

/// The applications of a partner with their keys, in order of their names.
pub(super) async fn applications_of(
    connection: &mut AnyConnection,
    partner: PartnerId,
    now: i64,
) -> Result<Vec<Application>, StoreError> {
    let most = i64::try_from(APPLICATIONS_MAX).unwrap_or(i64::MAX);
    let query = sqlx::query_as(APPLICATIONS).bind(partner.to_string()).bind(most);
    let stored: Vec<StoredApplication> = query.all(&mut *connection).await?;
    if stored.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<StoredKey> = sqlx::query_as(KEYS).bind(partner.to_string()).all(&mut *connection).await?;
    let mut keys: HashMap<String, Vec<ApplicationKey>> = HashMap::new();
    for row in rows {
        keys.entry(row.partner_user_id.clone()).or_default().push(row.key(now)?);
    }
    let applications = stored.into_iter().map(|one| one.application(&mut keys));
    let mut applications: Vec<Application> = applications.collect::<Result<_, _>>()?;
    applications.sort_by_cached_key(|application| sort_key(&application.name));
    Ok(applications)
}

/// The sign-in key of an application. Those of people are in lower case, so theirs is never the same.
fn sign_in_key(application: ApplicationId) -> String {
    format!("Application {application}")
}

#[async_trait]
impl ApplicationStore for SqlStore {
    async fn add_application(
        &self,
        actor: &Actor,
        (id, application_id): (PartnerUserId, ApplicationId),
        form: &ApplicationForm,
        event: &SecurityEvent,
    ) -> Result<Result<(), ApplicationRefused>, StoreError> {
        let mut changing = self.lock_managed(actor, event.at).await?;
        if let Err(refused) = check_new_application(&changing.people, &changing.actor, form, Some(application_id)) {
            return Ok(Err(refused));
        }
        if !changing.knows_chosen(form.custom.as_ref()).await? {
            return Ok(Err(PersonRefused::CustomerGone.into()));
        }
        let key = sign_in_key(application_id);
        // Another partner may have it.
        let taken: i64 = sqlx::query_scalar(IS_TAKEN).bind(key.clone()).one(&mut *changing.transaction).await?;
        if taken > 0 {
            return Ok(Err(ApplicationRefused::IdTaken));
        }
        sqlx::query(ADD)
            .bind(id.to_string())
            .bind(actor.partner.to_string())
            .bind(form.name.trim().to_owned())
            .bind(application_id.to_string())
            .bind(key)
            .bind(event.at)
            .bind(written_roles(&form.roles))
            .bind(form.tenant.map(|tenant| tenant.to_string()))
            .bind(written_custom(form.custom.as_ref())?)
            .run(&mut *changing.transaction)
            .await?;
        let given = RolesChanged::given(&form.roles).and_custom(form.custom.as_ref());
        let event = event.clone().in_tenant(form.tenant).done_to(form.name.trim()).with_roles(given);
        changing.finish(&event).await.map(Ok)
    }

    async fn change_application(
        &self,
        actor: &Actor,
        application: PartnerUserId,
        change: &ApplicationChange,
        event: &SecurityEvent,
    ) -> Result<Result<(), ApplicationRefused>, StoreError> {
        let mut changing = self.lock_managed(actor, event.at).await?;
        if let Err(refused) = check_application_change(&changing.people, &changing.actor, application, change) {
            return Ok(Err(refused));
        }
        let before = changing.people.application(application).cloned();
        let Some(before) = before else { return Ok(Err(ApplicationRefused::Gone)) };
        let id = application.to_string();
        let query = match change {
            ApplicationChange::Edit(form) => {
                if !changing.knows_chosen(form.custom.as_ref()).await? {
                    return Ok(Err(PersonRefused::CustomerGone.into()));
                }
                let (name, roles) = (form.name.trim().to_owned(), written_roles(&form.roles));
                let custom = written_custom(form.custom.as_ref())?;
                sqlx::query(EDIT).bind(id.clone()).bind(name).bind(roles).bind(custom)
            }
            ApplicationChange::Block => sqlx::query(BLOCK).bind(id.clone()).bind(event.at),
            ApplicationChange::Allow => sqlx::query(ALLOW).bind(id.clone()),
            ApplicationChange::Remove => {
                sqlx::query(REMOVE).bind(id.clone()).bind(event.at).bind(format!("Removed application {id}"))
            }
            ApplicationChange::Revoke(key) => sqlx::query(REVOKE).bind(key.to_string()).bind(id.clone()).bind(event.at),
        };
        query.run(&mut *changing.transaction).await?;
        if *change == ApplicationChange::Remove {
            for sql in [LEAVE_GROUPS, FORGET_KEYS] {
                sqlx::query(sql).bind(id.clone()).run(&mut *changing.transaction).await?;
            }
        }
        changing.finish(&told(event, &before, change)).await.map(Ok)
    }

    async fn add_key(
        &self,
        actor: &Actor,
        application: PartnerUserId,
        form: &KeyForm,
        key: &NewKey,
        event: &SecurityEvent,
    ) -> Result<Result<(), ApplicationRefused>, StoreError> {
        let changing = self.lock_managed(actor, event.at).await?;
        let mut changing = changing.with_granted(self.dialect, None, event.at).await?;
        if let Err(refused) = check_new_key(&changing.people, &changing.actor, application, form) {
            return Ok(Err(refused));
        }
        let description = form.description.trim();
        let kept = i64::try_from(KEYS_KEPT_MAX - 1).unwrap_or(i64::MAX);
        sqlx::query(FORGET_OLD_KEYS)
            .bind(application.to_string())
            .bind(event.at)
            .bind(kept)
            .run(&mut *changing.transaction)
            .await?;
        sqlx::query(ADD_KEY)
            .bind(key.id.to_string())
            .bind(application.to_string())
            .bind(description.to_owned())
            .bind(key.key_hash.clone())
            .bind(actor.id.to_string())
            .bind(event.at)
            .bind(form.months.after(event.at))
            .run(&mut *changing.transaction)
            .await?;
        let found = changing.people.application(application).map(|one| (one.name.clone(), one.tenant));
        let (name, tenant) = found.unwrap_or_default();
        changing.finish(&event.clone().in_tenant(tenant).done_to(&with_key(&name, description))).await.map(Ok)
    }
}

/// The event of a change, with the changed application.
fn told(event: &SecurityEvent, before: &Application, change: &ApplicationChange) -> SecurityEvent {
    let event = event.clone().in_tenant(before.tenant).done_to(&before.name);
    let roles = |after, custom_after| RolesChanged {
        before: before.roles.clone(),
        after,
        custom_before: before.custom.clone(),
        custom_after,
        ..RolesChanged::default()
    };
    match change {
        ApplicationChange::Edit(form) => event.with_roles(roles(form.roles.clone(), form.custom.clone())),
        ApplicationChange::Remove => event.with_roles(roles(Default::default(), None)),
        ApplicationChange::Revoke(key) => {
            let key = before.keys.iter().find(|one| one.id == *key);
            let description = key.map(|key| key.description.clone()).unwrap_or_default();
            event.done_to(&with_key(&before.name, &description))
        }
        ApplicationChange::Block | ApplicationChange::Allow => event,
    }
}

/// An application and one of its keys, for an event.
fn with_key(application: &str, description: &str) -> String {
    format!("{application}, key {description}")
}

pub(in crate::store) fn statements() -> Vec<String> {
    let all = [
        APPLICATIONS,
        KEYS,
        IS_TAKEN,
        ADD,
        EDIT,
        BLOCK,
        ALLOW,
        REMOVE,
        LEAVE_GROUPS,
        FORGET_KEYS,
        REVOKE,
        FORGET_OLD_KEYS,
        ADD_KEY,
    ];
    all.map(String::from).into()
}
