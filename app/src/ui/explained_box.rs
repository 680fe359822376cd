//! A check box with a name and an explanation.

use leptos::prelude::*;

/// The box. It is named by `name`, and described by the error of its group, which has the id `error_id`, and by `means`.
///
/// `id` must be unique in the page.
#[component]
pub fn ExplainedBox(
    id: String,
    name: String,
    means: &'static str,
    error_id: String,
    /// The error of the group; without one, none makes the box invalid.
    #[prop(optional)]
    error: Signal<Option<String>>,
    checked: Signal<bool>,
    on_choose: Callback<bool>,
) -> impl IntoView {
    let (name_id, means_id) = (format!("{id}-name"), format!("{id}-means"));
    let (named_by, described_by) = (name_id.clone(), format!("{error_id} {means_id}"));
    view! {
        <label class="choice">
            <input
                type="checkbox"
                id=id
                aria-labelledby=named_by
                aria-describedby=described_by
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                prop:checked=move || checked.get()
                on:change=move |event| on_choose.run(event_target_checked(&event))
            />
            <span>
                <span id=name_id>{name}</span>
                <span class="muted role-means" id=means_id>
                    {means}
                </span>
            </span>
        </label>
    }
}
