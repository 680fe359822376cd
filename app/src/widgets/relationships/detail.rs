//! An admin relationship: what it grants, until when, and the groups that use it.

use super::assign::AssignDialog;
use super::command::RelationshipCommand;
use super::ends::{ends, status};
use super::managing::Managing;
use super::question::{NotDone, QuestionDialog};
use crate::paths;
use crate::text::relationships as words;
use crate::ui::command::Command;
use crate::ui::moment::Moment;
use crate::ui::named::named;
use crate::widgets::people::link::LinkDialog;
use domain::access::entra_role::{EntraRole, RelationshipRole};
use domain::access::relationship::{AccessAssignment, Relationship};
use domain::access::relationship_rules::{RelationshipEvent, check_in_force, next};
use domain::ids::RelationshipId;
use leptos::prelude::*;

/// The id of the heading that names the table of groups.
const GROUPS: &str = "relationship-groups";

/// The relationship, with what can be done with it.
#[component]
pub fn RelationshipDetail(managing: Managing, id: RelationshipId) -> impl IntoView {
    let one = Memo::new(move |_| managing.one(id));
    let on_retry = Callback::new(move |()| managing.clear());
    view! {
        <div class="people">
            <p>
                <a href=paths::relationships(managing.customer)>{words::TO_LIST}</a>
            </p>
            <NotDone managing on_retry/>
            {move || match one.get() {
                Some(one) => view! { <Detail managing one/> }.into_any(),
                None => view! { <p class="note warn">{words::NO_SUCH}</p> }.into_any(),
            }}
        </div>
        <AssignDialog managing/>
        <QuestionDialog managing/>
        <LinkDialog link=managing.link/>
    }
}

#[component]
fn Detail(managing: Managing, one: Relationship) -> impl IntoView {
    let roles = one.roles.iter().map(|role| granted(*role)).collect_view();
    view! {
        <h2>{named(one.name.clone())}</h2>
        <p class="muted">{words::RECORDED_HERE}</p>
        <Commands managing one=one.clone()/>
        <Facts managing one=one.clone()/>
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

/// The commands, each with why it can't be used.
#[component]
fn Commands(managing: Managing, one: Relationship) -> impl IntoView {
    let state = one.status_at(managing.shown.with_untracked(|shown| shown.at));
    let may = |event| next(state, event).is_ok();
    let over = (!may(RelationshipEvent::Terminate)).then(|| words::not_ended(state));
    let why_no_end = Signal::derive(move || managing.denied.get().or_else(|| over.clone()));
    let asked = one.clone();
    let on_link = Callback::new(move |()| managing.run(RelationshipCommand::NewLink(asked.clone())));
    let on_end = Callback::new(move |()| managing.run(RelationshipCommand::Terminate(one.clone())));
    let link = may(RelationshipEvent::AskCustomer).then(|| {
        view! {
            <Command
                id="new-approval-link"
                label=words::NEW_LINK
                on_click=on_link
                why_not=managing.denied
                class="second"
            />
        }
    });
    view! {
        <div class="acts">
            {link}
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
fn Facts(managing: Managing, one: Relationship) -> impl IntoView {
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
            <dt>{words::ORIGIN}</dt>
            <dd>{if one.imported { words::IMPORTED } else { words::MADE_HERE }}</dd>
        </dl>
    }
}

#[component]
fn Groups(managing: Managing, one: Relationship) -> impl IntoView {
    let now = managing.shown.with_untracked(|shown| shown.at);
    let not_in_force = check_in_force(&one, now).err().map(|_| words::not_in_force(one.status_at(now)));
    let why_not = Signal::derive(move || managing.denied.get().or_else(|| not_in_force.clone()));
    let assignable = one.clone();
    let on_assign = Callback::new(move |()| {
        managing.clear();
        managing.assign.ask(assignable.clone());
    });
    let assignments = one.assignments.clone();
    let table = match assignments.is_empty() {
        true => view! { <p class="grid empty">{words::NO_GROUPS}</p> }.into_any(),
        false => {
            let rows = assignments.into_iter().map(|assignment| {
                let one = one.clone();
                view! { <GroupRow managing one assignment why_not/> }
            });
            view! {
                <div class="grid">
                    <table aria-labelledby=GROUPS>
                        <thead>
                            <tr>
                                <th scope="col">{words::GROUP}</th>
                                <th scope="col">{words::ROLES}</th>
                                <th scope="col">{words::STATUS}</th>
                                <th scope="col">
                                    <span class="quiet">{words::COMMANDS}</span>
                                </th>
                            </tr>
                        </thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
            }
            .into_any()
        }
    };
    view! {
        <div class="acts">
            <Command id="assign-group" label=words::ASSIGN on_click=on_assign why_not class="second"/>
        </div>
        {table}
    }
}

#[component]
fn GroupRow(
    managing: Managing,
    one: Relationship,
    assignment: AccessAssignment,
    why_not: Signal<Option<String>>,
) -> impl IntoView {
    let AccessAssignment { id, group_name, roles, status, .. } = assignment.clone();
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
            <td class="text">
                <div class="row-commands">
                    <Command id=format!("unassign-{id}") label on_click why_not/>
                </div>
            </td>
        </tr>
    }
}
