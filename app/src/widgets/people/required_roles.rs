//! The roles that need a second factor.

use crate::api::second_factor::{get_second_factor, require_second_factor};
use crate::state::resource::resource;
use crate::text::common;
use crate::text::second_factor as words;
use crate::ui::command_result::CommandResult;
use crate::widgets::frame::error_view::ErrorView;
use crate::widgets::my_account::second_factor::asking::Asking;
use domain::access::role::PartnerRole;
use domain::access::second_factor::RequiredRoles;
use leptos::prelude::*;
use std::fmt::Display;

/// The section: the roles as they are, and the choice.
#[component]
pub fn RequiredRolesSection() -> impl IntoView {
    let loaded = resource(|| (), |()| get_second_factor());
    let again = Callback::new(move |()| loaded.refetch());
    view! {
        <section class="second-factor" aria-label=words::ROLES>
            <Transition fallback=|| view! { <p class="loading">{common::LOADING}</p> }>
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok(view) => view.roles.map(|roles| view! { <RequiredRolesChoice roles/> }).into_any(),
                        Err(error) => view! { <ErrorView error on_retry=again loads=true/> }.into_any(),
                    }
                })}
            </Transition>
        </section>
    }
}

/// Check boxes for the roles, and the button that saves them.
#[component]
fn RequiredRolesChoice(roles: RequiredRoles) -> impl IntoView {
    let chosen = RwSignal::new(roles);
    let (asking, said) = (Asking::begin(), CommandResult::begin());
    let save = Callback::new(move |()| {
        let roles = chosen.get_untracked();
        asking.send(async move { require_second_factor(roles).await.map(Ok) }, move |()| {
            said.say(words::ROLES_SAVED.to_owned());
        });
    });
    let busy = move || asking.busy.get().then_some("true");
    view! {
        <fieldset class="choices field-group">
            <legend>{words::ROLES}</legend>
            <p>{words::ROLES_LEAD}</p>
            {PartnerRole::ALL.map(|role| view! { <RoleChoice chosen role disabled=false/> }).collect_view()}
        </fieldset>
        {move || asking.failed.get().map(|error| view! { <ErrorView error on_retry=save/> })}
        <p class="acts">
            <button type="button" class="second" aria-disabled=busy aria-busy=busy on:click=move |_| save.run(())>
                {move || if asking.busy.get() { words::SAVING } else { words::SAVE }}
            </button>
            {said.view()}
        </p>
    }
}

/// The check box of a role.
#[component]
pub fn RoleChoice<R>(chosen: RwSignal<RequiredRoles<R>>, role: R, #[prop(into)] disabled: Signal<bool>) -> impl IntoView
where
    R: Ord + Copy + Display + Send + Sync + 'static,
{
    let choose = move |event: leptos::ev::Event| {
        let is_checked = event_target_checked(&event);
        chosen.update(|roles| {
            if is_checked {
                roles.0.insert(role);
            } else {
                roles.0.remove(&role);
            }
        });
    };
    view! {
        <label class="choice">
            <input
                type="checkbox"
                disabled=disabled
                checked=chosen.with_untracked(|roles| roles.0.contains(&role))
                prop:checked=move || chosen.with(|roles| roles.0.contains(&role))
                on:change=choose
            />
            <span>{role.to_string()}</span>
        </label>
    }
}
