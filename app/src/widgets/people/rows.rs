//! The rows of people and invitations.

use super::command::PersonCommand;
use super::kept::kept;
use super::managing::ManagingPeople;
use crate::text::people as words;
use crate::text::tenants::CUT_OFF;
use crate::ui::command::Command;
use crate::ui::command_table::{NameCells, RowCommands, StatusCell};
use crate::ui::moment::Moment;
use crate::ui::named::named;
use domain::access::person::{Invitation, LinkedAccount, Person};
use leptos::prelude::*;

/// A person. The row stays in the page when the person changes, so that its buttons keep the focus.
#[component]
pub fn PersonRow(managing: ManagingPeople, person: Person) -> impl IntoView {
    let id = person.id;
    let person = kept(person, move || managing.people.with(|people| people.person(id).cloned()));
    let name = Signal::derive(move || person.with(|person| person.name.clone()));
    let sign_in_name = move || named(person.with(|person| person.sign_in_name.clone()));
    let is_me = Memo::new(move |_| managing.is_actor(id));
    let is_blocked = Memo::new(move |_| person.with(|person| person.blocked));
    let is_cut_off = Memo::new(move |_| person.with(|person| person.is_cut_off));
    let off = Signal::derive(move || is_blocked.get() || is_cut_off.get());
    let status = Signal::derive(move || match (is_blocked.get(), is_cut_off.get()) {
        (true, _) => words::BLOCKED,
        (false, true) => CUT_OFF,
        (false, false) => words::ACTIVE,
    });
    let edit_name = Signal::derive(move || person.with(|person| words::edit_one(&person.name)));
    let why_no_edit =
        Memo::new(move |_| person.with(|person| managing.why_no_edit(person)).map(|refused| refused.to_string()));
    let edit = Callback::new(move |()| managing.form.ask(person.get_untracked()));
    let block = Signal::derive(move || match is_blocked.get() {
        true => PersonCommand::Allow(person.get()),
        false => PersonCommand::Block(person.get()),
    });
    let remove = Signal::derive(move || PersonCommand::Remove(person.get()));
    let reset = Signal::derive(move || PersonCommand::Reset(person.get()));
    let sessions_name = Signal::derive(move || person.with(|person| words::sessions_of(&person.name)));
    let why_no_sessions = Memo::new(move |_| managing.refuses_sessions(id).map(|refused| refused.to_string()));
    let sessions = Callback::new(move |()| managing.sessions.ask(person.get_untracked()));
    let has_second_factor = Memo::new(move |_| person.with(|person| person.has_second_factor));
    let remove_factor = Signal::derive(move || PersonCommand::RemoveSecondFactor(person.get()));
    let factor_button = move || {
        let id = format!("remove-second-factor-{id}");
        has_second_factor.get().then(|| view! { <CommandButton managing id command=remove_factor/> })
    };
    let linked = Memo::new(move |_| person.with(|person| person.linked.clone()));
    let unlink_buttons = move || {
        let button = |LinkedAccount { provider, .. }: LinkedAccount| {
            let id = format!("unlink-{id}-{}", provider.id);
            let command = Signal::derive(move || PersonCommand::Unlink(person.get(), provider.clone()));
            view! { <CommandButton managing id command/> }
        };
        // One's own are on the page My account.
        let shown = if is_me.get() { Vec::new() } else { linked.get() };
        shown.into_iter().map(button).collect_view()
    };
    view! {
        <tr>
            <NameCells name label=words::SIGN_IN_NAME detail=move || sign_in_name>
                {move || is_me.get().then(|| view! { <span class="tag">{words::YOU}</span> })}
            </NameCells>
            <td class="text" data-label=words::ROLES>
                {move || person.with(|person| managing.people.with(|people| words::roles_of(people, person)))}
            </td>
            <StatusCell label=words::STATUS off status/>
            <RowCommands>
                <Command id=format!("edit-{id}") label=words::EDIT name=edit_name why_not=why_no_edit on_click=edit/>
                <CommandButton managing id=format!("block-{id}") command=block/>
                <CommandButton managing id=format!("reset-{id}") command=reset/>
                <Command
                    id=format!("sessions-{id}")
                    label=words::SESSIONS
                    name=sessions_name
                    why_not=why_no_sessions
                    on_click=sessions
                />
                {factor_button}
                {unlink_buttons}
                <CommandButton managing id=format!("remove-{id}") command=remove/>
            </RowCommands>
        </tr>
    }
}

/// An invitation. The row stays in the page when the invitation gets another link.
#[component]
pub fn InvitationRow(managing: ManagingPeople, invitation: Invitation) -> impl IntoView {
    let id = invitation.id;
    let (name, sign_in_name) = (Signal::stored(invitation.name.clone()), invitation.sign_in_name.clone());
    let roles = managing.people.with_untracked(|people| words::duties_of_invitation(people, &invitation));
    let now = move || managing.people.with(|people| people.invitations.iter().find(|one| one.id == id).cloned());
    let invitation = kept(invitation, now);
    let new_link = Signal::derive(move || PersonCommand::Resend(invitation.get()));
    let withdraw = Signal::derive(move || PersonCommand::Withdraw(invitation.get()));
    let expires = move || {
        invitation.with(|invitation| match (invitation.is_expired, invitation.void) {
            (true, _) => view! { <span class="st off">{words::EXPIRED}</span> }.into_any(),
            (false, Some(why)) => {
                let why = words::void_invitation(why);
                view! { <span class="st off">{words::VOID}</span> <span class="muted sub-line">{why}</span> }.into_any()
            }
            (false, None) => view! { <Moment at=invitation.expires/> }.into_any(),
        })
    };
    view! {
        <tr>
            <NameCells name label=words::SIGN_IN_NAME detail=move || named(sign_in_name.clone())/>
            <td class="text" data-label=words::ROLES>
                {roles}
            </td>
            <td class="text" data-label=words::EXPIRES>
                {expires}
            </td>
            <RowCommands>
                <CommandButton managing id=format!("renew-{id}") command=new_link/>
                <CommandButton managing id=format!("withdraw-{id}") command=withdraw/>
            </RowCommands>
        </tr>
    }
}

/// The button of a command about a person or an invitation.
#[component]
fn CommandButton(managing: ManagingPeople, #[prop(into)] id: String, command: Signal<PersonCommand>) -> impl IntoView {
    let label = Signal::derive(move || command.with(PersonCommand::label));
    let name = Signal::derive(move || command.with(PersonCommand::name));
    let why_not =
        Memo::new(move |_| command.with(|command| managing.why_not(command)).map(|refused| refused.to_string()));
    let busy = Signal::derive(move || command.with(|command| managing.is_under_way(command)));
    let on_click = Callback::new(move |()| managing.run(command.get_untracked()));
    view! { <Command id label name why_not on_click busy/> }
}
