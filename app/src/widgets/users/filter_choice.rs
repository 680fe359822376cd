//! A labelled choice in the dialog of further filters.

use crate::text::users as words;
use leptos::prelude::*;

/// A labelled choice of a value; `any` adds an empty choice.
#[component]
pub fn Choice(
    label: &'static str,
    #[prop(default = true)] any: bool,
    options: Vec<(String, String)>,
    chosen: Signal<String>,
    on_change: Callback<String>,
) -> impl IntoView {
    let first = any.then(|| (String::new(), words::ANY.to_owned()));
    view! {
        <label class="field">
            {label}
            <select class="box" on:change=move |event| on_change.run(event_target_value(&event))>
                {first
                    .into_iter()
                    .chain(options)
                    .map(|(value, name)| {
                        let is_chosen = chosen.get_untracked() == value;
                        view! {
                            <option value=value selected=is_chosen>
                                {name}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </label>
    }
}
