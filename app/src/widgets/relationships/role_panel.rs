//! Roles to choose from, in groups, each with its rights.

use crate::text::relationships as words;
use crate::ui::explained_box::ExplainedBox;
use crate::widgets::people::fields::put;
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
    let checked = Signal::derive(move || chosen.with(|chosen| chosen.contains(&role)));
    let on_choose = Callback::new(move |is_chosen| chosen.update(|chosen| put(chosen, role, is_chosen)));
    let (name, means) = (role.name(), role.known().map(EntraRole::allows).unwrap_or_default());
    view! { <ExplainedBox id name means error_id=ERROR_ID.to_owned() checked on_choose/> }
}
