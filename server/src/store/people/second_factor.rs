//! Second factors: setting up, using up a code, recovery codes, and the roles that need one.
//!
//! A code is used up by the statement that looks whether it is still good, so of two uses at once one succeeds.

use super::person_sessions::end_all_but;
use super::security_log;
use super::sessions::END_NAMED;
use super::throttle::Trying;
use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch, commit};
use crate::store::engine::stored::parsed;
use crate::store::files::sealed::{NEXT_SEEDS, SEEDS};
use crate::totp;
use async_trait::async_trait;
use domain::access::Actor;
use domain::access::portal_role::PortalRole;
use domain::access::second_factor::{RequiredRoles, SecondFactor, SecondFactorRefused, Seed, TypedCode};
use domain::console::security::{SecurityEvent, SecurityEventKind};
use domain::ids::{PartnerUserId, SessionId};
use domain::store::{SecondFactorStore, SecurityStore, StoreError};
use sqlx::{Any, AnyConnection, Transaction};

/// Of a person of a portal, `$3` is the customer.
const STATE: &str = "SELECT p.second_factor_roles AS roles, COALESCE(u.second_factor_roles, '') AS in_portal, \
    (SELECT COUNT(*) FROM second_factor AS f WHERE f.partner_user_id = $2 AND f.confirmed IS NOT NULL) AS confirmed, \
    (SELECT COUNT(*) FROM recovery_code AS c WHERE c.partner_user_id = $2 AND c.used IS NULL) AS recovery_codes \
    FROM partner AS p LEFT JOIN customer AS u ON u.id = $3 AND u.partner_id = p.id WHERE p.id = $1";
/// A second factor that is on stays as it is until the new phone is confirmed.
const BEGIN_NEXT: &str = "INSERT INTO next_second_factor (partner_user_id, seed, begun) \
    SELECT partner_user_id, CAST($2 AS TEXT), CAST($3 AS BIGINT) FROM second_factor \
    WHERE partner_user_id = $1 AND confirmed IS NOT NULL \
    ON CONFLICT (partner_user_id) DO UPDATE SET seed = excluded.seed, begun = excluded.begun";
const NEXT_SEED: &str = "SELECT seed FROM next_second_factor WHERE partner_user_id = $1";
const FORGET_NEXT: &str = "DELETE FROM next_second_factor WHERE partner_user_id = $1";
/// The seed is the one that was opened, so of two confirmations at once one succeeds.
const TAKE_NEXT: &str = "DELETE FROM next_second_factor WHERE partner_user_id = $1 AND seed = $2";
const REPLACE: &str = "UPDATE second_factor SET seed = $2, confirmed = $3, used_step = $4 \
    WHERE partner_user_id = $1 AND confirmed IS NOT NULL";
/// A second factor that is on stays as it is.
const BEGIN: &str = "INSERT INTO second_factor (partner_user_id, seed, begun, used_step) VALUES ($1, $2, $3, 0) \
    ON CONFLICT (partner_user_id) DO UPDATE SET seed = excluded.seed, begun = excluded.begun \
    WHERE second_factor.confirmed IS NULL";
const SEED: &str = "SELECT seed, CAST(CASE WHEN confirmed IS NULL THEN 0 ELSE 1 END AS BIGINT) FROM second_factor \
    WHERE partner_user_id = $1";
const CONFIRM: &str = "UPDATE second_factor SET confirmed = $3, used_step = $4 \
    WHERE partner_user_id = $1 AND seed = $2 AND confirmed IS NULL";
const USE_STEP: &str = "UPDATE second_factor SET used_step = $3 \
    WHERE partner_user_id = $1 AND seed = $2 AND confirmed IS NOT NULL AND used_step < $3";
const USE_RECOVERY_CODE: &str = "UPDATE recovery_code SET used = $3 \
    WHERE partner_user_id = $1 AND code_hash = $2 AND used IS NULL";
const FORGET: &str = "DELETE FROM second_factor WHERE partner_user_id = $1";
const FORGET_RECOVERY_CODES: &str = "DELETE FROM recovery_code WHERE partner_user_id = $1";
const ADD_RECOVERY_CODE: &str = "INSERT INTO recovery_code (code_hash, partner_user_id) VALUES ($1, $2)";
const END_SESSIONS: &str = "UPDATE partner_user SET sessions_from = $2 WHERE id = $1";
const REQUIRE: &str = "UPDATE partner SET second_factor_roles = $2 WHERE id = $1";

