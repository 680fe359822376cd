//! The dialog that requests a relationship.

use super::answer::{Refused, RelationshipAnswer};
use super::managing::ManagingRelationships;
use super::role_panel::{ROLES_ID, RolePanel};
use crate::api::relationships::request_relationship;
use crate::text::relationships as words;
use crate::widgets::people::fields::TextField;
use crate::widgets::people::send_form::{FieldsForm, SendDialog};
use domain::access::entra_role::{EntraRole, RelationshipRole};
use domain::access::relationship::RELATIONSHIP_NAME_MAX;
use domain::access::relationship_rules::{RelationshipForm, RelationshipRefused, check_form};
use leptos::prelude::*;
use std::collections::BTreeSet;

const NAME_ID: &str = "relationship-name";
const DAYS_ID: &str = "relationship-days";
/// The days that the form begins with.
const DAYS_FIRST: &str = "365";

/// The typed values. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
struct TypedRelationship {
    name: RwSignal<String>,
    days: RwSignal<String>,
    roles: RwSignal<BTreeSet<RelationshipRole>>,
    extends: RwSignal<bool>,
}

impl TypedRelationship {
    fn begin() -> Self {
        Self {
            name: RwSignal::new(String::new()),
            days: RwSignal::new(DAYS_FIRST.to_owned()),
            roles: RwSignal::new(BTreeSet::new()),
            extends: RwSignal::new(false),
        }
    }

    /// The form to send. Days that are no number are none that is allowed.
    fn read(self) -> RelationshipForm {
        RelationshipForm {
            name: self.name.get_untracked().trim().to_owned(),
            days: self.days.get_untracked().trim().parse().unwrap_or_default(),
            roles: self.roles.with_untracked(|roles| roles.iter().filter_map(|role| role.known()).collect()),
            auto_extend: self.extends.get_untracked() && !untrack(|| self.has_global_administrator()),
        }
    }

    fn has_global_administrator(self) -> bool {
        self.roles.with(|roles| roles.contains(&EntraRole::GlobalAdministrator.into()))
    }
}

impl From<RelationshipRefused> for Refused {
    fn from(refused: RelationshipRefused) -> Self {
        let field = match refused {
            RelationshipRefused::NoName
            | RelationshipRefused::LongName
            | RelationshipRefused::HiddenInName
            | RelationshipRefused::NameTaken => Some(NAME_ID),
            RelationshipRefused::Days => Some(DAYS_ID),
            RelationshipRefused::NoRole | RelationshipRefused::RoleNotGranted => Some(ROLES_ID),
            RelationshipRefused::Gone
            | RelationshipRefused::NotNow(_)
            | RelationshipRefused::ExtendsGlobalAdministrator
            | RelationshipRefused::GroupGone
            | RelationshipRefused::GroupAssigned
            | RelationshipRefused::AssignmentGone
            | RelationshipRefused::KeysWouldGain
            | RelationshipRefused::OtherTenants => None,
        };
        Self { words: refused.to_string(), field }
    }
}

/// The dialog.
#[component]
pub fn RequestDialog(managing: ManagingRelationships) -> impl IntoView {
    let content = Callback::new(move |()| view! { <Form managing/> }.into_any());
    view! {
        <SendDialog
            dialog=managing.form
            sending=managing.sending
            title=|()| words::REQUEST.to_owned()
            content
        />
    }
}

#[component]
fn Form(managing: ManagingRelationships) -> impl IntoView {
    let typed = TypedRelationship::begin();
    let sending = managing.sending;
    sending.clear();
    sending.focus_refused();
    let on_send = Callback::new(move |()| request(managing, typed.read()));
    let on_input = move |id: &'static str, text: RwSignal<String>| {
        Callback::new(move |typed| {
            text.set(typed);
            sending.forgive(id);
        })
    };
    let no_extension = Memo::new(move |_| typed.has_global_administrator());
    let offered: BTreeSet<RelationshipRole> = EntraRole::ALL.into_iter().map(Into::into).collect();
    view! {
        <FieldsForm open=managing.form.open sending send=words::SEND_REQUEST busy=words::WORKING on_send>
            <TextField
                id=NAME_ID
                label=words::NAME
                value=typed.name
                on_input=on_input(NAME_ID, typed.name)
                error=sending.error(NAME_ID)
                hint=words::NAME_HINT
                max=RELATIONSHIP_NAME_MAX
            />
            <TextField
                id=DAYS_ID
                label=words::DAYS
                value=typed.days
                on_input=on_input(DAYS_ID, typed.days)
                error=sending.error(DAYS_ID)
                hint=words::DAYS_HINT
                max=3
                is_number=true
            />
            <RolePanel offered chosen=typed.roles error=sending.error(ROLES_ID)/>
            <div class="field">
                <label class="check">
                    <input
                        type="checkbox"
                        aria-describedby="relationship-extends-hint"
                        disabled=move || no_extension.get()
                        prop:checked=move || typed.extends.get() && !no_extension.get()
                        on:change=move |event| typed.extends.set(event_target_checked(&event))
                    />
                    {words::AUTO_EXTEND}
                </label>
                <p class="muted hint" id="relationship-extends-hint">
                    {move || match no_extension.get() {
                        true => words::NO_AUTO_EXTEND.to_owned(),
                        false => words::auto_extend_hint(),
                    }}
                </p>
            </div>
            <p class="note info">{words::RECORDED_HERE}</p>
        </FieldsForm>
    }
}

/// Requests the relationship, unless the rule refuses it.
fn request(managing: ManagingRelationships, form: RelationshipForm) {
    if managing.sending.busy.get_untracked() {
        return;
    }
    managing.clear();
    if let Err(refused) = check_form(&form) {
        return managing.sending.refused.set(Some(refused.into()));
    }
    let (customer, name, said) = (managing.customer, form.name.clone(), words::requested(&form.name));
    let ask = async move { request_relationship(customer, form).await.map(RelationshipAnswer::from) };
    managing.send(ask, said, move |link| {
        managing.form.open.set(false);
        if let Some(link) = link {
            managing.show_link(&name, link);
        }
    });
}
