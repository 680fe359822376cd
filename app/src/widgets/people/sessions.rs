//! The dialog with the sessions of a person.

use super::managing::ManagingPeople;
use crate::api::people::{SessionsReply, end_sessions_of, list_sessions_of};
use crate::text::common;
use crate::text::my_account::{SESSION_ENDED, SESSIONS_ENDED};
use crate::text::people as words;
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use crate::widgets::my_account::ending::Ending;
use crate::widgets::my_account::session_table::SessionTable;
use domain::access::person::Person;
use domain::ids::SessionId;
use leptos::prelude::*;

/// The dialog.
#[component]
pub fn SessionsDialog(managing: ManagingPeople) -> impl IntoView {
    let DialogAbout { open, about } = managing.sessions;
    let title = Signal::derive(move || {
        about.with(|about| about.as_ref().map(|person| words::sessions_of(&person.name)).unwrap_or_default())
    });
    view! {
        <Dialog open title wide=true>
            {move || about.get().map(|person| view! { <Sessions person/> })}
            <p class="foot">
                <button type="button" class="second" on:click=move |_| open.set(false)>
                    {common::CLOSE}
                </button>
            </p>
        </Dialog>
    }
}

/// The last request, to be sent again after an error.
#[derive(Clone, Copy)]
enum LastRequest {
    List,
    End(Option<SessionId>),
}

#[component]
fn Sessions(person: Person) -> impl IntoView {
    let id = person.id;
    let ending = Ending::begin(None);
    let latest = StoredValue::new(LastRequest::List);
    let ask = Callback::new(move |asked: LastRequest| {
        latest.set_value(asked);
        let said = match asked {
            LastRequest::List => None,
            LastRequest::End(Some(_)) => Some(SESSION_ENDED),
            LastRequest::End(None) => Some(SESSIONS_ENDED),
        };
        let reply = async move {
            let reply = match asked {
                LastRequest::List => list_sessions_of(id).await?,
                LastRequest::End(session) => end_sessions_of(id, session).await?,
            };
            Ok(match reply {
                SessionsReply::Sessions(list) => Ok(list),
                SessionsReply::Refused(refused) => Err(refused),
            })
        };
        ending.send(reply, said);
    });
    Effect::new(move |_| ask.run(LastRequest::List));
    let on_end = Callback::new(move |session| ask.run(LastRequest::End(session)));
    let on_retry = Callback::new(move |()| ask.run(latest.get_value()));
    let is_answered = move || ending.failed.with(Option::is_some) || ending.refused.with(Option::is_some);
    let is_loading = Memo::new(move |_| ending.list.with(Option::is_none) && !is_answered());
    move || match is_loading.get() {
        true => view! { <p class="loading">{common::LOADING}</p> }.into_any(),
        false => view! { <SessionTable ending on_end on_retry/> }.into_any(),
    }
}
