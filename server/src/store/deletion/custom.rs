//! Custom permissions that name a deleted customer. They would otherwise be for a customer that is imported later under the same id.

use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::{from_json, to_json};
use domain::access::custom_permissions::CustomPermissions;
use domain::ids::{CustomerId, PartnerId};
use domain::store::StoreError;
use sqlx::AnyConnection;

/// The tables with custom permissions: how they are read, and written.
const TABLES: [(&str, &str); 3] = [
    (
        "SELECT id, custom FROM partner_user WHERE partner_id = $1 AND custom IS NOT NULL",
        "UPDATE partner_user SET custom = $2 WHERE id = $1",
    ),
    (
        "SELECT id, custom FROM partner_group WHERE partner_id = $1 AND custom IS NOT NULL",
        "UPDATE partner_group SET custom = $2 WHERE id = $1",
    ),
    (
        "SELECT id, custom FROM invitation WHERE partner_id = $1 AND custom IS NOT NULL",
        "UPDATE invitation SET custom = $2 WHERE id = $1",
    ),
];
/// An invitation that would give nothing any more.
const WITHDRAW: &str = "DELETE FROM invitation WHERE id = $1 AND custom IS NULL AND roles = '' AND group_ids IS NULL";

/// Takes a customer out of all custom permissions of the partner. Those that name no other customer go.
pub(super) async fn forget(
    connection: &mut AnyConnection,
    partner: PartnerId,
    customer: CustomerId,
) -> Result<(), StoreError> {
    for (read, write) in TABLES {
        let rows: Vec<(String, String)> = sqlx::query_as(read).bind(partner.to_string()).all(&mut *connection).await?;
        for (id, custom) in rows {
            let custom: CustomPermissions = from_json(&custom)?;
            let left = custom.without_customer(customer);
            if left.as_ref() == Some(&custom) {
                continue;
            }
            let written = left.as_ref().map(to_json).transpose()?;
            sqlx::query(write).bind(id.clone()).bind(written).run(&mut *connection).await?;
            if left.is_none() {
                sqlx::query(WITHDRAW).bind(id).run(&mut *connection).await?;
            }
        }
    }
    Ok(())
}

pub(super) fn statements() -> Vec<String> {
    TABLES.into_iter().flat_map(|(read, write)| [read, write]).chain([WITHDRAW]).map(String::from).collect()
}
