//! Where the focus is.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use leptos_router::hooks::use_location;

/// Gives the focus to an element, if it is there.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Gives the focus to the first field in an element where one is typed into or ticked; else, and on touch screens, where a
/// keyboard would come up over the page, to `otherwise`. A list to choose from is passed over: typing would choose in it. So
/// is the reason, which stands at the end.
pub fn focus_first_field(within: &str, otherwise: &str) {
    const FIELDS: &str = "input:not(:disabled, .reason *, [type=radio]:not(:checked)), textarea:not(:disabled)";
    let is_touched = window().match_media("(pointer: coarse)").ok().flatten().is_some_and(|query| query.matches());
    let within = document().get_element_by_id(within);
    let active = document().active_element();
    if within.as_ref().is_some_and(|within| active.is_some_and(|active| within.contains(Some(&active)))) {
        // Somebody is there already.
        return;
    }
    let within = within.filter(|_| !is_touched);
    let first = within.and_then(|within| within.query_selector(FIELDS).ok().flatten());
    match first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
        Some(first) => drop(first.focus()),
        None => focus(otherwise),
    }
}

/// Takes the focus to a page that a link led to, as loading it anew would: else it stays on a link that is gone, and
/// nobody who does not see the page learns that it is another one. Must be within the router.
#[component]
pub fn FocusPage() -> impl IntoView {
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path) {
            // The new page is there in the frame after the one in which its address is.
            request_animation_frame(|| request_animation_frame(focus_page));
        }
        path
    });
}

/// A page may have put the focus somewhere itself.
fn focus_page() {
    if document().active_element().is_none_or(|active| active.tag_name() == "BODY") {
        focus("main");
    }
}