/// Forgets the second factors of everybody.
pub(super) const FORGET_ALL: [&str; 3] =
    ["DELETE FROM recovery_code", "DELETE FROM next_second_factor", "DELETE FROM second_factor"];

/// A row of [`STATE`].
#[derive(sqlx::FromRow)]
struct StoredState {
    roles: String,
    in_portal: String,
    confirmed: i64,
    recovery_codes: i64,
}

#[async_trait]
impl SecondFactorStore for SqlStore {
    async fn second_factor(&self, actor: &Actor) -> Result<SecondFactor, StoreError> {
        let customer = actor.portal.map(|place| place.customer.to_string()).unwrap_or_default();
        let query = sqlx::query_as(STATE).bind(actor.partner.to_string()).bind(actor.id.to_string()).bind(customer);
        let state: StoredState = query.one(&self.vital).await?;
        let is_required = match actor.portal {
            Some(place) => parsed::<RequiredRoles<PortalRole>>(&state.in_portal)?.require_in_portal(place.role),
            None => parsed::<RequiredRoles>(&state.roles)?.require_of(&actor.roles, !actor.custom.is_empty()),
        };
        Ok(SecondFactor { is_on: state.confirmed > 0, is_required, recovery_codes: state.recovery_codes })
    }

    async fn begin_second_factor(
        &self,
        actor: &Actor,
        seed: &Seed,
        now: i64,
    ) -> Result<Result<(), SecondFactorRefused>, StoreError> {
        let person = actor.id.to_string();
        let mut transaction = self.begin().await?;
        let sealed = self.seal(&mut transaction, SEEDS.place(&person), seed.bytes()).await?;
        let begun = sqlx::query(BEGIN).bind(&person).bind(sealed).bind(now).run(&mut *transaction).await?;
        if begun == 0 {
            // It is on, so this is the seed of a new phone.
            let sealed = self.seal(&mut transaction, NEXT_SEEDS.place(&person), seed.bytes()).await?;
            sqlx::query(BEGIN_NEXT).bind(&person).bind(sealed).bind(now).run(&mut *transaction).await?;
        }
        commit(transaction).await?;
        Ok(Ok(()))
    }

    async fn confirm_second_factor(
        &self,
        actor: &Actor,
        code: &TypedCode,
        recovery_hashes: &[String],
        session: SessionId,
        event: &SecurityEvent,
    ) -> Result<Result<(), SecondFactorRefused>, StoreError> {
        let mut transaction = self.begin().await?;
        let (sealed, seed) = match self.kept_seed(&mut transaction, actor.id).await? {
            None => return Ok(Err(SecondFactorRefused::NotBegun)),
            Some(KeptSeed { is_on: true, .. }) => {
                return self.confirm_new_phone(transaction, actor, code, (recovery_hashes, session), event).await;
            }
            Some(KeptSeed { sealed, seed, .. }) => (sealed, seed),
        };
        let Some(step) = step_of(code, &seed, event.at) else { return Ok(Err(SecondFactorRefused::WrongCode)) };
        let query = sqlx::query(CONFIRM).bind(actor.id.to_string()).bind(sealed).bind(event.at).bind(step);
        if query.run(&mut *transaction).await? == 0 {
            return Ok(Err(SecondFactorRefused::NotBegun));
        }
        replace_recovery_codes(&mut transaction, actor.id, recovery_hashes).await?;
        end_all_but(&mut transaction, actor.id, session).await?;
        finish(transaction, event).await
    }

    async fn renew_recovery_codes(
        &self,
        actor: &Actor,
        code: &TypedCode,
        recovery_hashes: &[String],
        event: &SecurityEvent,
    ) -> Result<Result<(), SecondFactorRefused>, StoreError> {
        let trying = Trying {
            sign_in_name: &actor.sign_in_name,
            person: Some(actor.id),
            address: event.caller.address,
            device: None,
        };
        let Some(attempt) = self.note_sign_in_attempt(trying, event.at).await? else {
            self.note_security(
                &crate::security::event(SecurityEventKind::SignInThrottled, event.at, event.caller)
                    .by(actor.partner, actor.id),
            )
            .await;
            return Ok(Err(SecondFactorRefused::TooMany));
        };
        let mut transaction = self.begin().await?;
        if !self.use_up(&mut transaction, actor, code, event).await? {
            drop(transaction);
            self.note_refused_code(actor, event).await;
            return Ok(Err(SecondFactorRefused::WrongCode));
        }
        replace_recovery_codes(&mut transaction, actor.id, recovery_hashes).await?;
        let done = finish(transaction, event).await?;
        self.attempt_succeeded(&attempt).await?;
        Ok(done)
    }

