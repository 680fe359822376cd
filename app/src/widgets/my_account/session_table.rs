//! The sessions of a person, each with the command that ends it.

use super::ending::{Ending, SESSIONS_ID};
use crate::text::my_account as words;
use crate::ui::command_table::{Column, CommandTable, RowCommands};
use crate::ui::moment::Moment;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::frame::error_view::ErrorView;
use domain::access::session::PersonSession;
use domain::ids::SessionId;
use leptos::prelude::*;

const COLUMNS: [Column; 4] = [
    Column::Text(words::BROWSER),
    Column::Text(words::ADDRESS),
    Column::Text(words::SIGNED_IN),
    Column::Text(words::LAST_USED),
];

/// The sessions. `on_end` is told which one to end; `None` for all but the one that asks. `on_retry` repeats the failed request.
#[component]
pub fn SessionTable(ending: Ending, on_end: Callback<Option<SessionId>>, on_retry: Callback<()>) -> impl IntoView {
    let sessions = Memo::new(move |_| ending.list.with(|list| list.clone().unwrap_or_default().sessions));
    let this = Memo::new(move |_| ending.list.with(|list| list.as_ref().and_then(|list| list.this)));
    let is_own = Memo::new(move |_| sessions.with(|all| all.iter().any(|one| Some(one.id) == this.get())));
    let others = Memo::new(move |_| sessions.with(|all| all.iter().filter(|one| Some(one.id) != this.get()).count()));
    let busy = move || ending.busy.get().then_some("true");
    view! {
        <div class="sessions" id=SESSIONS_ID tabindex="-1" role="group" aria-label=words::SESSIONS>
            {move || ending.failed.get().map(|error| view! { <ErrorView error on_retry/> })}
            {move || {
                ending.refused.get().map(|refused| view! { <Notice kind=NoticeKind::Bad>{refused.to_string()}</Notice> })
            }}
            <Show when=move || sessions.with(|all| !all.is_empty()) fallback=|| view! { <p>{words::NO_SESSIONS}</p> }>
                <CommandTable label=words::SESSIONS columns=COLUMNS.to_vec()>
                    <For each=move || sessions.get() key=|session| (session.id, session.used) let:session>
                        <SessionRow session this ending on_end/>
                    </For>
                </CommandTable>
            </Show>
            {move || {
                (others.get() > 0)
                    .then(|| {
                        view! {
                            <p class="acts">
                                <button
                                    type="button"
                                    class="second"
                                    aria-disabled=busy
                                    on:click=move |_| on_end.run(None)
                                >
                                    {move || if is_own.get() { words::END_OTHERS } else { words::END_ALL }}
                                </button>
                            </p>
                        }
                    })
            }}
        </div>
    }
}

#[component]
fn SessionRow(
    session: PersonSession,
    this: Memo<Option<SessionId>>,
    ending: Ending,
    on_end: Callback<Option<SessionId>>,
) -> impl IntoView {
    let id = session.id;
    let is_this = Memo::new(move |_| this.get() == Some(id));
    let name = StoredValue::new(words::end_one(&session));
    let busy = move || ending.busy.get().then_some("true");
    let command = move || {
        view! {
            <button
                type="button"
                class="plain command"
                aria-label=name.get_value()
                aria-disabled=busy
                on:click=move |_| on_end.run(Some(id))
            >
                {words::END}
            </button>
        }
    };
    view! {
        <tr>
            <td class="text name">
                {words::browser(&session)} " "
                {move || is_this.get().then(|| view! { <span class="tag">{words::THIS_SESSION}</span> })}
            </td>
            <td class="text" data-label=words::ADDRESS>
                {session.address.unwrap_or_else(|| words::UNKNOWN_ADDRESS.to_owned())}
            </td>
            <td class="text" data-label=words::SIGNED_IN>
                <Moment at=session.began/>
            </td>
            <td class="text" data-label=words::LAST_USED>
                <Moment at=session.used/>
            </td>
            <RowCommands>{move || (!is_this.get()).then(command)}</RowCommands>
        </tr>
    }
}
