//! The sessions of a person: listed and ended, by the person or by somebody who manages people.

use super::loaded::{as_now, people_known_to};
use crate::store::SqlStore;
use crate::store::engine::fetch::{Execute, Fetch};
use crate::store::engine::stored::parsed;
use async_trait::async_trait;
use domain::access::Actor;
use domain::access::people_rules::check_sessions;
use domain::access::person::PersonRefused;
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
/// Sessions of an earlier version that nobody has used since name no person. One of them may be the person's.
const END_ALL_BUT: &str = "DELETE FROM session \
    WHERE (partner_user_id = $1 AND (id IS NULL OR id <> $2)) OR partner_user_id IS NULL";
const END_ALL: &str = "DELETE FROM session WHERE partner_user_id = $1 OR partner_user_id IS NULL";
/// The sessions of a person whose password is another now. The password ends those that name no person.
pub(super) const END_NAMED: &str = "DELETE FROM session WHERE partner_user_id = $1";

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
        let people = people_known_to(&mut connection, actor, now).await?;
        if let Err(refused) = check_sessions(&people, &as_now(actor, &people), person) {
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
        let mut changing = self.lock_people(actor, event.at).await?;
        if let Err(refused) = check_sessions(&changing.people, &changing.actor, person) {
            return Ok(Err(refused));
        }
        let id = person.to_string();
        let query = match which {
            EndSessions::One(session) => sqlx::query(END_ONE).bind(id).bind(session.to_string()),
            EndSessions::AllBut(session) => sqlx::query(END_ALL_BUT).bind(id).bind(session.to_string()),
            EndSessions::All => sqlx::query(END_ALL).bind(id),
        };
        if query.run(&mut *changing.transaction).await? == 0 {
            return Ok(Ok(()));
        }
        let event = match changing.people.person(person).filter(|person| person.id != actor.id) {
            Some(other) => event.clone().done_to(&other.sign_in_name),
            None => event.clone(),
        };
        changing.finish(&event).await?;
        Ok(Ok(()))
    }
}

/// Ends all sessions of a person but one.
pub(super) async fn end_all_but(
    transaction: &mut Transaction<'_, Any>,
    person: PartnerUserId,
    session: SessionId,
) -> Result<(), StoreError> {
    let query = sqlx::query(END_ALL_BUT).bind(person.to_string()).bind(session.to_string());
    query.run(&mut **transaction).await.map(|_| ())
}

pub(in crate::store) fn statements() -> Vec<String> {
    [SESSIONS, END_ONE, END_ALL_BUT, END_ALL, END_NAMED].map(String::from).into()
}
