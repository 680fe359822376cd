//! The names and the permissions of the signed-in person.

use crate::text::custom_permissions::CUSTOM;
use crate::text::my_account as words;
use crate::ui::named::named;
use domain::access::Actor;
use leptos::prelude::*;

/// The name, the sign-in name and the roles. They are changed under User management.
#[component]
pub fn AccountFacts(actor: Actor, has_custom: bool) -> impl IntoView {
    let roles = (!actor.roles.is_empty()).then(|| words::roles(&actor.roles));
    let duties: Vec<String> = roles.into_iter().chain(has_custom.then(|| CUSTOM.to_owned())).collect();
    let roles = if duties.is_empty() { words::NO_ROLES.to_owned() } else { duties.join(", ") };
    view! {
        <section>
            <dl class="facts">
                <dt>{words::NAME}</dt>
                <dd>{named(actor.name)}</dd>
                <dt>{words::SIGN_IN_NAME}</dt>
                <dd>{named(actor.sign_in_name)}</dd>
                <dt>{words::ROLES}</dt>
                <dd>{roles}</dd>
            </dl>
            <p class="hint">{words::ACCOUNT_HINT}</p>
        </section>
    }
}
