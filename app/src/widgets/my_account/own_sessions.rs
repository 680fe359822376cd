//! The sessions of the signed-in person.

use super::ending::Ending;
use super::session_table::SessionTable;
use crate::api::my_account::{SessionList, end_own_sessions};
use crate::text::my_account as words;
use domain::ids::SessionId;
use leptos::prelude::*;

/// Id of the heading.
const HEADING: &str = "sessions-heading";

/// The section.
#[component]
pub fn OwnSessions(list: SessionList) -> impl IntoView {
    let ending = Ending::begin(Some(list));
    let latest = RwSignal::new(None::<SessionId>);
    let on_end = Callback::new(move |session: Option<SessionId>| {
        latest.set(session);
        let said = if session.is_some() { words::SESSION_ENDED } else { words::SESSIONS_ENDED };
        ending.send(async move { end_own_sessions(session).await.map(Ok) }, Some(said));
    });
    let on_retry = Callback::new(move |()| on_end.run(latest.get_untracked()));
    view! {
        <section aria-labelledby=HEADING>
            <h2 id=HEADING>{words::SESSIONS}</h2>
            <p>{words::SESSIONS_LEAD}</p>
            <SessionTable ending on_end on_retry/>
        </section>
    }
}
