//! The roles of a portal that need a second factor.

use super::state::ManagingPortal;
use crate::text::portal as words;
use crate::text::second_factor::{ROLES, SAVE};
use crate::ui::command::Command;
use crate::widgets::people::required_roles::RoleChoice;
use crate::widgets::people::send_form::NotDone;
use crate::widgets::people::sending::Sending;
use domain::access::portal_role::PortalRole;
use leptos::prelude::*;

/// The button that saves the choice.
const SAVE_ID: &str = "save-portal-required-roles";

/// Check boxes for the roles, and the button that saves them. A person that can't give every role can't change them,
/// and sees the reason.
#[component]
pub fn PortalRequiredRoles(managing: ManagingPortal) -> impl IntoView {
    let chosen = RwSignal::new(managing.view.with_untracked(|view| view.portal.required.clone()));
    let sending = Sending::begin();
    let why_not = Memo::new(move |_| PortalRole::ALL.into_iter().find_map(|role| managing.why_not(role)));
    let disabled = Signal::derive(move || why_not.with(Option::is_some));
    let save = Callback::new(move |()| managing.require_second_factor(sending, chosen.get_untracked()));
    view! {
        <section class="second-factor" aria-label=ROLES>
            <fieldset class="choices field-group">
                <legend>{ROLES}</legend>
                <p>{words::REQUIRED_ROLES_LEAD}</p>
                {PortalRole::ALL.map(|role| view! { <RoleChoice chosen role disabled/> }).collect_view()}
            </fieldset>
            <NotDone sending notice=sending.refusal() on_retry=save/>
            <div class="acts">
                <Command id=SAVE_ID label=SAVE why_not look="second" busy=sending.busy on_click=save/>
            </div>
        </section>
    }
}
