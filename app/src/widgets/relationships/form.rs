//! The dialog that requests a relationship.

use super::managing::{Answer, Managing, Refused};
use super::question::NotDone;
use super::role_panel::{ROLES_ID, RolePanel};
use crate::api::relationships::request_relationship;
use crate::text::common;
use crate::text::relationships as words;
use crate::ui::dialog::Dialog;
use crate::ui::focus::focus;
use domain::access::entra_role::{EntraRole, RelationshipRole};
use domain::access::relationship::RELATIONSHIP_NAME_MAX;
use domain::access::relationship_rules::{RelationshipForm, RelationshipRefused, check_form};
use leptos::prelude::*;
use std::collections::BTreeSet;

const NAME_ID: &str = "relationship-name";
const DAYS_ID: &str = "relationship-days";
/// The days that the form begins with.
const DAYS_FIRST: &str = "365";

/// What is typed. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    days: RwSignal<String>,
    roles: RwSignal<BTreeSet<RelationshipRole>>,
    extends: RwSignal<bool>,
}

impl Typed {
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
            | RelationshipRefused::AssignmentGone => None,
        };
        Self { words: refused.to_string(), field }
    }
}

/// The dialog. It stays open while a request is under way.
#[component]
pub fn RequestDialog(managing: Managing) -> impl IntoView {
    let open = managing.form;
    let may_close = Callback::new(move |()| !managing.busy.get_untracked());
    view! {
        <Dialog open title=words::REQUEST may_close>
            {move || open.get().then(|| view! { <Form managing/> })}
        </Dialog>
    }
}

#[component]
fn Form(managing: Managing) -> impl IntoView {
    let typed = Typed::begin();
    managing.clear();
    Effect::new(move |_| {
        if let Some(field) = managing.refused.get().and_then(|refused| refused.field) {
            focus(field);
        }
    });
    let save = Callback::new(move |()| request(managing, typed.read()));
    let busy = move || managing.busy.get().then_some("true");
    let no_extension = Memo::new(move |_| typed.has_global_administrator());
    let offered: BTreeSet<RelationshipRole> = EntraRole::ALL.into_iter().map(Into::into).collect();
    view! {
        <form
            class="person-form"
            on:submit=move |event| {
                event.prevent_default();
                save.run(());
            }
        >
            <TextField managing id=NAME_ID label=words::NAME hint=words::NAME_HINT text=typed.name max=RELATIONSHIP_NAME_MAX/>
            <TextField managing id=DAYS_ID label=words::DAYS hint=words::DAYS_HINT text=typed.days max=3 is_number=true/>
            <RolePanel offered chosen=typed.roles error=error_of(managing, ROLES_ID)/>
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
            <NotDone managing on_retry=save/>
            <FormFoot managing label=words::SEND_REQUEST busy=Signal::derive(busy) open=managing.form/>
        </form>
    }
}

/// A line of text with its hint and error.
#[component]
fn TextField(
    managing: Managing,
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    text: RwSignal<String>,
    max: usize,
    #[prop(optional)] is_number: bool,
) -> impl IntoView {
    let error = error_of(managing, id);
    let (error_id, hint_id) = (format!("{id}-error"), format!("{id}-hint"));
    let described_by = format!("{error_id} {hint_id}");
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                class="box"
                id=id
                autocomplete="off"
                spellcheck="false"
                inputmode=is_number.then_some("numeric")
                maxlength=max.to_string()
                aria-required="true"
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=described_by
                prop:value=move || text.get()
                on:input=move |event| {
                    text.set(event_target_value(&event));
                    forget_error(managing, id);
                }
            />
            <p class="field-error" id=error_id aria-live="polite">
                {move || error.get()}
            </p>
            <p class="muted hint" id=hint_id>{hint}</p>
        </div>
    }
}

/// The buttons of a form.
#[component]
pub fn FormFoot(
    managing: Managing,
    label: &'static str,
    busy: Signal<Option<&'static str>>,
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <p class="foot">
            <button type="submit" class="primary" aria-disabled=busy aria-busy=busy>
                {move || if managing.busy.get() { words::WORKING } else { label }}
            </button>
            <button
                type="button"
                class="second"
                aria-disabled=busy
                on:click=move |_| {
                    if !managing.busy.get_untracked() {
                        open.set(false);
                    }
                }
            >
                {common::CANCEL}
            </button>
        </p>
    }
}

/// The error of a field.
pub fn error_of(managing: Managing, id: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || {
        managing.refused.get().filter(|refused| refused.field == Some(id)).map(|refused| refused.words)
    })
}

/// Forgets the error of a field that is changed.
fn forget_error(managing: Managing, id: &'static str) {
    if managing.refused.with_untracked(|refused| refused.as_ref().is_some_and(|refused| refused.field == Some(id))) {
        managing.refused.set(None);
    }
}

/// Requests the relationship, unless the rule refuses it.
fn request(managing: Managing, form: RelationshipForm) {
    if managing.busy.get_untracked() {
        return;
    }
    managing.clear();
    if let Err(refused) = check_form(&form) {
        return managing.refused.set(Some(refused.into()));
    }
    let (customer, name, said) = (managing.customer, form.name.clone(), words::requested(&form.name));
    let ask = async move { request_relationship(customer, form).await.map(Answer::from) };
    managing.send(ask, said, move |link| {
        managing.form.set(false);
        if let Some(link) = link {
            managing.show_link(&name, link);
        }
    });
}
