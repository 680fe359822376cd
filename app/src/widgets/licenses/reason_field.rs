//! `Reason or ticket`, where something is saved, undone or bought.

use crate::state::session::reason_policy;
use crate::text::operations as words;
use domain::console::reason::{REASON_MAX, ReasonError, ReasonPolicy};
use leptos::prelude::*;

/// The field, if the partner asks for reasons. What is wrong with what was typed is said at once; that nothing was typed
/// only once it was missed.
#[component]
pub fn ReasonField(
    id: &'static str,
    #[prop(into)] typed: Signal<String>,
    on_typed: Callback<String>,
    #[prop(into)] missed: Signal<bool>,
) -> impl IntoView {
    let policy = reason_policy();
    let wrong = Memo::new(move |_| {
        let error = typed.with(|typed| policy.get().read(typed)).err()?;
        (error != ReasonError::Missing || missed.get()).then(|| error.to_string())
    });
    let error_id = format!("{id}-error");
    move || {
        let policy = policy.get();
        let error_id = error_id.clone();
        (policy != ReasonPolicy::Off).then(|| {
            view! {
                <div class="field reason">
                    <label for=id>
                        {words::REASON} " "
                        {(policy == ReasonPolicy::Optional).then(|| view! { <span class="muted">{words::OPTIONAL}</span> })}
                    </label>
                    <input
                        id=id
                        class="box"
                        autocomplete="off"
                        maxlength=(REASON_MAX * 2).to_string()
                        aria-required=(policy == ReasonPolicy::Required).then_some("true")
                        aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                        aria-describedby=error_id.clone()
                        prop:value=move || typed.get()
                        on:input=move |event| on_typed.run(event_target_value(&event))
                    />
                    <p class="field-error" id=error_id aria-live="polite">
                        {move || wrong.get()}
                    </p>
                </div>
            }
        })
    }
}
