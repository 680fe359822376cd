//! Accepting an invitation: it becomes an account.

use super::directory_groups::{follow_of, may_let_in};
use super::invitation_groups::join_groups;
use super::loaded::StoredInvitation;
use super::partner_choices::passwords_are_off;
use super::partners::{NewPartnerUser, active_person, add_or_bring_back, insert_user, key};
use super::security_log;
use crate::store::SqlStore;
use crate::store::engine::dialect::Dialect;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::engine::stored::parsed;
use domain::access::people_rules::link_stands;
use domain::access::person::Invitation;
use domain::console::security::{RolesChanged, SecurityEvent};
use domain::ids::{PartnerId, PartnerUserId};
use domain::store::{PartnerStore, PartnerUserSecret, StoreError};
use sqlx::{Any, Transaction};

/// Accepting uses the link up: of two at once, the second finds no row.
const ACCEPT: &str = "DELETE FROM invitation WHERE token_hash = $1 AND expires > $2 \
    RETURNING id, name, sign_in_name, roles, custom, expires, tenant_id, directory_user_id, group_ids, partner_id, \
    invited_by";
const MADE: &str = "SELECT id FROM partner_user WHERE sign_in_key = $1";
/// A person who comes back by an invitation belongs where the invitation says.
const PLACE: &str = "UPDATE partner_user SET tenant_id = $2, directory_user_id = $3 WHERE id = $1";

/// A row of [`ACCEPT`].
#[derive(sqlx::FromRow)]
struct Accepted {
    partner_id: String,
    #[sqlx(flatten)]
    invitation: StoredInvitation,
}

/// An invitation that is accepted, and the account that is made.
#[derive(Debug, Clone, Copy)]
pub struct Acceptance<'a> {
    /// The hash of the link's token.
    pub token_hash: &'a str,
    /// The id of the new person.
    pub id: PartnerUserId,
    /// The hash of the chosen password.
    pub password_hash: &'a str,
}

impl SqlStore {
    /// Makes the account of an invited person, uses the invitation up, and notes the event. A removed person with the same
    /// sign-in name comes back. `None` if the link is not valid, or passwords are switched off.
    ///
    /// # Errors
    /// When the database does not answer or can't be written.
    pub async fn accept_invitation(
        &self,
        token_hash: &str,
        id: PartnerUserId,
        password_hash: &str,
        event: SecurityEvent,
    ) -> Result<Option<PartnerUserSecret>, StoreError> {
        let mut transaction = self.begin().await?;
        let made =
            accept_in(&mut transaction, self.dialect, Acceptance { token_hash, id, password_hash }, event).await?;
        let Some((partner, person)) = made else { return Ok(None) };
        if passwords_are_off(&mut transaction, partner).await? {
            return Ok(None);
        }
        commit(transaction).await?;
        self.partner_user(person).await
    }
}

/// Makes the account of an invited person, or brings back a removed one, uses the invitation up, and notes the event. Returns
/// the partner and the person; `None` if the link is not valid.
pub(in crate::store) async fn accept_in(
    transaction: &mut Transaction<'_, Any>,
    dialect: Dialect,
    accepting: Acceptance<'_>,
    event: SecurityEvent,
) -> Result<Option<(PartnerId, PartnerUserId)>, StoreError> {
    let Acceptance { token_hash, id, password_hash } = accepting;
    let now = event.at;
    let query = sqlx::query_as(ACCEPT).bind(token_hash.to_owned()).bind(now);
    let accepted: Option<Accepted> = query.optional(&mut **transaction).await?;
    let Some(accepted) = accepted else { return Ok(None) };
    let Accepted { partner_id, invitation } = accepted;
    let invited_by = invitation.invited_by.clone();
    let partner: PartnerId = parsed(&partner_id)?;
    let Invitation { name, sign_in_name, roles, custom, tenant, directory_user, groups, .. } =
        invitation.invitation(now)?;
    // Its maker may have lost access in a way that withdraws nothing here, such as in the directory of a tenant.
    let maker = active_person(&mut **transaction, invited_by.clone()).await?;
    let Some(maker) = maker.filter(|maker| link_stands(&maker.actor, &roles, tenant)) else { return Ok(None) };
    if !may_let_in(transaction, &maker.actor, (tenant, directory_user)).await? {
        return Ok(None);
    }
    let given = RolesChanged::given(&roles).and_custom(custom.as_ref());
    let (password_hash, created) = (password_hash.to_owned(), now);
    let user = NewPartnerUser { id, name, sign_in_name: sign_in_name.clone(), password_hash, roles, custom, created };
    if insert_user(add_or_bring_back(), partner, &user)?.run(&mut **transaction).await? == 0 {
        return Ok(None);
    }
    let made: String = sqlx::query_scalar(MADE).bind(key(&sign_in_name)).one(&mut **transaction).await?;
    let made: PartnerUserId = parsed(&made)?;
    let (tenant, directory_user) = (tenant.map(|id| id.to_string()), directory_user.map(|id| id.to_string()));
    let query = sqlx::query(PLACE).bind(made.to_string()).bind(tenant).bind(directory_user);
    query.run(&mut **transaction).await?;
    follow_of(transaction, made, now).await?;
    let joined = join_groups(transaction, dialect, (partner, made), &groups, invited_by).await?;
    security_log::keep(transaction, &event.with_roles(given.in_groups(joined)).by(partner, made)).await?;
    Ok(Some((partner, made)))
}

pub(in crate::store) fn statements() -> Vec<String> {
    [ACCEPT, MADE, PLACE].map(String::from).into()
}
