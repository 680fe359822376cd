//! The dialog that adds a group of the shown tenant's directory, which its name and its members follow.

use super::custom_draft::TypedDuties;
use super::find_field::FindField;
use super::group_form::IDS;
use super::managing::ManagingPeople;
use super::send_form::{FieldsForm, SendDialog};
use super::sending::{Answer, Sending};
use super::typed::Typed;
use super::typed_group::{GroupField, TypedGroup};
use crate::api::groups::{add_group, list_directory_groups};
use crate::error::ApiError;
use crate::state::latest::{Asker, Latest};
use crate::text::groups as words;
use crate::ui::named::named;
use crate::widgets::frame::error_view::ErrorView;
use domain::access::group::{DirectoryGroup, DirectoryGroups, GroupForm, GroupRefused};
use domain::bounds::{SEARCH_MAX, SearchText};
use domain::ids::CustomerId;
use leptos::prelude::*;

/// The pause after typing before the server is asked, in milliseconds.
const PAUSE_MS: u32 = 200;
const ERROR: &str = "directory-groups-error";

/// The groups that are found. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
struct Finding {
    tenant: CustomerId,
    sought: RwSignal<String>,
    found: RwSignal<Latest<DirectoryGroups>>,
    asker: Asker,
}

impl Finding {
    fn begin(tenant: CustomerId) -> Self {
        let (sought, found) = (RwSignal::new(String::new()), RwSignal::new(Latest::Nothing));
        let finding = Self { tenant, sought, found, asker: Asker::begin() };
        finding.ask(0);
        finding
    }

    fn ask(self, pause_ms: u32) {
        let search: String = self.sought.get_untracked().trim().chars().take(SEARCH_MAX).collect();
        self.asker.ask_for(self.found, pause_ms, find(self.tenant, search));
    }

    fn shown<T: Default>(self, read: impl FnOnce(&DirectoryGroups) -> T) -> T {
        self.found.with(|found| found.shown().map(read).unwrap_or_default())
    }
}

async fn find(tenant: CustomerId, search: String) -> Result<DirectoryGroups, ApiError> {
    list_directory_groups(tenant, SearchText(search)).await
}

/// The dialog.
#[component]
pub fn ExistingGroupsDialog(managing: ManagingPeople) -> impl IntoView {
    let sending = Sending::begin();
    let title = |_: &CustomerId| words::ADD_EXISTING.to_owned();
    let content = Callback::new(move |tenant| view! { <Form managing tenant sending/> }.into_any());
    view! { <SendDialog dialog=managing.existing_groups sending title content/> }
}

#[component]
fn Form(managing: ManagingPeople, tenant: CustomerId, sending: Sending<GroupRefused>) -> impl IntoView {
    let typed = Typed::begin(GroupForm { tenant: Some(tenant), ..GroupForm::default() }, sending);
    let duties = managing.people.with_untracked(|people| TypedDuties::begin(None, &people.customers));
    let finding = Finding::begin(tenant);
    let on_send = Callback::new(move |()| send(managing, typed, duties));
    view! {
        <FieldsForm open=managing.existing_groups.open sending send=words::ADD busy=words::ADDING on_send>
            <p>{words::ADD_EXISTING_MEANS}</p>
            <GroupsField managing finding typed/>
            {typed.duties_field(IDS, duties, words::ROLES_HINT)}
        </FieldsForm>
    }
}

/// The groups of the directory, to be searched and chosen.
#[component]
fn GroupsField(managing: ManagingPeople, finding: Finding, typed: TypedGroup) -> impl IntoView {
    let error = typed.sending.error(GroupField::Members.id());
    let again = Callback::new(move |()| finding.ask(0));
    let none = move || finding.found.with(|found| found.ready().is_some_and(|found| found.groups.is_empty()));
    view! {
        <fieldset class="choices field-group" aria-describedby=ERROR>
            <legend>{words::DIRECTORY_GROUPS}</legend>
            <p class="field-error" id=ERROR aria-live="polite">
                {move || error.get()}
            </p>
            <p class="chips">
                <FindField id=GroupField::Members.id() label=words::FIND_GROUP described_by=ERROR sought=finding.sought on_input=Callback::new(move |()| finding.ask(PAUSE_MS))/>
            </p>
            {move || {
                let failed = finding.found.with(|found| found.error().cloned());
                failed.map(|error| view! { <ErrorView error on_retry=again/> })
            }}
            <div class="members">
                <For each=move || finding.shown(|found| found.groups.clone()) key=|group| group.id let:group>
                    <GroupChoice managing finding typed group/>
                </For>
                {move || none().then(|| view! { <p class="muted">{words::NO_GROUP_FOUND}</p> })}
                {move || {
                    finding.shown(|found| found.has_more).then(|| view! { <p class="muted">{words::MORE_GROUPS}</p> })
                }}
            </div>
        </fieldset>
    }
}

#[component]
fn GroupChoice(managing: ManagingPeople, finding: Finding, typed: TypedGroup, group: DirectoryGroup) -> impl IntoView {
    let DirectoryGroup { id, name, users, members } = group;
    let is_here = managing.shown.with_untracked(|people| {
        people.groups.iter().any(|one| one.directory.is_some_and(|directory| directory.group == id))
    });
    let (label, says) = (name.clone(), words::members_here(users, members.len()));
    let choose = move |_| {
        let (name, members) = (name.clone(), members.clone());
        typed.change(GroupField::Members.id(), |form| {
            *form = GroupForm { name, members, directory: Some(id), ..form.clone() };
        });
    };
    let is_chosen = move || typed.form.with(|form| form.directory == Some(id) && form.tenant == Some(finding.tenant));
    view! {
        <label class="choice">
            <input type="radio" name="directory-group" disabled=is_here prop:checked=is_chosen on:change=choose/>
            <span>
                {named(label)} " " <span class="muted role-means">{says}</span>
                {is_here.then(|| view! { <span class="tag">{words::ADDED_ALREADY}</span> })}
            </span>
        </label>
    }
}

/// Adds the chosen group, unless the rule refuses it.
fn send(managing: ManagingPeople, typed: TypedGroup, duties: TypedDuties) {
    let sending = typed.sending;
    if sending.busy.get_untracked() {
        return;
    }
    sending.clear();
    let form = match typed.read(duties) {
        Ok(form) if form.directory.is_none() => return sending.refused.set(Some(GroupRefused::NoGroup)),
        Ok(form) => form,
        Err(refused) => return sending.refused.set(Some(refused)),
    };
    if let Some(refused) = untrack(|| managing.refuses_group_form(None, &form)) {
        return sending.refused.set(Some(refused));
    }
    let said = words::saved(&form.name);
    let ask = async move { add_group(form).await.map(Answer::from) };
    managing.send(sending, ask, said, move |_| {
        managing.existing_groups.open.set(false);
        managing.ask_session_again();
    });
}
