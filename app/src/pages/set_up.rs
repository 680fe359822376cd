//! Creates the first account, with the link printed by the server. A plain form, like sign-in.

use crate::paths;
use crate::text::frame as words;
use crate::widgets::frame::new_password::NewPasswordField;
use crate::widgets::frame::params::query_param;
use crate::widgets::frame::sign_in_card::SignInCard;
use crate::widgets::frame::sign_in_name_field::SignInNameField;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// Asks for the name, the sign-in name and the password of the first account.
#[component]
pub fn SetUpPage() -> impl IntoView {
    let token = use_params_map().with_untracked(|params| params.get("token").unwrap_or_default());
    let error = query_param("error").get_untracked();
    view! {
        <SignInCard title=words::SET_UP error=error.as_deref().map(|code| words::set_up_error(code).to_owned())>
            <p class="lead">{words::SET_UP_LEAD}</p>
            <form method="post" action=paths::set_up(&token)>
                <div class="field">
                    <label for="name">{words::YOUR_NAME}</label>
                    <input class="box" id="name" name="name" autocomplete="name" maxlength="100" required autofocus/>
                </div>
                <SignInNameField maxlength="100"/>
                <NewPasswordField label=words::PASSWORD/>
                <button type="submit" class="primary">
                    {words::CREATE_ACCOUNT}
                </button>
            </form>
        </SignInCard>
    }
}
