//! What is shown only to people who may use it.

use crate::state::session::denied;
use domain::access::permission::Permission;
use leptos::prelude::*;

/// Shows its children unless the signed-in person lacks the permission, as far as is known.
#[component]
pub fn IfAllowed(permission: Permission, children: ChildrenFn) -> impl IntoView {
    let denied = denied(permission);
    move || denied.with(Option::is_none).then(|| children())
}
