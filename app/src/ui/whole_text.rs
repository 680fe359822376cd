//! A text to be copied.

use leptos::ev::FocusEvent;
use leptos::prelude::*;
use leptos::web_sys::HtmlTextAreaElement;

/// A field that shows a text whole, in as many lines as it needs, and selects it when it gets the focus. It can't be edited, and
/// is for dialogs, whose content is made in the browser alone.
#[component]
pub fn WholeText(id: &'static str, label: &'static str, text: String) -> impl IntoView {
    let select_all = |event: FocusEvent| event_target::<HtmlTextAreaElement>(&event).select();
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <textarea
                class="box whole-text"
                id=id
                rows="2"
                readonly
                autocomplete="off"
                spellcheck="false"
                prop:value=text
                on:focus=select_all
            ></textarea>
        </div>
    }
}
