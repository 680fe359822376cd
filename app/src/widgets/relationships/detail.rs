//! An admin relationship: its roles, its end, and the groups that use it.

use super::assign::AssignDialog;
use super::command::{ASSIGN_ID, RelationshipCommand};
use super::ends::{ends, status};
use super::managing::ManagingRelationships;
use super::question::QuestionDialog;
use crate::paths;
use crate::text::relationships as words;
use crate::ui::command::Command;
use crate::ui::command_table::{Column, CommandTable, RowCommands};
use crate::ui::moment::Moment;
use crate::ui::named::named;
use crate::widgets::people::link::LinkDialog;
use crate::widgets::people::send_form::NotDone;
use domain::access::entra_role::{EntraRole, RelationshipRole};
use domain::access::relationship::{AccessAssignment, Relationship, RelationshipStatus};
use domain::access::relationship_rules::{
    RelationshipEvent, RelationshipRefused, check_auto_extend, check_terminate, next,
};
use domain::ids::RelationshipId;
use leptos::prelude::*;

/// The id of the heading that names the table of groups.
const GROUPS: &str = "relationship-groups";

/// The relationship, with the commands.
#[component]
pub fn RelationshipDetail(managing: ManagingRelationships, id: RelationshipId) -> impl IntoView {
    let on_retry = Callback::new(move |()| managing.clear());
    // Once shown it stays, so that its buttons keep the focus when it changes.
    let detail = match untrack(|| managing.one(id)) {
        Some(first) => {
            let one = Memo::new(move |before: Option<&Relationship>| {
                managing.one(id).or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
            });
            view! { <Detail managing one/> }.into_any()
        }
        None => view! { <p class="note warn">{words::NO_SUCH}</p> }.into_any(),
    };
    view! {
        <div class="people">
            <p>
                <a href=paths::relationships(managing.customer)>{words::TO_LIST}</a>
            </p>
            <NotDone sending=managing.sending notice=managing.sending.notice() on_retry/>
            {detail}
        </div>
        <AssignDialog managing/>
        <QuestionDialog managing/>
        <LinkDialog link=managing.link/>
    }
}

#[component]
fn Detail(managing: ManagingRelationships, one: Memo<Relationship>) -> impl IntoView {
    let name = move || named(one.with(|one| one.name.clone()));
    let roles = move || one.with(|one| one.roles.iter().map(|role| granted(*role)).collect_view());
    view! {
        <h2>{name}</h2>
        <p class="muted">{words::RECORDED_HERE}</p>
        <Commands managing one/>
        {move || view! { <Facts managing one=one.get()/> }}
        <h2>{words::ROLES}</h2>
        <ul class="granted-roles">{roles}</ul>
        <h2 id=GROUPS>{words::GROUPS}</h2>
        <Groups managing one/>
    }
}

fn granted(role: RelationshipRole) -> impl IntoView {
    let allows = role.known().map(EntraRole::allows);
    view! { <li>{role.name()} <span class="muted role-means">{allows}</span></li> }
}

/// The state of a relationship at the moment of the latest reply.
fn status_now(managing: ManagingRelationships, one: &Relationship) -> RelationshipStatus {
    one.status_at(managing.shown.with(|shown| shown.at))
}

/// The commands, each with why it can't be used.
#[component]
fn Commands(managing: ManagingRelationships, one: Memo<Relationship>) -> impl IntoView {
    let state = Memo::new(move |_| one.with(|one| status_now(managing, one)));
    let may_ask = Memo::new(move |_| next(state.get(), RelationshipEvent::AskCustomer).is_ok());
    let why_no_end = Signal::derive(move || {
        let at = managing.shown.with(|shown| shown.at);
        let refused = one.with(|one| check_terminate(one, at).err());
        let refused = refused.map(|refused| match refused {
            RelationshipRefused::NotNow(state) => words::not_ended(state),
            refused => refused.to_string(),
        });
        managing.denied.get().or(refused)
    });
    let on_link = Callback::new(move |()| managing.run(RelationshipCommand::NewLink(one.get_untracked())));
    let on_end = Callback::new(move |()| managing.run(RelationshipCommand::Terminate(one.get_untracked())));
    let label = Signal::derive(move || words::switch_auto_extend(one.with(|one| !one.auto_extend)).to_owned());
    let why_no_switch = Signal::derive(move || {
        let at = managing.shown.with(|shown| shown.at);
        let refused = one.with(|one| check_auto_extend(one, !one.auto_extend, at).err());
        managing.denied.get().or_else(|| refused.map(|refused| refused.to_string()))
    });
    let on_switch = Callback::new(move |()| {
        let one = one.get_untracked();
        let on = !one.auto_extend;
        managing.run(RelationshipCommand::AutoExtend(one, on));
    });
    let link = move || {
        may_ask.get().then(|| {
            view! {
                <Command
                    id="new-approval-link"
                    label=words::NEW_LINK
                    on_click=on_link
                    why_not=managing.denied
                    class="second"
                />
            }
        })
    };
    view! {
        <div class="acts">
            {link}
            <Command id="auto-extend" label on_click=on_switch why_not=why_no_switch class="second"/>
            <Command
                id="terminate-relationship"
                label=words::TERMINATE
                on_click=on_end
                why_not=why_no_end
                class="second"
            />
        </div>
    }
}

