//! The dialog that assigns roles of a relationship to a group.

use super::answer::{Refused, RelationshipAnswer};
use super::managing::ManagingRelationships;
use super::role_panel::{ROLES_ID, RolePanel};
use crate::api::relationships::change_relationship;
use crate::text::relationships as words;
use crate::widgets::people::send_form::{FieldsForm, SendDialog};
use domain::access::entra_role::RelationshipRole;
use domain::access::relationship::{GroupChoice, Relationship};
use domain::access::relationship_rules::{AssignmentForm, RelationshipChange, RelationshipRefused};
use domain::ids::PartnerGroupId;
use leptos::prelude::*;
use std::collections::BTreeSet;

const GROUP_ID: &str = "relationship-group";

/// The dialog.
#[component]
pub fn AssignDialog(managing: ManagingRelationships) -> impl IntoView {
    let title = |_: &Relationship| words::ASSIGN.to_owned();
    let content = Callback::new(move |relationship| view! { <Form managing relationship/> }.into_any());
    view! { <SendDialog dialog=managing.assign sending=managing.sending title content/> }
}

/// The groups that do not use the relationship.
fn free_groups(managing: ManagingRelationships, relationship: &Relationship) -> Vec<GroupChoice> {
    let taken = |group: &GroupChoice| relationship.assignments.iter().any(|one| one.group == group.id);
    managing.shown.with_untracked(|shown| shown.groups.iter().filter(|group| !taken(group)).cloned().collect())
}

#[component]
fn Form(managing: ManagingRelationships, relationship: Relationship) -> impl IntoView {
    let sending = managing.sending;
    sending.clear();
    let groups = free_groups(managing, &relationship);
    if groups.is_empty() {
        return view! { <p class="note info">{words::NO_GROUP_LEFT}</p> }.into_any();
    }
    let group = RwSignal::new(None::<PartnerGroupId>);
    let roles = RwSignal::new(BTreeSet::<RelationshipRole>::new());
    sending.focus_refused();
    let offered = relationship.roles.clone();
    let on_send =
        Callback::new(move |()| assign(managing, &relationship, group.get_untracked(), roles.get_untracked()));
    let error = sending.error(GROUP_ID);
    view! {
        <FieldsForm open=managing.assign.open sending send=words::SEND_ASSIGN busy=words::WORKING on_send>
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
            <RolePanel offered chosen=roles error=sending.error(ROLES_ID)/>
        </FieldsForm>
    }
    .into_any()
}

/// Assigns the roles, unless something is missing.
fn assign(
    managing: ManagingRelationships,
    relationship: &Relationship,
    group: Option<PartnerGroupId>,
    roles: BTreeSet<RelationshipRole>,
) {
    managing.clear();
    let Some(group) = group else {
        return managing
            .sending
            .refused
            .set(Some(Refused { words: words::CHOOSE_GROUP.to_owned(), field: Some(GROUP_ID) }));
    };
    if roles.is_empty() {
        return managing.sending.refused.set(Some(RelationshipRefused::NoRole.into()));
    }
    let name = managing.shown.with_untracked(|shown| {
        shown.groups.iter().find(|one| one.id == group).map(|one| one.name.clone()).unwrap_or_default()
    });
    let (customer, id) = (managing.customer, relationship.id);
    let change = RelationshipChange::Assign(AssignmentForm { group, roles });
    let ask = async move { change_relationship(customer, id, change).await.map(RelationshipAnswer::from) };
    managing.send(ask, words::assigned(&name), move |_| managing.assign.open.set(false));
}
