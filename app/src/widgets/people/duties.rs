//! The duties of a person or group: roles, or custom permissions.

use super::chosen_customers::ChosenCustomers;
use super::custom_draft::{CoverageChoice, CustomDraft, TypedDuties};
use super::fields::{RolesField, TextField, put};
use super::sending::FieldRefusal;
use super::typed::Typed;
use crate::api::tags::list_tags;
use crate::text::custom_permissions as words;
use crate::ui::choice::Choice;
use crate::ui::explained_box::ExplainedBox;
use domain::access::permission::Permission;
use domain::access::role::PartnerRole;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;

/// The ids and names of the parts of a form, which must be unique in the page.
#[derive(Clone, Copy)]
pub struct DutiesIds {
    /// The name of the radio buttons for roles or custom permissions.
    pub kind: &'static str,
    /// The first role.
    pub roles: &'static str,
    /// The first action.
    pub actions: &'static str,
    /// The name of the radio buttons for customers.
    pub reach: &'static str,
    /// The field of tags, or the one that searches customers.
    pub customers: &'static str,
}

/// Why the parts can't be saved as they are.
#[derive(Clone, Copy)]
struct DutiesErrors {
    /// The error of the roles.
    roles: Signal<Option<String>>,
    /// The error of the actions.
    actions: Signal<Option<String>>,
    /// The error of the customers.
    customers: Signal<Option<String>>,
}

/// A form with roles.
pub trait HasRoles {
    /// The roles.
    fn roles(&self) -> &BTreeSet<PartnerRole>;
    /// The roles, to be changed.
    fn roles_mut(&mut self) -> &mut BTreeSet<PartnerRole>;
}

impl<Form: HasRoles + Send + Sync + 'static, Why: FieldRefusal> Typed<Form, Why> {
    /// The part of the form for roles or custom permissions. The fields of refusals are those of `ids`.
    pub fn duties_field(self, ids: DutiesIds, duties: TypedDuties, roles_hint: &'static str) -> AnyView {
        let DutiesIds { roles, actions, customers, .. } = ids;
        let error = |field| self.sending.error(field);
        let errors = DutiesErrors { roles: error(roles), actions: error(actions), customers: error(customers) };
        let on_change = Callback::new(move |()| {
            for field in [roles, actions, customers] {
                self.sending.forgive(field);
            }
        });
        let chosen = self.value(|form| form.roles().clone());
        let on_role = self.on_change(roles, |form, (role, is_in)| put(form.roles_mut(), role, is_in));
        view! { <DutiesField ids errors duties roles=chosen on_role on_change roles_hint/> }.into_any()
    }
}

/// The choice between roles and custom permissions, with the chosen ones.
#[component]
fn DutiesField(
    ids: DutiesIds,
    errors: DutiesErrors,
    duties: TypedDuties,
    roles: Signal<BTreeSet<PartnerRole>>,
    on_role: Callback<(PartnerRole, bool)>,
    /// Something was changed that is no role.
    on_change: Callback<()>,
    roles_hint: &'static str,
) -> impl IntoView {
    let is_custom = Memo::new(move |_| duties.is_custom.get());
    let has_roles = Memo::new(move |_| !is_custom.get());
    let choose = move |custom: bool| {
        Callback::new(move |()| {
            duties.is_custom.set(custom);
            on_change.run(());
        })
    };
    view! {
        <fieldset class="choices field-group">
            <legend>{words::ACCESS}</legend>
            <Choice group=ids.kind label=words::BY_ROLES is_chosen=has_roles on_choose=choose(false)/>
            <Choice group=ids.kind label=words::CUSTOM is_chosen=is_custom on_choose=choose(true)/>
            // An error of the roles stays visible while these are not shown.
            <p class="field-error" aria-live="polite">
                {move || is_custom.get().then(|| errors.roles.get()).flatten()}
            </p>
        </fieldset>
        {move || match is_custom.get() {
            true => view! { <CustomField ids errors duties on_change/> }.into_any(),
            false => view! {
                <RolesField id=ids.roles chosen=roles on_choose=on_role error=errors.roles hint=roles_hint/>
            }
            .into_any(),
        }}
    }
}