    async fn second_factor_roles(&self, actor: &Actor) -> Result<RequiredRoles, StoreError> {
        self.partner_choice(actor.partner).await
    }

    async fn require_second_factor(
        &self,
        actor: &Actor,
        roles: &RequiredRoles,
        event: &SecurityEvent,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let query = sqlx::query(REQUIRE).bind(actor.partner.to_string()).bind(roles.to_string());
        query.run(&mut *transaction).await?;
        finish(transaction, event).await.map(|_| ())
    }
}

/// The seed of a person, sealed and opened.
struct KeptSeed {
    sealed: String,
    seed: Seed,
    is_on: bool,
}

impl SqlStore {
    /// Uses up a code of a person who signs in. False if it is wrong or was used before.
    ///
    /// # Errors
    /// When the database does not answer, or the seed can't be opened.
    pub async fn use_code(&self, actor: &Actor, code: &TypedCode, event: &SecurityEvent) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let used = self.use_up(&mut transaction, actor, code, event).await?;
        commit(transaction).await?;
        if !used {
            self.note_refused_code(actor, event).await;
        }
        Ok(used)
    }

    /// Turns the second factor of a person off. It uses up a code.
    ///
    /// # Errors
    /// When the database does not answer, or the seed can't be opened.
    pub async fn turn_off_second_factor(
        &self,
        actor: &Actor,
        code: &TypedCode,
        event: &SecurityEvent,
    ) -> Result<Result<(), SecondFactorRefused>, StoreError> {
        let state = self.second_factor(actor).await?;
        if !state.is_on {
            return Ok(Err(SecondFactorRefused::Off));
        }
        if state.is_required {
            return Ok(Err(SecondFactorRefused::Required));
        }
        let mut transaction = self.begin().await?;
        if !self.use_up(&mut transaction, actor, code, event).await? {
            drop(transaction);
            self.note_refused_code(actor, event).await;
            return Ok(Err(SecondFactorRefused::WrongCode));
        }
        forget(&mut transaction, actor.id).await?;
        finish(transaction, event).await
    }

    /// Removes the second factor of a person who is known on the machine, and ends the person's sessions. False if there
    /// was none.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn remove_second_factor(&self, person: PartnerUserId, event: &SecurityEvent) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        if forget(&mut transaction, person).await? == 0 {
            return Ok(false);
        }
        end_sessions(&mut transaction, person, event.at).await?;
        finish(transaction, event).await.map(|_| true)
    }

    /// Notes that a code was refused.
    async fn note_refused_code(&self, actor: &Actor, event: &SecurityEvent) {
        let refused = crate::security::event(SecurityEventKind::CodeRefused, event.at, event.caller);
        self.note_security(&refused.by(actor.partner, actor.id)).await;
    }

    /// Puts a new phone in the place of the one before, if the code is one of the new phone.
    async fn confirm_new_phone(
        &self,
        mut transaction: Transaction<'_, Any>,
        actor: &Actor,
        code: &TypedCode,
        (recovery_hashes, session): (&[String], SessionId),
        event: &SecurityEvent,
    ) -> Result<Result<(), SecondFactorRefused>, StoreError> {
        let person = actor.id.to_string();
        let next: Option<String> = sqlx::query_scalar(NEXT_SEED).bind(&person).optional(&mut *transaction).await?;
        let Some(next) = next else { return Ok(Err(SecondFactorRefused::AlreadyOn)) };
        let seed = opened(&self.open_sealed(NEXT_SEEDS.place(&person), &next)?)?;
        let Some(step) = step_of(code, &seed, event.at) else { return Ok(Err(SecondFactorRefused::WrongCode)) };
        let sealed = self.seal(&mut transaction, SEEDS.place(&person), seed.bytes()).await?;
        let taken = sqlx::query(TAKE_NEXT).bind(&person).bind(next).run(&mut *transaction).await?;
        let query = sqlx::query(REPLACE).bind(&person).bind(sealed).bind(event.at).bind(step);
        if taken == 0 || query.run(&mut *transaction).await? == 0 {
            return Ok(Err(SecondFactorRefused::NotBegun));
        }
        replace_recovery_codes(&mut transaction, actor.id, recovery_hashes).await?;
        end_all_but(&mut transaction, actor.id, session).await?;
        finish(transaction, &SecurityEvent { kind: SecurityEventKind::SecondFactorReplaced, ..event.clone() }).await
    }

    async fn kept_seed(
        &self,
        transaction: &mut Transaction<'_, Any>,
        person: PartnerUserId,
    ) -> Result<Option<KeptSeed>, StoreError> {
        let row = person.to_string();
        let kept: Option<(String, i64)> = sqlx::query_as(SEED).bind(&row).optional(&mut **transaction).await?;
        let Some((sealed, confirmed)) = kept else { return Ok(None) };
        let seed = opened(&self.open_sealed(SEEDS.place(&row), &sealed)?)?;
        Ok(Some(KeptSeed { sealed, seed, is_on: confirmed > 0 }))
    }

    /// Uses up a code. The use of a recovery code is noted. False if it is wrong or was used before.
    async fn use_up(
        &self,
        transaction: &mut Transaction<'_, Any>,
        actor: &Actor,
        code: &TypedCode,
        event: &SecurityEvent,
    ) -> Result<bool, StoreError> {
        let person = actor.id.to_string();
        match code {
            TypedCode::App(code) => {
                let Some(kept) = self.kept_seed(transaction, actor.id).await?.filter(|kept| kept.is_on) else {
                    return Ok(false);
                };
                let Some(step) = totp::step_of(&kept.seed, *code, event.at) else { return Ok(false) };
                let query = sqlx::query(USE_STEP).bind(person).bind(kept.sealed).bind(step);
                let used = query.run(&mut **transaction).await?;
                Ok(used > 0)
            }
            TypedCode::Recovery(hash) => {
                let query = sqlx::query(USE_RECOVERY_CODE).bind(person).bind(hash.clone()).bind(event.at);
                if query.run(&mut **transaction).await? == 0 {
                    return Ok(false);
                }
                let used = crate::security::event(SecurityEventKind::RecoveryCodeUsed, event.at, event.caller);
                security_log::keep(transaction, &used.by(actor.partner, actor.id)).await?;
                Ok(true)
            }
        }
    }
}

