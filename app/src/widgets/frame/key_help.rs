//! The list of keyboard shortcuts.

use crate::text::frame as words;
use crate::ui::dialog::Dialog;
use crate::ui::keys::{Shortcuts, on_key};
use leptos::prelude::*;

/// Whether the shortcuts dialog is open.
#[derive(Debug, Clone, Copy)]
pub struct KeyHelpOpen(pub RwSignal<bool>);

/// The shortcuts dialog; `?` opens it.
#[component]
pub fn KeyHelp(open: RwSignal<bool>) -> impl IntoView {
    let keys = use_context::<Shortcuts>();
    on_key("?", Callback::new(move |()| open.set(true)));
    view! {
        <Dialog open title=words::KEYBOARD_SHORTCUTS>
            <dl class="keys">
                {words::SHORTCUTS
                    .into_iter()
                    .filter(|(_, _, key)| keys.is_some_and(|keys| keys.works(key)))
                    .map(|(keys, what, _)| {
                        view! {
                            <dt>{keys.iter().map(|key| view! { <kbd>{*key}</kbd> " " }).collect_view()}</dt>
                            <dd>{what}</dd>
                        }
                    })
                    .collect_view()}
            </dl>
            <p class="muted">{words::SHORTCUTS_NOTE}</p>
        </Dialog>
    }
}
