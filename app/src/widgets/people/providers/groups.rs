//! The rows of the form that map values of a claim to groups.

use super::managing::ManagingProviders;
use super::typed::{TypedMapping, TypedProvider};
use crate::text::providers as words;
use crate::ui::focus::focus;
use domain::ids::PartnerGroupId;
use leptos::prelude::*;

/// The id of the button that adds a row.
const ADD: &str = "add-mapped-group";

/// The rows, and the button that adds one.
#[component]
pub fn MappedGroups(managing: ManagingProviders, typed: TypedProvider) -> impl IntoView {
    let add = move |_| {
        let key = typed.add_group();
        request_animation_frame(move || focus(&value_id(key)));
    };
    view! {
        <fieldset class="field-group mapped-groups">
            <legend>{words::GROUPS}</legend>
            <p class="muted hint">{words::GROUPS_HINT}</p>
            <For each=move || typed.groups.get() key=|row| row.key let:row>
                <Row managing typed row/>
            </For>
            <button type="button" class="second" id=ADD on:click=add>
                {words::ADD_GROUP}
            </button>
        </fieldset>
    }
}

fn value_id(key: usize) -> String {
    format!("mapped-value-{key}")
}

#[component]
fn Row(managing: ManagingProviders, typed: TypedProvider, row: TypedMapping) -> impl IntoView {
    let TypedMapping { key, value, group } = row;
    let groups = managing.settings.with_untracked(|settings| settings.groups.clone());
    let choices = groups.into_iter().map(|(id, name)| {
        view! {
            <option value=id.to_string() selected=move || group.get() == Some(id)>
                {name}
            </option>
        }
    });
    let choices = choices.collect_view();
    let remove = move |_| {
        typed.remove_group(key);
        request_animation_frame(|| focus(ADD));
    };
    view! {
        <div class="mapped-group">
            <input
                class="box"
                id=value_id(key)
                aria-label=words::in_row(words::VALUE, key + 1)
                placeholder=words::VALUE
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                maxlength="512"
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            <select
                class="box"
                aria-label=words::in_row(words::GROUP, key + 1)
                on:change=move |event| group.set(event_target_value(&event).parse::<PartnerGroupId>().ok())
            >
                <option value="">{words::CHOOSE_GROUP}</option>
                {choices}
            </select>
            <button
                type="button"
                class="plain command"
                aria-label=words::in_row(words::REMOVE, key + 1)
                on:click=remove
            >
                {words::REMOVE}
            </button>
        </div>
    }
}
