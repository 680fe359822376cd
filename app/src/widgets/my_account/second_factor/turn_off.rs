//! Turning the second factor off. A plain form, because the password is checked like at signing in.

use crate::paths;
use crate::text::second_factor as words;
use domain::access::second_factor::CODE_MAX;
use leptos::prelude::*;

/// Asks for the password and a code.
#[component]
pub fn TurnOff() -> impl IntoView {
    view! {
        <details>
            <summary>{words::TURN_OFF_QUESTION}</summary>
            <form method="post" action=paths::SECOND_FACTOR_OFF>
                <div class="field">
                    <label for="off-password">{words::PASSWORD}</label>
                    <input
                        class="box"
                        id="off-password"
                        name="password"
                        type="password"
                        autocomplete="current-password"
                        required
                    />
                </div>
                <div class="field">
                    <label for="off-code">{words::CODE_OR_RECOVERY}</label>
                    <input
                        class="box"
                        id="off-code"
                        name="code"
                        autocomplete="one-time-code"
                        autocapitalize="characters"
                        spellcheck="false"
                        maxlength=CODE_MAX.to_string()
                        required
                    />
                </div>
                <button type="submit" class="danger">
                    {words::TURN_OFF}
                </button>
            </form>
        </details>
    }
}
