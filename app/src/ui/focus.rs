//! Moving the focus.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use leptos_router::hooks::use_location;

/// Focuses an element, if it exists.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Focuses the first text field or check box of an element. Without one, and on touch screens, where the keyboard would
/// cover the page, focuses `otherwise`. Lists are skipped, because typing would change the choice. So is the field for
/// the reason, which is the last one.
pub fn focus_first_field(within: &str, otherwise: &str) {
    const FIELDS: &str = "input:not(:disabled, .reason *, [type=radio]:not(:checked)), textarea:not(:disabled)";
    let is_touched = window().match_media("(pointer: coarse)").ok().flatten().is_some_and(|query| query.matches());
    let within = document().get_element_by_id(within);
    let active = document().active_element();
    if within.as_ref().is_some_and(|within| active.is_some_and(|active| within.contains(Some(&active)))) {
        // The focus is already inside.
        return;
    }
    let within = within.filter(|_| !is_touched);
    let first = within.and_then(|within| within.query_selector(FIELDS).ok().flatten());
    match first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
        Some(first) => drop(first.focus()),
        None => focus(otherwise),
    }
}

/// Focuses a page after navigation, as reloading it would. Otherwise the focus stays on a link that no longer exists,
/// and screen readers don't announce the new page. Must be inside the router.
#[component]
pub fn FocusPage() -> impl IntoView {
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path) {
            // The new page appears one frame after its address.
            request_animation_frame(|| request_animation_frame(focus_page));
        }
        path
    });
}

/// Replaces the page by another one at the same address, such as the one that says it is loading. A focus on the page stays
/// there.
pub fn keep_on_page(replace: impl FnOnce()) {
    let is_on_page = document().active_element().is_some_and(|active| active.id() == "main");
    replace();
    if is_on_page {
        request_animation_frame(|| request_animation_frame(focus_page));
    }
}

/// Keeps a focus that the page set itself.
fn focus_page() {
    if document().active_element().is_none_or(|active| active.tag_name() == "BODY") {
        focus("main");
    }
}
