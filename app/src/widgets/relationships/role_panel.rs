//! Roles to choose from, in groups, each with what it allows.

use crate::text::relationships as words;
use domain::access::entra_role::{EntraRole, EntraRoleGroup, RelationshipRole};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The id of the first check box, which gets the focus when no role is chosen.
pub const ROLES_ID: &str = "relationship-roles";
const ERROR_ID: &str = "relationship-roles-error";
/// The heading of roles that imports brought.
const OTHERS: &str = "Others";

/// Check boxes of the roles that are offered.
#[component]
pub fn RolePanel(
    offered: BTreeSet<RelationshipRole>,
    chosen: RwSignal<BTreeSet<RelationshipRole>>,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let first = offered.first().copied();
    let groups = EntraRoleGroup::ALL.map(Some).into_iter().chain([None]);
    let panels = groups.filter_map(move |group| {
        let of_group = |role: &&RelationshipRole| role.known().map(EntraRole::group) == group;
        let roles: Vec<RelationshipRole> = offered.iter().filter(of_group).copied().collect();
        let heading = group.map_or(OTHERS, EntraRoleGroup::name);
        (!roles.is_empty()).then(|| {
            let boxes = roles.into_iter().map(|role| {
                view! { <RoleBox role chosen is_first=first == Some(role)/> }
            });
            view! {
                <p class="role-group">{heading}</p>
                {boxes.collect_view()}
            }
        })
    });
    view! {
        <fieldset class="choices field-group" aria-describedby=ERROR_ID>
            <legend>{words::ROLES}</legend>
            <p class="field-error" id=ERROR_ID aria-live="polite">
                {move || error.get()}
            </p>
            {panels.collect_view()}
        </fieldset>
    }
}

#[component]
fn RoleBox(role: RelationshipRole, chosen: RwSignal<BTreeSet<RelationshipRole>>, is_first: bool) -> impl IntoView {
    let id = if is_first { ROLES_ID.to_owned() } else { format!("role-{}", role.template_id()) };
    let (name_id, means_id) = (format!("{id}-name"), format!("{id}-means"));
    let (named_by, described_by) = (name_id.clone(), format!("{ERROR_ID} {means_id}"));
    let choose = move |event: leptos::ev::Event| {
        let is_checked = event_target_checked(&event);
        chosen.update(|chosen| {
            if is_checked {
                chosen.insert(role);
            } else {
                chosen.remove(&role);
            }
        });
    };
    view! {
        <label class="choice">
            <input
                type="checkbox"
                id=id
                aria-labelledby=named_by
                aria-describedby=described_by
                prop:checked=move || chosen.with(|chosen| chosen.contains(&role))
                on:change=choose
            />
            <span>
                <span id=name_id>{role.name()}</span>
                <span class="muted role-means" id=means_id>
                    {role.known().map(EntraRole::allows)}
                </span>
            </span>
        </label>
    }
}
