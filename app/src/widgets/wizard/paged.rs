//! Steps of a wizard that are pages. Buttons and Enter in a field lead from one step to the next.

use super::WizardStep;
use crate::text::common;
use crate::text::entries as words;
use crate::ui::discard::Discard;
use crate::ui::enter::OnEnter;
use crate::ui::focus::focus_first_field;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The id of the step's title.
const STEP_TITLE: &str = "step-title";
/// The id of the step's fields.
const STEP: &str = "step";

/// The list of all steps, with the current one marked. Earlier steps are links.
#[component]
pub fn StepRail<S: WizardStep>(
    current: Memo<S>,
    /// The address of a step.
    href: Callback<S, String>,
    /// Whether the person can go back to earlier steps.
    #[prop(into)]
    is_open: Signal<bool>,
) -> impl IntoView {
    let step = move |step: S| {
        let is_done = move || step < current.get();
        let inner = move || {
            if is_done() && is_open.get() {
                view! { <a href=href.run(step)>{step.title()}</a> }.into_any()
            } else {
                view! { <span>{step.title()}</span> }.into_any()
            }
        };
        view! {
            <li class:done=is_done aria-current=move || (step == current.get()).then_some("step")>
                {inner}
            </li>
        }
    };
    view! {
        <nav class="steps" aria-label=words::STEPS>
            <ol>{S::ALL.iter().copied().map(step).collect_view()}</ol>
        </nav>
    }
}

/// The title of the current step.
#[component]
pub fn StepTitle(#[prop(into)] text: Signal<String>) -> impl IntoView {
    view! {
        <h2 id=STEP_TITLE class="step-title" tabindex="-1">
            {move || text.get()}
        </h2>
    }
}

/// Moves the focus to the step that opens: to its first field or to its title. The button that led here is gone.
pub fn focus_step() {
    Effect::new(|_| {
        // The fields are there in the next frame.
        request_animation_frame(|| focus_first_field(STEP, STEP_TITLE));
    });
}

/// The effect of Enter in a field of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EnterKey {
    /// Enter does the same as the main button.
    #[default]
    GoesOn,
    /// Enter does nothing, so that nobody saves by accident on the last step.
    DoesNothing,
}

/// The way out of a wizard without saving.
#[derive(Clone)]
pub struct Leaving {
    /// The address of the page that follows.
    pub href: Signal<String>,
    /// Whether typed work would be lost.
    pub has_work: Signal<bool>,
    /// Forgets the typed work.
    pub forget: Callback<()>,
}

/// A step that leads to the next one. `on_next` runs before it does.
#[component]
pub fn NextStep<S: WizardStep>(
    step: S,
    /// The address of a step.
    href: Callback<S, String>,
    #[prop(into)] why_not: Signal<Option<String>>,
    #[prop(optional)] on_next: Option<Callback<()>>,
    #[prop(optional, into)] on_missed: Option<Callback<()>>,
    leaving: Leaving,
    children: Children,
) -> impl IntoView {
    let navigate = use_navigate();
    let next = Callback::new(move |()| {
        if let Some(on_next) = on_next {
            on_next.run(());
        }
        if let Some(next) = step.after() {
            navigate(&href.run(next), NavigateOptions::default());
        }
    });
    let back = step.before().map(|before| href.run(before));
    view! {
        <Step label=words::NEXT.to_owned() why_not on_next=next on_missed back leaving>
            {children()}
        </Step>
    }
}

/// A step with `Back`, a main button and `Cancel` below its fields. While `why_not` gives a reason, the main button shows it and
/// only calls `on_missed`.
#[component]
pub fn Step(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] why_not: Signal<Option<String>>,
    on_next: Callback<()>,
    #[prop(optional_no_strip)] on_missed: Option<Callback<()>>,
    #[prop(optional)] enter: EnterKey,
    #[prop(optional_no_strip)] back: Option<String>,
    leaving: Leaving,
    #[prop(optional, into)] busy: Signal<bool>,
    children: Children,
) -> impl IntoView {
    focus_step();
    let off = Memo::new(move |_| busy.get() || why_not.with(Option::is_some));
    let press = Callback::new(move |()| {
        if !off.get_untracked() {
            on_next.run(());
        } else if let Some(on_missed) = on_missed {
            on_missed.run(());
        }
    });
    let on_enter = Callback::new(move |()| {
        if enter == EnterKey::GoesOn {
            press.run(());
        }
    });
    view! {
        <div id=STEP>
            <OnEnter run=on_enter named_by=STEP_TITLE>
                {children()}
            </OnEnter>
        </div>
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
                    on:click=move |_| press.run(())
                >
                    {move || label.get()}
                </button>
                <Cancel leaving/>
            </div>
        </div>
    }
}

/// Leaves the wizard. If typed work would be lost, it asks first.
#[component]
fn Cancel(leaving: Leaving) -> impl IntoView {
    let Leaving { href, has_work, forget } = leaving;
    let asking = RwSignal::new(false);
    let navigate = use_navigate();
    let leave = Callback::new(move |()| {
        forget.run(());
        navigate(&href.get_untracked(), NavigateOptions::default());
    });
    let click = move |event: MouseEvent| {
        if has_work.get_untracked() {
            event.prevent_default();
            asking.set(true);
        } else {
            forget.run(());
        }
    };
    view! {
        <a class="plain" href=move || href.get() on:click=click>
            {common::CANCEL}
        </a>
        <Discard open=asking on_discard=leave/>
    }
}
