//! The steps of a wizard, and the buttons that lead from one to the next.

use crate::text::entries as words;
use crate::ui::focus::focus;
use leptos::prelude::*;

/// The id of the title in the document.
const STEP_TITLE: &str = "step-title";

/// The steps: those behind are links, and which one is shown.
#[component]
pub fn StepRail(
    names: [&'static str; 4],
    #[prop(into)] current: Signal<usize>,
    /// The address of a step.
    href: Callback<usize, String>,
    /// Whether those behind can be gone back to.
    #[prop(into)]
    is_open: Signal<bool>,
) -> impl IntoView {
    let step = move |(at, name): (usize, &'static str)| {
        let is_done = move || at < current.get();
        let inner = move || {
            if is_done() && is_open.get() {
                view! { <a href=href.run(at)>{name}</a> }.into_any()
            } else {
                view! { <span>{name}</span> }.into_any()
            }
        };
        view! {
            <li class:done=is_done aria-current=move || (at == current.get()).then_some("step")>
                {inner}
            </li>
        }
    };
    view! {
        <nav class="steps" aria-label=words::STEPS>
            <ol>{names.into_iter().enumerate().map(step).collect_view()}</ol>
        </nav>
    }
}

/// The title of the step that is shown. It takes the focus when another step comes: the button that led here is gone.
#[component]
pub fn StepTitle(#[prop(into)] text: Signal<String>) -> impl IntoView {
    Effect::new(move |before: Option<String>| {
        let now = text.get();
        if before.is_some_and(|before| before != now) {
            request_animation_frame(|| focus(STEP_TITLE));
        }
        now
    });
    view! {
        <h2 id=STEP_TITLE class="step-title" tabindex="-1">
            {move || text.get()}
        </h2>
    }
}

/// `Back`, `Next` and `Cancel`. While `why_not` gives a reason, the main button says it and only calls `on_missed`.
#[component]
pub fn StepButtons(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] why_not: Signal<Option<String>>,
    on_next: Callback<()>,
    #[prop(optional, into)] on_missed: Option<Callback<()>>,
    #[prop(optional_no_strip)] back: Option<String>,
    #[prop(into)] cancel: Signal<String>,
    on_cancel: Callback<()>,
    #[prop(optional, into)] busy: Signal<bool>,
) -> impl IntoView {
    let off = Memo::new(move |_| busy.get() || why_not.with(Option::is_some));
    let press = move |_| {
        if !off.get_untracked() {
            on_next.run(());
        } else if let Some(on_missed) = on_missed {
            on_missed.run(());
        }
    };
    view! {
        <div class="wizard-foot">
            <p class="why muted" id="step-why" aria-live="polite">{move || why_not.get()}</p>
            <div class="wizard-buttons">
                {back.map(|back| view! { <a class="second" href=back>{words::BACK}</a> })}
                <button
                    type="button"
                    class="primary"
                    aria-disabled=move || off.get().then_some("true")
                    aria-busy=move || busy.get().then_some("true")
                    aria-describedby="step-why"
                    on:click=press
                >
                    {move || label.get()}
                </button>
                <a class="plain" href=move || cancel.get() on:click=move |_| on_cancel.run(())>
                    {words::CANCEL}
                </a>
            </div>
        </div>
    }
}
