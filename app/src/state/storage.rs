//! The browser's session storage, as JSON under a key. On the server there is none.

use crate::json;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The value stored under a key, if it is there and readable.
pub fn load<T: DeserializeOwned>(key: &str) -> Option<T> {
    let text = session_storage()?.get_item(key).ok()??;
    json::read(&text).ok()
}

/// Stores a value. A full or forbidden storage only loses values for the next reload.
pub fn save<T: Serialize>(key: &str, value: &T) {
    save_if_room(key, value);
}

/// Stores a value if there is room for it; false where there is none.
pub fn save_if_room<T: Serialize>(key: &str, value: &T) -> bool {
    match (session_storage(), serde_json::to_string(value)) {
        (Some(storage), Ok(text)) => storage.set_item(key, &text).is_ok(),
        _ => false,
    }
}

/// Forgets the value stored under a key.
pub fn forget(key: &str) {
    if let Some(storage) = session_storage() {
        let _ = storage.remove_item(key);
    }
}

/// Forgets everything, when a person signs out. WebKit leaves session storage alone although the server asks it to clear it.
pub fn forget_all() {
    if let Some(storage) = session_storage() {
        let _ = storage.clear();
    }
}

#[cfg(feature = "hydrate")]
fn session_storage() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok()?
}

#[cfg(not(feature = "hydrate"))]
fn session_storage() -> Option<web_sys::Storage> {
    None
}

/// A fresh random GUID, for ids that the browser gives out. `None` on the server, which gives out none here.
pub fn fresh_id() -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        web_sys::window()?.crypto().ok().map(|crypto| crypto.random_uuid())
    }
    #[cfg(not(feature = "hydrate"))]
    {
        None
    }
}
