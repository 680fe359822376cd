//! The sessions of a person: listed and ended, by the person or by somebody who manages people.

use super::loaded::people_known_to;
use super::people_transaction::as_now;
use super::sessions::END_NAMED;
use super::sessions::person_of;
use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::parsed;
use async_trait::async_trait;
use domain::access::Actor;
use domain::access::people_rules::check_sessions;
use domain::access::person_refused::PersonRefused;
use domain::access::session::{EndSessions, PersonSession, SESSIONS_MAX};
use domain::console::security::SecurityEvent;
use domain::ids::{PartnerUserId, SessionId};
use domain::store::{PersonSessionStore, StoreError};
use sqlx::{Any, Transaction};

/// Without a name is a session in which the password was right and the code is missing.
const SESSIONS: &str = "SELECT s.id, s.browser, s.address, s.began, COALESCE(s.used, s.began) AS used \
    FROM session AS s JOIN partner_user AS p ON p.id = s.partner_user_id \
    WHERE s.partner_user_id = $1 AND s.id IS NOT NULL AND s.expires > $2 AND COALESCE(s.idle_until, s.expires) > $2 \
    AND s.began >= p.sessions_from ORDER BY s.began DESC, s.id LIMIT $3";
const END_ONE: &str = "DELETE FROM session WHERE partner_user_id = $1 AND id = $2";
const END_ALL_BUT: &str = "DELETE FROM session WHERE partner_user_id = $1 AND (id IS NULL OR id <> $2)";
/// Sessions of an earlier version that nobody has used since name their person only in their data.
const UNNAMED: &str = "SELECT id_hash, data FROM session WHERE partner_user_id IS NULL";
const END_UNNAMED: &str = "DELETE FROM session WHERE id_hash = $1 AND partner_user_id IS NULL";

/// A row of [`SESSIONS`].
#[derive(sqlx::FromRow)]
struct StoredSession {
    id: String,
    browser: Option<String>,
    address: Option<String>,
    began: i64,
    used: i64,
}

impl StoredSession {
    fn session(self) -> Result<PersonSession, StoreError> {
        Ok(PersonSession {
            id: parsed(&self.id)?,
            browser: self.browser.unwrap_or_default(),
            address: self.address,
            began: self.began,
            used: self.used,
        })
    }
}

#[async_trait]
impl PersonSessionStore for SqlStore {
    async fn sessions_of(
        &self,
        actor: &Actor,
        person: PartnerUserId,
        now: i64,
    ) -> Result<Result<Vec<PersonSession>, PersonRefused>, StoreError> {
        let mut connection = self.reader().await?;
        let people = people_known_to(&mut connection, self.dialect, actor, now).await?;
        let actor = as_now(actor, &people);
        if let Err(refused) = check_sessions(&people.reached_by(&actor), &actor, person) {
            return Ok(Err(refused));
        }
        let query = sqlx::query_as(SESSIONS).bind(person.to_string()).bind(now).bind(SESSIONS_MAX);
        let rows: Vec<StoredSession> = query.all(&mut *connection).await?;
        rows.into_iter().map(StoredSession::session).collect::<Result<_, _>>().map(Ok)
    }

    async fn end_sessions(
        &self,
        actor: &Actor,
        person: PartnerUserId,
        which: EndSessions,
        event: &SecurityEvent,
    ) -> Result<Result<(), PersonRefused>, StoreError> {
        let mut changing = self.lock_managed(actor, event.at).await?;
        if let Err(refused) = check_sessions(&changing.people, &changing.actor, person) {
            return Ok(Err(refused));
        }
        let id = person.to_string();
        let transaction = &mut changing.transaction;
        let ended = match which {
            EndSessions::One(session) => {
                sqlx::query(END_ONE).bind(id).bind(session.to_string()).run(&mut **transaction).await?
            }
            EndSessions::AllBut(session) => end_all_but(transaction, person, session).await?,
            EndSessions::All => {
                let named = sqlx::query(END_NAMED).bind(id).run(&mut **transaction).await?;
                named + end_unnamed(transaction, person).await?
            }
        };
        if ended == 0 {
            return Ok(Ok(()));
        }
        let event = match changing.people.person(person).filter(|person| person.id != actor.id) {
            Some(other) => event.clone().in_tenant(other.tenant).done_to(&other.sign_in_name),
            None => event.clone(),
        };
        changing.finish(&event).await?;
        Ok(Ok(()))
    }
}

/// Ends all sessions of a person but one. Returns how many there were.
pub(super) async fn end_all_but(
    transaction: &mut Transaction<'_, Any>,
    person: PartnerUserId,
    session: SessionId,
) -> Result<u64, StoreError> {
    let query = sqlx::query(END_ALL_BUT).bind(person.to_string()).bind(session.to_string());
    Ok(query.run(&mut **transaction).await? + end_unnamed(transaction, person).await?)
}

/// Ends the sessions of an earlier version that are the person's, and nobody else's. Returns how many there were.
async fn end_unnamed(transaction: &mut Transaction<'_, Any>, person: PartnerUserId) -> Result<u64, StoreError> {
    let unnamed: Vec<(String, String)> = sqlx::query_as(UNNAMED).all(&mut **transaction).await?;
    let mut ended = 0;
    for (id_hash, _) in unnamed.iter().filter(|(_, data)| person_of(data) == Some(person)) {
        ended += sqlx::query(END_UNNAMED).bind(id_hash.clone()).run(&mut **transaction).await?;
    }
    Ok(ended)
}

pub(in crate::store) fn statements() -> Vec<String> {
    [SESSIONS, END_ONE, END_ALL_BUT, UNNAMED, END_UNNAMED].map(String::from).into()
}
