//! `User`, `Global admin` or `Custom permissions`.

use crate::text::entries as words;
use crate::widgets::entries::fields::Fields;
use crate::widgets::entries::form::{FormChange, Permissions};
use domain::directory::role::AdminRole;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The roles among the custom permissions, in the order people know.
const CUSTOM: [AdminRole; 5] =
    [AdminRole::Password, AdminRole::UserManagement, AdminRole::Service, AdminRole::Billing, AdminRole::Helpdesk];

/// The permissions of a user.
#[component]
pub fn PermissionsField(
    fields: Fields,
    /// Whether a heading or a tick above names them already.
    #[prop(optional)]
    is_named: bool,
) -> impl IntoView {
    let now = Memo::new(move |_| fields.form.with(|form| form.permissions.clone()));
    let set = move |permissions| fields.on_change.run(FormChange::Permit(permissions));
    let custom = move || match now.get_untracked() {
        Permissions::Custom(roles) => roles,
        _ => BTreeSet::new(),
    };
    // A user who is a Global admin and something else besides can be either.
    let with_global = custom().contains(&AdminRole::Global);
    let roles: Vec<AdminRole> = with_global.then_some(AdminRole::Global).into_iter().chain(CUSTOM).collect();
    // The ticks stay while another choice is looked at.
    let ticked = RwSignal::new(BTreeSet::new());
    Effect::new(move |_| {
        if let Permissions::Custom(roles) = now.get() {
            ticked.set(roles);
        }
    });
    let is_custom = Memo::new(move |_| now.with(|now| matches!(now, Permissions::Custom(_))));
    let choice = move |label: &'static str, is_chosen: fn(&Permissions) -> bool, chosen: Permissions| {
        let choose = move |_| match &chosen {
            Permissions::Custom(_) => set(Permissions::Custom(ticked.get_untracked())),
            other => set(other.clone()),
        };
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="user-permissions"
                    prop:checked=move || now.with(is_chosen)
                    on:change=choose
                />
                <span>{label}</span>
            </label>
        }
    };
    let tick = move |role: AdminRole| {
        let has = move || now.with(|now| matches!(now, Permissions::Custom(roles) if roles.contains(&role)));
        let click = move |event: leptos::ev::Event| {
            let mut roles = custom();
            if event_target_checked(&event) {
                roles.insert(role)
            } else {
                roles.remove(&role)
            };
            set(Permissions::Custom(roles));
        };
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=has on:change=click/>
                <span>{words::permission(role)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices field-group">
            <legend class:quiet=is_named>{words::PERMISSIONS}</legend>
            {choice(words::PERMISSION_USER, |now| *now == Permissions::User, Permissions::User)}
            {choice(words::PERMISSION_GLOBAL, |now| *now == Permissions::Global, Permissions::Global)}
            {choice(
                words::PERMISSION_CUSTOM,
                |now| matches!(now, Permissions::Custom(_)),
                Permissions::Custom(BTreeSet::new()),
            )}
            {move || {
                is_custom
                    .get()
                    .then(|| {
                        view! {
                            <div class="custom-permissions" role="group" aria-label=words::PERMISSION_CUSTOM>
                                {roles.iter().copied().map(tick).collect_view()}
                            </div>
                        }
                    })
            }}
        </fieldset>
    }
}
