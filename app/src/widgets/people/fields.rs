//! Fields of forms, each with its error.

use crate::text::people as words;
use crate::ui::explained_box::ExplainedBox;
use domain::access::names::NAME_MAX;
use domain::access::role::PartnerRole;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The label of a field, the field, its error and its hint. The field is described by [`described_by`].
#[component]
fn Labelled(
    id: &'static str,
    label: &'static str,
    error: Signal<Option<String>>,
    hint: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {children()}
            <p class="field-error" id=error_id(id) aria-live="polite">
                {move || error.get()}
            </p>
            {(!hint.is_empty()).then(|| view! { <p class="muted hint" id=hint_id(id)>{hint}</p> })}
        </div>
    }
}

fn error_id(id: &str) -> String {
    format!("{id}-error")
}

fn hint_id(id: &str) -> String {
    format!("{id}-hint")
}

/// The ids of the error and the hint of a field.
fn described_by(id: &str) -> String {
    format!("{} {}", error_id(id), hint_id(id))
}

/// A line of text.
#[component]
pub fn TextField(
    id: &'static str,
    label: &'static str,
    #[prop(into)] value: Signal<String>,
    on_input: Callback<String>,
    error: Signal<Option<String>>,
    #[prop(optional)] hint: &'static str,
    #[prop(optional)] keeps_case: bool,
    #[prop(optional)] is_number: bool,
    #[prop(optional)] is_optional: bool,
    /// The longest text, in characters.
    #[prop(default = NAME_MAX)]
    max: usize,
) -> impl IntoView {
    view! {
        <Labelled id label error hint>
            <input
                class="box"
                id=id
                autocomplete="off"
                autocapitalize=keeps_case.then_some("none")
                spellcheck="false"
                inputmode=is_number.then_some("numeric")
                maxlength=max.to_string()
                aria-required=(!is_optional).then_some("true")
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=described_by(id)
                prop:value=move || value.get()
                on:input=move |event| on_input.run(event_target_value(&event))
            />
        </Labelled>
    }
}

/// Several lines of text.
#[component]
pub fn LinesField(
    id: &'static str,
    label: &'static str,
    #[prop(into)] value: Signal<String>,
    on_input: Callback<String>,
    error: Signal<Option<String>>,
    hint: &'static str,
    /// The longest text, in characters.
    max: usize,
) -> impl IntoView {
    view! {
        <Labelled id label error hint>
            <textarea
                class="box"
                id=id
                rows="3"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                maxlength=max.to_string()
                aria-required="true"
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=described_by(id)
                prop:value=move || value.get()
                on:input=move |event| on_input.run(event_target_value(&event))
            ></textarea>
        </Labelled>
    }
}

/// The roles, each with its explanation. The first check box has the id `id`.
#[component]
pub fn RolesField(
    id: &'static str,
    chosen: Signal<BTreeSet<PartnerRole>>,
    on_choose: Callback<(PartnerRole, bool)>,
    error: Signal<Option<String>>,
    #[prop(optional)] hint: &'static str,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    let described_by = error_id.clone();
    let choices = PartnerRole::ALL.into_iter().enumerate().map(|(at, role)| {
        let choice = if at == 0 { id.to_owned() } else { format!("{id}-{at}") };
        view! { <RoleChoice role id=choice chosen on_choose error error_id=error_id.clone()/> }
    });
    let choices = choices.collect_view();
    view! {
        <fieldset class="choices field-group" aria-describedby=described_by>
            <legend>{words::ROLES}</legend>
            {(!hint.is_empty()).then(|| view! { <p class="muted hint">{hint}</p> })}
            <p class="field-error" id=error_id aria-live="polite">
                {move || error.get()}
            </p>
            {choices}
        </fieldset>
    }
}

#[component]
fn RoleChoice(
    role: PartnerRole,
    id: String,
    chosen: Signal<BTreeSet<PartnerRole>>,
    on_choose: Callback<(PartnerRole, bool)>,
    error: Signal<Option<String>>,
    error_id: String,
) -> impl IntoView {
    let checked = Signal::derive(move || chosen.with(|chosen| chosen.contains(&role)));
    let on_choose = Callback::new(move |is_chosen| on_choose.run((role, is_chosen)));
    let (name, means) = (role.as_str().to_owned(), words::role_means(role));
    view! { <ExplainedBox id name means error_id error checked on_choose/> }
}

/// Puts a value into a set, or takes it out.
pub fn put<T: Ord>(set: &mut BTreeSet<T>, value: T, is_in: bool) {
    if is_in {
        set.insert(value);
    } else {
        set.remove(&value);
    }
}
