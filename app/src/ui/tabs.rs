//! Tabs. Each has an address.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

/// A tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Label.
    pub label: String,
    /// Address.
    pub href: String,
    /// Whether it is selected.
    pub current: bool,
}

/// A row of tabs. The arrow keys, Home and End move the focus; Enter follows the link.
#[component]
pub fn Tabs(#[prop(into)] label: String, #[prop(into)] tabs: Signal<Vec<Tab>>) -> impl IntoView {
    view! {
        <div class="tabs" role="tablist" aria-label=label on:keydown=move_focus>
            {move || {
                tabs.get()
                    .into_iter()
                    .map(|tab| {
                        view! {
                            <a
                                role="tab"
                                href=tab.href
                                aria-selected=if tab.current { "true" } else { "false" }
                                tabindex=if tab.current { "0" } else { "-1" }
                            >
                                {tab.label}
                            </a>
                        }
                    })
                    .collect_view()
            }}
        </div>
    }
}

fn move_focus(event: KeyboardEvent) {
    let Some(tab) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let Some(list) = tab.parent_element() else { return };
    let to = match event.key().as_str() {
        "ArrowRight" => tab.next_element_sibling().or_else(|| list.first_element_child()),
        "ArrowLeft" => tab.previous_element_sibling().or_else(|| list.last_element_child()),
        "Home" => list.first_element_child(),
        "End" => list.last_element_child(),
        _ => return,
    };
    event.prevent_default();
    if let Some(to) = to.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = to.focus();
    }
}
