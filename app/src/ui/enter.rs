//! The Enter key in a field.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;

/// Calls `run` when Enter is pressed in a field among its children. Enter keeps its usual effect in multi-line fields,
/// lists, buttons, links and dialogs. Holding the key down calls `run` once.
#[component]
pub fn OnEnter(
    run: Callback<()>,
    /// Id of the heading that names the fields, if they are a group.
    #[prop(optional)]
    named_by: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let on_key = move |event: KeyboardEvent| {
        if is_enter_in_field(&event) {
            // Otherwise Enter would submit the surrounding form.
            event.prevent_default();
            if !event.repeat() {
                run.run(());
            }
        }
    };
    view! {
        <div role=named_by.map(|_| "group") aria-labelledby=named_by on:keydown=on_key>
            {children()}
        </div>
    }
}

fn is_enter_in_field(event: &KeyboardEvent) -> bool {
    const FIELD: &str = "input:not([type=file])";
    const ELSEWHERE: &str = "dialog, [popover]";
    let with_modifier = event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key();
    if event.key() != "Enter" || event.is_composing() || with_modifier {
        return false;
    }
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return false };
    target.matches(FIELD).unwrap_or(false) && target.closest(ELSEWHERE).is_ok_and(|above| above.is_none())
}
