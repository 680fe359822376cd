//! The groups that a new person will be in.

use super::typed::{NewPersonDraft, NotCreated};
use crate::text::new_person as words;
use crate::text::people::roles;
use crate::ui::named::named;
use crate::widgets::people::fields::put;
use crate::widgets::people::managing::ManagingPeople;
use crate::widgets::people::typed::Typed;
use domain::access::group::Group;
use leptos::prelude::*;

/// The groups of the tenant, if there are any.
#[component]
pub fn GroupsField(managing: ManagingPeople, typed: Typed<NewPersonDraft, NotCreated>) -> impl IntoView {
    // The members of a group of the directory are decided there.
    let is_ours = |group: &&Group| group.directory.is_none();
    let groups: Vec<Group> =
        managing.shown.with_untracked(|people| people.groups.iter().filter(is_ours).cloned().collect());
    let choices = groups.iter().cloned().map(|group| view! { <GroupChoice typed group/> }).collect_view();
    (!groups.is_empty()).then(|| {
        view! {
            <fieldset class="choices field-group">
                <legend>{words::GROUPS}</legend>
                <p class="muted hint">{words::GROUPS_HINT}</p>
                {choices}
            </fieldset>
        }
    })
}

#[component]
fn GroupChoice(typed: Typed<NewPersonDraft, NotCreated>, group: Group) -> impl IntoView {
    let Group { id, name, roles: given, .. } = group;
    view! {
        <label class="choice">
            <input
                type="checkbox"
                prop:checked=move || typed.form.with(|draft| draft.groups.contains(&id))
                on:change=move |event| {
                    let is_in = event_target_checked(&event);
                    typed.form.update(|draft| put(&mut draft.groups, id, is_in));
                    typed.sending.refused.set(None);
                }
            />
            <span>{named(name)} " " <span class="muted role-means">{roles(&given)}</span></span>
        </label>
    }
}