fn opened(bytes: &[u8]) -> Result<Seed, StoreError> {
    Seed::from_bytes(bytes).ok_or_else(|| StoreError::Corrupt("a seed has another length".to_owned()))
}

/// The time step of a code that confirms a phone. Recovery codes confirm none.
fn step_of(code: &TypedCode, seed: &Seed, at: i64) -> Option<i64> {
    match code {
        TypedCode::App(code) => totp::step_of(seed, *code, at),
        TypedCode::Recovery(_) => None,
    }
}

/// Forgets the second factor of a person. Returns how many there were.
pub(super) async fn forget(connection: &mut AnyConnection, person: PartnerUserId) -> Result<u64, StoreError> {
    for sql in [FORGET_RECOVERY_CODES, FORGET_NEXT] {
        sqlx::query(sql).bind(person.to_string()).run(&mut *connection).await?;
    }
    sqlx::query(FORGET).bind(person.to_string()).run(&mut *connection).await
}

/// Ends the sessions of a person. Those that name no person end because they began before now.
pub(super) async fn end_sessions(
    connection: &mut AnyConnection,
    person: PartnerUserId,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(END_NAMED).bind(person.to_string()).run(&mut *connection).await?;
    sqlx::query(END_SESSIONS).bind(person.to_string()).bind(now).run(&mut *connection).await.map(|_| ())
}

async fn replace_recovery_codes(
    transaction: &mut Transaction<'_, Any>,
    person: PartnerUserId,
    hashes: &[String],
) -> Result<(), StoreError> {
    sqlx::query(FORGET_RECOVERY_CODES).bind(person.to_string()).run(&mut **transaction).await?;
    for hash in hashes {
        let query = sqlx::query(ADD_RECOVERY_CODE).bind(hash.clone()).bind(person.to_string());
        query.run(&mut **transaction).await?;
    }
    Ok(())
}

async fn finish(
    mut transaction: Transaction<'_, Any>,
    event: &SecurityEvent,
) -> Result<Result<(), SecondFactorRefused>, StoreError> {
    security_log::keep(&mut transaction, event).await?;
    commit(transaction).await?;
    Ok(Ok(()))
}

pub(in crate::store) fn statements() -> Vec<String> {
    let all = [
        STATE,
        BEGIN_NEXT,
        NEXT_SEED,
        FORGET_NEXT,
        TAKE_NEXT,
        REPLACE,
        BEGIN,
        SEED,
        CONFIRM,
        USE_STEP,
        USE_RECOVERY_CODE,
        FORGET,
        FORGET_RECOVERY_CODES,
        ADD_RECOVERY_CODE,
        END_SESSIONS,
        REQUIRE,
    ];
    all.into_iter().chain(FORGET_ALL).map(String::from).collect()
}
