//! The dialog that assigns roles of a relationship to a group.

use super::form::{FormFoot, error_of};
use super::managing::{Answer, Managing, Refused};
use super::question::NotDone;
use super::role_panel::{ROLES_ID, RolePanel};
use crate::api::relationships::change_relationship;
use crate::text::relationships as words;
use crate::ui::dialog::Dialog;
use crate::ui::dialog_about::DialogAbout;
use crate::ui::focus::focus;
use domain::access::entra_role::RelationshipRole;
use domain::access::relationship::{GroupChoice, Relationship};
use domain::access::relationship_rules::{AssignmentForm, RelationshipChange, RelationshipRefused};
use domain::ids::PartnerGroupId;
use leptos::prelude::*;
use std::collections::BTreeSet;

const GROUP_ID: &str = "relationship-group";

/// The dialog. It stays open while a request is under way.
#[component]
pub fn AssignDialog(managing: Managing) -> impl IntoView {
    let DialogAbout { open, about } = managing.assign;
    let may_close = Callback::new(move |()| !managing.busy.get_untracked());
    view! {
        <Dialog open title=words::ASSIGN may_close>
            {move || about.get().map(|relationship| view! { <Form managing relationship/> })}
        </Dialog>
    }
}

/// The groups that do not use the relationship.
fn free_groups(managing: Managing, relationship: &Relationship) -> Vec<GroupChoice> {
    let taken = |group: &GroupChoice| relationship.assignments.iter().any(|one| one.group == group.id);
    managing.shown.with_untracked(|shown| shown.groups.iter().filter(|group| !taken(group)).cloned().collect())
}

#[component]
fn Form(managing: Managing, relationship: Relationship) -> impl IntoView {
    managing.clear();
    let groups = free_groups(managing, &relationship);
    if groups.is_empty() {
        return view! { <p class="note info">{words::NO_GROUP_LEFT}</p> }.into_any();
    }
    let group = RwSignal::new(None::<PartnerGroupId>);
    let roles = RwSignal::new(BTreeSet::<RelationshipRole>::new());
    Effect::new(move |_| {
        if let Some(field) = managing.refused.get().and_then(|refused| refused.field) {
            focus(field);
        }
    });
    let offered = relationship.roles.clone();
    let save = Callback::new(move |()| assign(managing, &relationship, group.get_untracked(), roles.get_untracked()));
    let busy = Signal::derive(move || managing.busy.get().then_some("true"));
    let error = error_of(managing, GROUP_ID);
    view! {
        <form
            class="person-form"
            on:submit=move |event| {
                event.prevent_default();
                save.run(());
            }
        >
            <div class="field">
                <label for=GROUP_ID>{words::GROUP}</label>
                <select
                    class="box"
                    id=GROUP_ID
                    aria-required="true"
                    aria-invalid=move || error.get().map(|_| "true")
                    aria-describedby="relationship-group-error"
                    on:change=move |event| group.set(event_target_value(&event).parse().ok())
                >
                    <option value="">{words::CHOOSE_GROUP}</option>
                    {groups
                        .into_iter()
                        .map(|group| view! { <option value=group.id.to_string()>{group.name}</option> })
                        .collect_view()}
                </select>
                <p class="field-error" id="relationship-group-error" aria-live="polite">
                    {move || error.get()}
                </p>
            </div>
            <RolePanel offered chosen=roles error=error_of(managing, ROLES_ID)/>
            <NotDone managing on_retry=save/>
            <FormFoot managing label=words::SEND_ASSIGN busy open=managing.assign.open/>
        </form>
    }
    .into_any()
}

/// Assigns the roles, unless something is missing.
fn assign(
    managing: Managing,
    relationship: &Relationship,
    group: Option<PartnerGroupId>,
    roles: BTreeSet<RelationshipRole>,
) {
    managing.clear();
    let Some(group) = group else {
        return managing.refused.set(Some(Refused { words: words::CHOOSE_GROUP.to_owned(), field: Some(GROUP_ID) }));
    };
    if roles.is_empty() {
        return managing.refused.set(Some(RelationshipRefused::NoRole.into()));
    }
    let name = managing.shown.with_untracked(|shown| {
        shown.groups.iter().find(|one| one.id == group).map(|one| one.name.clone()).unwrap_or_default()
    });
    let (customer, id) = (managing.customer, relationship.id);
    let change = RelationshipChange::Assign(AssignmentForm { group, roles });
    let ask = async move { change_relationship(customer, id, change).await.map(Answer::from) };
    managing.send(ask, words::assigned(&name), move |_| managing.assign.open.set(false));
}
