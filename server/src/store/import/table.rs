//! The tables of a customer's users, and writing many rows of a table at once.

use crate::store::engine::customer_transaction::CustomerTransaction;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::Execute;
use crate::store::engine::stored::to_json;
use domain::store::StoreError;
use serde_json::Value;
use sqlx::AssertSqlSafe;

/// One table of a customer's directory, whose rows are written as one JSON parameter.
pub(in crate::store) struct ImportTable {
    pub(in crate::store) name: &'static str,
    pub(in crate::store) columns: &'static str,
    /// The kind of each column: `t` a text, `i` a whole number.
    pub(in crate::store) kinds: &'static str,
    pub(in crate::store) conflict: &'static str,
}

pub(in crate::store) const USERS: ImportTable = ImportTable {
    name: "users",
    columns: "id, upn, upn_key, domain, mail, mail_nickname, display_name, name_key, first_name, last_name, \
        usage_location, sign_in_allowed, is_guest, directory_synced, department, job_title, created, changed, \
        is_licensed, has_errors",
    kinds: "tttttttttttiiittiiii",
    conflict: " ON CONFLICT (customer_id, id) DO UPDATE SET upn = excluded.upn, upn_key = excluded.upn_key, \
        domain = excluded.domain, mail = excluded.mail, mail_nickname = excluded.mail_nickname, \
        display_name = excluded.display_name, name_key = excluded.name_key, first_name = excluded.first_name, \
        last_name = excluded.last_name, usage_location = excluded.usage_location, \
        sign_in_allowed = excluded.sign_in_allowed, is_guest = excluded.is_guest, \
        directory_synced = excluded.directory_synced, department = excluded.department, \
        job_title = excluded.job_title, created = excluded.created, changed = excluded.changed, \
        is_licensed = excluded.is_licensed, has_errors = excluded.has_errors, deleted = NULL, deleted_by = NULL, \
        offboarded_by = CASE WHEN users.deleted_by IS NULL THEN users.offboarded_by END",
};
pub(in crate::store) const ASSIGNMENTS: ImportTable = ImportTable {
    name: "assignment",
    columns: "user_id, sku_id, source, group_id, disabled_plans, error",
    kinds: "tttttt",
    conflict: "",
};
pub(in crate::store) const ROLES: ImportTable =
    ImportTable { name: "user_role", columns: "role_id, user_id", kinds: "tt", conflict: " ON CONFLICT DO NOTHING" };
pub(in crate::store) const ADDRESSES: ImportTable =
    ImportTable { name: "user_address", columns: "address, user_id", kinds: "tt", conflict: " ON CONFLICT DO NOTHING" };
pub(in crate::store) const TOKENS: ImportTable =
    ImportTable { name: "user_token", columns: "token, user_id", kinds: "tt", conflict: "" };

pub(in crate::store) const GROUP_MEMBERS: ImportTable = ImportTable {
    name: "directory_group_member",
    columns: "group_id, user_id",
    kinds: "tt",
    conflict: " ON CONFLICT DO NOTHING",
};

impl ImportTable {
    /// INSERT … SELECT, where `$1` is the customer and `$2` the rows.
    pub(in crate::store) fn insert(&self, dialect: Dialect) -> String {
        let value = |(at, kind)| if kind == 'i' { dialect.int(at) } else { dialect.text(at) };
        let values: Vec<String> = self.kinds.chars().enumerate().map(value).collect();
        format!(
            "INSERT INTO {} (customer_id, {}) SELECT CAST($1 AS TEXT), {} FROM {} WHERE true{}",
            self.name,
            self.columns,
            values.join(", "),
            dialect.rows(2),
            self.conflict
        )
    }

    pub(in crate::store) async fn write(
        &self,
        transaction: &mut CustomerTransaction,
        dialect: Dialect,
        rows: &[Value],
    ) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        sqlx::query(AssertSqlSafe(self.insert(dialect)))
            .bind(transaction.customer().to_string())
            .bind(to_json(rows)?)
            .run(&mut **transaction)
            .await
            .map(|_| ())
    }
}