#[component]
fn Facts(managing: ManagingRelationships, one: Relationship) -> impl IntoView {
    let now = managing.shown.with_untracked(|shown| shown.at);
    let (state, end) = (one.status_at(now), one.end_at(now));
    let moment = |label: &'static str, at: Option<i64>| at.map(|at| view! { <dt>{label}</dt> <dd><Moment at/></dd> });
    view! {
        <dl class="facts">
            <dt>{words::STATUS}</dt>
            <dd>{status(state)}</dd>
            <dt>{words::DURATION}</dt>
            <dd>{words::days(one.days)}</dd>
            <dt>{words::AUTO_EXTEND}</dt>
            <dd>{if one.auto_extend { words::ON } else { words::OFF }}</dd>
            {moment(words::REQUESTED, Some(one.created))}
            {moment(words::APPROVE_BY, one.approve_by.filter(|_| one.activated.is_none()))}
            {moment(words::ACTIVATED, one.activated)}
            {end.map(|_| view! { <dt>{words::ENDS}</dt> <dd>{ends(end, state, now)}</dd> })}
            {one.answered_by_link.then(|| view! { <dt>{words::ANSWER}</dt> <dd>{words::ANSWERED_BY_LINK}</dd> })}
            <dt>{words::ORIGIN}</dt>
            <dd>{if one.imported { words::IMPORTED } else { words::MADE_HERE }}</dd>
        </dl>
    }
}

#[component]
fn Groups(managing: ManagingRelationships, one: Memo<Relationship>) -> impl IntoView {
    let why_not = Signal::derive(move || {
        let state = one.with(|one| status_now(managing, one));
        managing.denied.get().or_else(|| (!state.is_in_force()).then(|| words::not_in_force(state)))
    });
    let on_assign = Callback::new(move |()| {
        managing.clear();
        managing.assign.ask(one.get_untracked());
    });
    let table = move || {
        let one = one.get();
        match one.assignments.is_empty() {
            true => view! { <p class="grid empty">{words::NO_GROUPS}</p> }.into_any(),
            false => view! { <GroupTable managing one why_not/> }.into_any(),
        }
    };
    view! {
        <div class="acts">
            <Command id=ASSIGN_ID label=words::ASSIGN on_click=on_assign why_not class="second"/>
        </div>
        {table}
    }
}

#[component]
fn GroupTable(managing: ManagingRelationships, one: Relationship, why_not: Signal<Option<String>>) -> impl IntoView {
    let rows = one.assignments.clone().into_iter().map(move |assignment| {
        let one = one.clone();
        view! { <GroupRow managing one assignment why_not/> }
    });
    let columns = [words::GROUP, words::ROLES, words::STATUS].map(Column::Text).to_vec();
    view! {
        <CommandTable named_by=GROUPS columns>
            {rows.collect_view()}
        </CommandTable>
    }
}

#[component]
fn GroupRow(
    managing: ManagingRelationships,
    one: Relationship,
    assignment: AccessAssignment,
    why_not: Signal<Option<String>>,
) -> impl IntoView {
    let AccessAssignment { id, group_name, roles, status, elsewhere, .. } = assignment.clone();
    let why_not =
        Signal::derive(move || why_not.get().or_else(|| elsewhere.then(|| words::ELSEWHERE_STAYS.to_owned())));
    let command = RelationshipCommand::Unassign(one, assignment);
    let label = command.label();
    let on_click = Callback::new(move |()| managing.run(command.clone()));
    let names: Vec<String> = roles.into_iter().map(RelationshipRole::name).collect();
    view! {
        <tr>
            <td class="text name">{named(group_name)}</td>
            <td class="text" data-label=words::ROLES>
                {names.join(", ")}
            </td>
            <td data-label=words::STATUS>{status.as_str()}</td>
            <RowCommands>
                <Command id=format!("unassign-{id}") label on_click why_not/>
            </RowCommands>
        </tr>
    }
}
