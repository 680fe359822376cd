//! Single-key shortcuts of the console. They can be switched off; the browser remembers that until sign-out.

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, Storage};

const STORED_AS: &str = "tenantry.single-keys";

/// The registered shortcuts, and whether they are on.
#[derive(Clone, Copy)]
pub struct Shortcuts {
    actions: StoredValue<Vec<KeyAction>>,
    last_id: StoredValue<u32>,
    /// Whether shortcuts are on. The first render assumes so; a stored setting is applied afterwards.
    pub on: RwSignal<bool>,
}

#[derive(Clone, Copy)]
struct KeyAction {
    id: u32,
    key: &'static str,
    run: Callback<()>,
}

/// Provides [`on_key`]; called once, by the app.
pub fn provide_keys() -> Shortcuts {
    let keys =
        Shortcuts { actions: StoredValue::new(Vec::new()), last_id: StoredValue::new(0), on: RwSignal::new(true) };
    provide_context(keys);
    Effect::new(move |_| {
        if storage().and_then(|storage| storage.get_item(STORED_AS).ok().flatten()).as_deref() == Some("off") {
            keys.on.set(false);
        }
        let listening = window_event_listener(ev::keydown, move |event| keys.typed(&event));
        on_cleanup(move || listening.remove());
    });
    keys
}

/// Runs `action` when `key` is pressed, while the calling component exists. The latest registration of a key wins.
pub fn on_key(key: &'static str, action: Callback<()>) {
    register(key, action, false);
}

/// Like [`on_key`], but registrations by [`on_key`] take precedence.
pub fn on_key_otherwise(key: &'static str, action: Callback<()>) {
    register(key, action, true);
}

fn register(key: &'static str, run: Callback<()>, otherwise: bool) {
    let Some(keys) = use_context::<Shortcuts>() else { return };
    keys.last_id.update_value(|id| *id += 1);
    let id = keys.last_id.get_value();
    let action = KeyAction { id, key, run };
    keys.actions.update_value(|actions| if otherwise { actions.insert(0, action) } else { actions.push(action) });
    on_cleanup(move || {
        keys.actions.try_update_value(|actions| actions.retain(|action| action.id != id));
    });
}

impl Shortcuts {
    /// Whether a key has an action on this page.
    pub fn works(self, key: &str) -> bool {
        self.actions.with_value(|actions| actions.iter().any(|action| action.key == key))
    }

    /// Switches shortcuts on or off.
    pub fn switch(self, on: bool) {
        self.on.set(on);
        if let Some(storage) = storage() {
            let _ = storage.set_item(STORED_AS, if on { "on" } else { "off" });
        }
    }

    fn typed(self, event: &KeyboardEvent) {
        let with_modifier = event.ctrl_key() || event.meta_key() || event.alt_key();
        if with_modifier || event.is_composing() || !self.on.get_untracked() || is_taken(event) {
            return;
        }
        let key = event.key();
        let action = self.actions.with_value(|actions| actions.iter().rev().find(|action| action.key == key).copied());
        if let Some(action) = action {
            event.prevent_default();
            action.run.run(());
        }
    }
}

/// Whether the focused element handles the key, or a dialog is open.
fn is_taken(event: &KeyboardEvent) -> bool {
    const TYPED_INTO: &str = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
    let typing = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| element.matches(TYPED_INTO).unwrap_or(false));
    typing || document().query_selector("dialog[open]").ok().flatten().is_some()
}

#[cfg(feature = "hydrate")]
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

#[cfg(not(feature = "hydrate"))]
fn storage() -> Option<Storage> {
    None
}
