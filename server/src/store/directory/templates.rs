//! Templates for new users.

use crate::store::SqlStore;
use crate::store::activity::{self, NewActivity};
use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::fetch::Fetch;
use crate::store::engine::stored::{from_json, to_json};
use async_trait::async_trait;
use domain::access::CustomerScope;
use domain::console::action::Action;
use domain::console::activity::{Details, Performer};
use domain::console::user_template::{TEMPLATES_MAX, TemplateReply, UserTemplate};
use domain::directory::search::sort_key;
use domain::ids::TemplateId;
use domain::store::{Stamp, StoreError, TemplateStore};

const LIST: &str = "SELECT body FROM user_template WHERE customer_id = $1 ORDER BY name_key LIMIT $2";
/// Writes nothing if another template has the name, or there are too many. The customer's lock keeps other writers
/// away.
const SAVE: &str = "INSERT INTO user_template (customer_id, id, name_key, body, changed) \
    SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS BIGINT) \
    WHERE NOT EXISTS (SELECT 1 FROM user_template AS t WHERE t.customer_id = $1 AND t.name_key = $3 AND t.id <> $2) \
    AND (SELECT COUNT(*) FROM user_template AS t WHERE t.customer_id = $1 AND t.id <> $2) < $6 \
    ON CONFLICT (customer_id, id) DO UPDATE SET name_key = excluded.name_key, body = excluded.body, \
    changed = excluded.changed RETURNING changed";
const NAMED: &str = "SELECT COUNT(*) FROM user_template WHERE customer_id = $1 AND name_key = $2 AND id <> $3";
const DELETE: &str = "DELETE FROM user_template WHERE customer_id = $1 AND id = $2 RETURNING body";

/// [`TEMPLATES_MAX`] as a bind.
const MOST: i64 = TEMPLATES_MAX as i64;

#[async_trait]
impl TemplateStore for SqlStore {
    async fn templates(&self, scope: CustomerScope) -> Result<Vec<UserTemplate>, StoreError> {
        let query = sqlx::query_scalar::<_, String>(LIST).bind(scope.customer().to_string()).bind(MOST);
        let bodies = query.all(&self.read).await?;
        bodies.iter().map(|body| from_json(body)).collect()
    }

    async fn save_template(
        &self,
        scope: CustomerScope,
        template: &UserTemplate,
        stamp: Stamp,
    ) -> Result<TemplateReply, StoreError> {
        let (customer, key) = (scope.customer().to_string(), sort_key(template.name.as_str()));
        let mut transaction = self.lock_customer(scope.customer()).await?;
        let saved: Option<i64> = sqlx::query_scalar(SAVE)
            .bind(&customer)
            .bind(template.id.to_string())
            .bind(&key)
            .bind(to_json(template)?)
            .bind(stamp.now)
            .bind(MOST)
            .optional(&mut *transaction)
            .await?;
        if saved.is_some() {
            self.note_template(&mut transaction, scope, (Action::TemplateSaved, template), stamp).await?;
            transaction.commit().await?;
            return Ok(TemplateReply::Saved);
        }
        let named: i64 = sqlx::query_scalar(NAMED)
            .bind(customer)
            .bind(key)
            .bind(template.id.to_string())
            .one(&mut *transaction)
            .await?;
        Ok(if named > 0 { TemplateReply::NameTaken } else { TemplateReply::TooMany })
    }

    async fn delete_template(&self, scope: CustomerScope, id: TemplateId, stamp: Stamp) -> Result<(), StoreError> {
        let mut transaction = self.lock_customer(scope.customer()).await?;
        let query = sqlx::query_scalar(DELETE).bind(scope.customer().to_string()).bind(id.to_string());
        let body: Option<String> = query.optional(&mut *transaction).await?;
        let Some(body) = body else { return Ok(()) };
        self.note_template(&mut transaction, scope, (Action::TemplateDeleted, &from_json(&body)?), stamp).await?;
        transaction.commit().await
    }
}

impl SqlStore {
    async fn note_template(
        &self,
        transaction: &mut CustomerTransaction,
        scope: CustomerScope,
        (action, template): (Action, &UserTemplate),
        stamp: Stamp,
    ) -> Result<(), StoreError> {
        let products = i64::try_from(template.licenses.products.len()).unwrap_or(i64::MAX);
        let row = NewActivity {
            customer: scope.customer(),
            performer: Performer::Person(scope.actor()),
            action,
            subject: template.id.uuid(),
            details: &Details::Template { name: template.name.to_string(), products },
            outcomes: None,
            reason: None,
        };
        activity::write(transaction, self.dialect, row, stamp).await
    }
}

pub(in crate::store) fn statements() -> Vec<String> {
    [LIST, SAVE, NAMED, DELETE].map(String::from).into()
}