#[component]
fn CustomField(ids: DutiesIds, errors: DutiesErrors, duties: TypedDuties, on_change: Callback<()>) -> impl IntoView {
    let draft = duties.draft;
    let change = move |change: &dyn Fn(&mut CustomDraft)| {
        draft.update(|draft| change(draft));
        on_change.run(());
    };
    let on_action = Callback::new(move |(permission, is_chosen): (Permission, bool)| {
        change(&|draft| draft.choose(permission, is_chosen));
    });
    let reach = Memo::new(move |_| draft.with(|draft| draft.reach));
    let choice = move |label, to: CoverageChoice| {
        let is_chosen = Memo::new(move |_| reach.get() == to);
        let on_choose = Callback::new(move |()| change(&|draft| draft.reach = to));
        view! { <Choice group=ids.reach label is_chosen on_choose/> }
    };
    let customers = move || match reach.get() {
        CoverageChoice::All => ().into_any(),
        CoverageChoice::Tagged => view! { <TagsField ids errors duties on_change/> }.into_any(),
        CoverageChoice::Chosen => {
            view! { <ChosenCustomers id=ids.customers error=errors.customers draft on_change/> }.into_any()
        }
    };
    view! {
        <ActionsField ids error=errors.actions draft on_action/>
        <fieldset class="choices field-group">
            <legend>{words::CUSTOMERS}</legend>
            {choice(words::ALL_CUSTOMERS, CoverageChoice::All)}
            {choice(words::TAGGED, CoverageChoice::Tagged)}
            {choice(words::CHOSEN, CoverageChoice::Chosen)}
        </fieldset>
        {customers}
    }
}

#[component]
fn ActionsField(
    ids: DutiesIds,
    error: Signal<Option<String>>,
    draft: RwSignal<CustomDraft>,
    on_action: Callback<(Permission, bool)>,
) -> impl IntoView {
    let error_id = format!("{}-error", ids.actions);
    let first = words::GROUPS.first().and_then(|(_, group)| group.first()).copied();
    let groups = words::GROUPS.map(|(heading, group)| {
        let boxes = group.iter().map(|permission| {
            let id = match first == Some(*permission) {
                true => ids.actions.to_owned(),
                false => format!("{}-{}", ids.actions, *permission as u32),
            };
            view! { <Action permission=*permission id error_id=error_id.clone() error draft on_action/> }
        });
        view! {
            <p class="role-group">{heading}</p>
            {boxes.collect_view()}
        }
    });
    view! {
        <fieldset class="choices field-group" aria-describedby=error_id.clone()>
            <legend>{words::ACTIONS}</legend>
            <p class="field-error" id=error_id.clone() aria-live="polite">
                {move || error.get()}
            </p>
            {groups.into_iter().collect_view()}
        </fieldset>
    }
}

#[component]
fn Action(
    permission: Permission,
    id: String,
    error_id: String,
    error: Signal<Option<String>>,
    draft: RwSignal<CustomDraft>,
    on_action: Callback<(Permission, bool)>,
) -> impl IntoView {
    let checked = Signal::derive(move || draft.with(|draft| draft.permissions.contains(permission)));
    let on_choose = Callback::new(move |is_chosen| on_action.run((permission, is_chosen)));
    let (name, means) = (words::action(permission).to_owned(), words::action_means(permission));
    view! { <ExplainedBox id name means error_id error checked on_choose/> }
}

/// The tags, and those that are in use.
#[component]
fn TagsField(ids: DutiesIds, errors: DutiesErrors, duties: TypedDuties, on_change: Callback<()>) -> impl IntoView {
    let in_use = RwSignal::new(Vec::<String>::new());
    spawn_local(async move {
        if let Ok(tags) = list_tags().await {
            in_use.try_set(tags.into_iter().map(String::from).collect());
        }
    });
    let value = Signal::derive(move || duties.draft.with(|draft| draft.tags.clone()));
    let on_input = Callback::new(move |text| {
        duties.draft.update(|draft| draft.tags = text);
        on_change.run(());
    });
    view! {
        <TextField
            id=ids.customers
            label=words::TAGS
            value
            on_input
            error=errors.customers
            hint=words::TAGS_HINT
            max=TAGS_TEXT_MAX
        />
        {move || {
            let tags = in_use.get();
            (!tags.is_empty()).then(|| view! { <p class="muted hint">{words::in_use(&tags)}</p> })
        }}
    }
}

/// The longest text of tags, in characters: twenty of thirty each, with commas and spaces.
pub const TAGS_TEXT_MAX: usize = 640;
