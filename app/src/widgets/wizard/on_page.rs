//! Steps of a wizard on one page: their headings, and the way from one step to the next.

use super::WizardStep;
use crate::ui::enter::OnEnter;
use crate::ui::focus::focus_first_field;
use leptos::prelude::*;

/// The id of the element around a step.
pub fn step_id(step: impl WizardStep) -> String {
    format!("{}-step", step.word())
}

/// Moves the focus to a step once it is drawn: to its first field, or to its heading if there is none.
pub fn focus_on(step: impl WizardStep) {
    request_animation_frame(move || focus_first_field(&step_id(step), step.word()));
}

/// The heading of a step, which can take the focus.
#[component]
pub fn StepHeading<S: WizardStep>(
    step: S,
    /// The content of the heading, if it is not the title.
    #[prop(optional_no_strip)]
    heading: Option<Children>,
) -> impl IntoView {
    let heading = heading.map_or_else(|| step.title().into_any(), |heading| heading());
    view! {
        <h2 id=step.word() tabindex="-1">
            {heading}
        </h2>
    }
}

/// The fields of a step. Enter in a field runs `on_enter`, or leads to the next step. In the last step it does nothing.
#[component]
pub fn LeadsOn<S: WizardStep>(
    step: S,
    #[prop(optional)] on_enter: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let go_on = Callback::new(move |()| match (on_enter, step.after()) {
        (Some(on_enter), _) => on_enter.run(()),
        (None, Some(next)) => focus_on(next),
        (None, None) => (),
    });
    view! { <OnEnter run=go_on>{children()}</OnEnter> }
}
