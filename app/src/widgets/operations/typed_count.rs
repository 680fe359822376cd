//! The count that is typed before something is done to many users.

use crate::text::licenses as words;
use leptos::prelude::*;

/// Above so many users the count is typed.
const TYPED_ABOVE: usize = 20;

/// Whether the count of so many users must be typed.
pub fn must_be_typed(count: usize) -> bool {
    count > TYPED_ABOVE
}

/// Asks for the count of users, if they are so many that it must be typed.
#[component]
pub fn TypedCount(
    count: usize,
    users: &'static str,
    #[prop(into)] typed: Signal<String>,
    on_typed: Callback<String>,
    wrong: RwSignal<bool>,
) -> impl IntoView {
    must_be_typed(count).then(|| {
        view! {
            <label class="field">
                <span>{words::type_count(count, users)}</span>
                <input
                    class="box"
                    inputmode="numeric"
                    autocomplete="off"
                    prop:value=typed
                    aria-invalid=move || wrong.get().then_some("true")
                    aria-describedby="count-error"
                    on:input=move |event| {
                        wrong.set(false);
                        on_typed.run(event_target_value(&event));
                    }
                />
            </label>
            <p class="field-error" id="count-error" role="alert">
                {move || wrong.get().then(|| words::wrong_count(count, users))}
            </p>
        }
    })
}

/// Whether the typed text confirms the count, or none needs to be typed. Commas and spaces around it are let pass.
pub fn confirms(typed: &str, count: usize) -> bool {
    !must_be_typed(count) || typed.trim().replace(',', "").parse() == Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_typed_count_must_be_the_count() {
        assert!(confirms(" 1,021 ", 1021));
        for typed in ["", "21", "1021 users", "-1021"] {
            assert!(!confirms(typed, 1021), "{typed}");
        }
        assert!(confirms("", TYPED_ABOVE) && !confirms("", TYPED_ABOVE + 1));
    }
}
