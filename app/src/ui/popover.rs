//! A button that opens a small panel.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

/// Closes the panel with this `id` if it is open.
pub fn hide(id: &str) {
    if let Some(panel) = document().get_element_by_id(id).and_then(|panel| panel.dyn_into::<HtmlElement>().ok()) {
        // Fails if it is not open.
        let _ = panel.hide_popover();
    }
}

/// A button that opens a small panel beside it, by mouse, keyboard or touch. Esc and a click elsewhere close the panel.
///
/// `id` names the panel and must be unique in the page. `class` styles the button, by default `link`. The children
/// exist only while the panel is open.
#[component]
pub fn Popover(
    id: String,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] class: String,
    children: ChildrenFn,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let class = if class.is_empty() { "link".to_owned() } else { class };
    let children = StoredValue::new(children);
    view! {
        <button type="button" class=class popovertarget=id.clone()>
            {move || label.get()}
        </button>
        <div
            id=id
            class="bubble"
            popover="auto"
            on:beforetoggle=move |event| {
                let panel: Element = event_target(&event);
                shown.set(!panel.matches(":popover-open").unwrap_or(false));
            }
        >
            {move || shown.get().then(|| children.with_value(|children| children()))}
        </div>
    }
}
