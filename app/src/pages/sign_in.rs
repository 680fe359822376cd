//! Sign-in. A plain form that works without the pages, also before they are loaded.

use crate::paths;
use crate::state::storage;
use crate::text::frame as words;
use crate::widgets::frame::params::query_param;
use crate::widgets::frame::sign_in_card::SignInCard;
use crate::widgets::frame::sign_in_name_field::{SIGN_IN_NAME, SignInNameField};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;

/// Storage key of the sign-in name of a refused attempt.
const NAME_KEY: &str = "sign-in-name";

/// Asks for sign-in name and password, then continues to the address in `next`.
#[component]
pub fn SignInPage() -> impl IntoView {
    let next = query_param("next");
    let error = query_param("error").get_untracked();
    let refused = error.is_some();
    // Addresses contain no names, so the typed name is kept in storage. Text typed meanwhile takes precedence.
    Effect::new(move |_| {
        let Some(name) = name_field() else { return };
        if let Some(typed) = storage::load::<String>(NAME_KEY).filter(|_| refused && name.value().is_empty()) {
            name.set_value(&typed);
        }
        storage::forget(NAME_KEY);
    });
    let keep_name = move |_| {
        if let Some(name) = name_field() {
            storage::save(NAME_KEY, &name.value());
        }
    };
    let next = move || paths::local_or_customers(&next.get().unwrap_or_default()).to_owned();
    view! {
        <SignInCard title=words::SIGN_IN error=error.as_deref().map(words::sign_in_error)>
            <form method="post" action=paths::SIGN_IN on:submit=keep_name>
                <input type="hidden" name="next" value=next/>
                {fields()}
            </form>
            {forgot_password()}
        </SignInCard>
    }
}

/// The field of the sign-in name, in the browser.
fn name_field() -> Option<HtmlInputElement> {
    document().get_element_by_id(SIGN_IN_NAME)?.dyn_into().ok()
}

/// The fields for sign-in name and password, and the button that sends them.
pub(super) fn fields() -> impl IntoView {
    view! {
        <SignInNameField autofocus=true/>
        <div class="field">
            <label for="password">{words::PASSWORD}</label>
            <input
                class="box"
                id="password"
                name="password"
                type="password"
                autocomplete="current-password"
                required
            />
        </div>
        <button type="submit" class="primary">
            {words::SIGN_IN}
        </button>
    }
}

/// The link for those who have forgotten their password.
pub(super) fn forgot_password() -> impl IntoView {
    view! {
        <p class="foot">
            // A page of its own, without the pages' scripts.
            <a href=paths::FORGOT_PASSWORD rel="external">{words::FORGOT_PASSWORD}</a>
        </p>
    }
}
