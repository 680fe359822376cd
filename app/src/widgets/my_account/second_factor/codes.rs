//! Recovery codes, shown once. They are in memory only while they are shown.

use crate::text::common;
use crate::text::second_factor as words;
use crate::ui::command_result::CommandResult;
use crate::ui::focus::focus;
use crate::widgets::users::clipboard::copy;
use crate::widgets::users::own_file::save;
use domain::directory::password::Secret;
use leptos::prelude::*;

/// The id of the heading, which gets the focus.
const HEADING: &str = "recovery-codes";

/// The codes, until the person says that they are saved.
#[component]
pub fn RecoveryCodes(codes: Vec<Secret>, on_done: Callback<()>) -> impl IntoView {
    let said = CommandResult::begin();
    let text = codes.iter().map(Secret::reveal).collect::<Vec<_>>();
    let (to_copy, to_save) = (text.join("\n"), words::file(&text));
    let items = text.iter().map(|code| view! { <li class="secret">{(*code).to_owned()}</li> }).collect_view();
    let on_copy = move |_| {
        copy(&to_copy, move |done| {
            let words = if done { words::COPIED } else { words::NOT_COPIED };
            said.say(words.to_owned());
        });
    };
    Effect::new(move |_| request_animation_frame(|| focus(HEADING)));
    view! {
        <h3 id=HEADING tabindex="-1">
            {words::RECOVERY}
        </h3>
        <p>{words::recovery_lead()}</p>
        <ul class="recovery-codes">{items}</ul>
        <p class="acts">
            <button type="button" class="second" on:click=on_copy>
                {common::COPY}
            </button>
            <button type="button" class="second" on:click=move |_| save(to_save.as_bytes(), words::FILE_NAME)>
                {words::DOWNLOAD}
            </button>
            {said.view()}
        </p>
        <p class="acts">
            <button type="button" class="primary" on:click=move |_| on_done.run(())>
                {words::SAVED_THEM}
            </button>
        </p>
    }
}
