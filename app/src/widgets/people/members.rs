//! The members of a group: all people and applications, to be searched and ticked.

use super::fields::put;
use super::find_field::FindField;
use super::managing::ManagingPeople;
use super::typed_group::{GroupField, TypedGroup};
use crate::text::groups as words;
use crate::ui::named::named;
use domain::access::application::Application;
use domain::access::person::Person;
use domain::directory::fold::fold;
use domain::ids::PartnerUserId;
use leptos::prelude::*;

/// The id of the error.
const ERROR: &str = "group-members-error";

/// A person or an application of the list.
#[derive(Clone)]
struct Listed {
    id: PartnerUserId,
    name: String,
    sign_in_name: String,
    /// Both names as they are searched.
    folded: String,
}

impl From<&Person> for Listed {
    fn from(person: &Person) -> Self {
        let (name, sign_in_name) = (person.name.clone(), person.sign_in_name.clone());
        Self { id: person.id, folded: fold(&format!("{name} {sign_in_name}")), name, sign_in_name }
    }
}

impl From<&Application> for Listed {
    fn from(application: &Application) -> Self {
        let (name, id) = (application.name.clone(), application.application_id.to_string());
        Self { id: application.id, folded: fold(&format!("{name} {id}")), name, sign_in_name: id }
    }
}

/// The people and applications. The members at the time the form was opened come first.
#[component]
pub fn MembersField(managing: ManagingPeople, typed: TypedGroup) -> impl IntoView {
    let mut listed: Vec<Listed> = managing.shown.with_untracked(|people| {
        let applications = people.applications.iter().map(Listed::from);
        people.people.iter().map(Listed::from).chain(applications).collect()
    });
    untrack(|| listed.sort_by_key(|person| !has(typed, person.id)));
    let all = StoredValue::new(listed.clone());
    let sought = RwSignal::new(String::new());
    let wanted = Memo::new(move |_| fold(sought.get().trim()));
    let finds_nobody = Memo::new(move |_| {
        wanted.with(|wanted| all.with_value(|all| !all.iter().any(|person| person.folded.contains(wanted.as_str()))))
    });
    let error = typed.sending.error(GroupField::Members.id());
    let applications = move || {
        let is_member = |one: &&Application| has(typed, one.id);
        managing.people.with(|people| people.applications.iter().filter(is_member).count())
    };
    view! {
        <fieldset class="choices field-group" aria-describedby=ERROR>
            <legend>{words::MEMBERS}</legend>
            <p class="field-error" id=ERROR aria-live="polite">
                {move || error.get()}
            </p>
            <p class="chips">
                <FindField id=GroupField::Members.id() label=words::FIND_PERSON described_by=ERROR sought on_input=Callback::new(|()| ())/>
                <span class="muted num" role="status">
                    {move || words::chosen(typed.form.with(|form| form.members.len()) - applications(), applications())}
                </span>
            </p>
            <div class="members">
                {listed.into_iter().map(|person| view! { <MemberChoice managing typed person wanted/> }).collect_view()}
                {move || finds_nobody.get().then(|| view! { <p class="muted">{words::NOBODY_FOUND}</p> })}
            </div>
        </fieldset>
    }
}

#[component]
fn MemberChoice(managing: ManagingPeople, typed: TypedGroup, person: Listed, wanted: Memo<String>) -> impl IntoView {
    let Listed { id, name, sign_in_name, folded } = person;
    let is_hidden = Memo::new(move |_| wanted.with(|wanted| !folded.contains(wanted.as_str())));
    let choose = move |is_member| {
        typed.change(GroupField::Members.id(), |form| put(&mut form.members, id, is_member));
    };
    let is_gone = Memo::new(move |_| managing.people.with(|people| people.member_name(id).is_none()));
    view! {
        <label class="choice" hidden=move || is_hidden.get()>
            <input
                type="checkbox"
                prop:checked=move || has(typed, id)
                on:change=move |event| choose(event_target_checked(&event))
            />
            <span>
                {named(name)} " " <span class="muted role-means">{named(sign_in_name)}</span>
                {move || is_gone.get().then(|| view! { <span class="tag">{words::REMOVED}</span> })}
            </span>
        </label>
    }
}

/// Whether a person is a member in the form.
fn has(typed: TypedGroup, person: PartnerUserId) -> bool {
    typed.form.with(|form| form.members.contains(&person))
}
