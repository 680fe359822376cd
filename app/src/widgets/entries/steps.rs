//! The steps of a wizard, and what leads from one to the next: buttons, and Enter in a field.

use crate::text::entries as words;
use crate::ui::discard::Discard;
use crate::ui::enter::OnEnter;
use crate::ui::focus::focus_first_field;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The id of the title in the document.
const STEP_TITLE: &str = "step-title";
/// The id of what stands in a step.
const STEP: &str = "step";

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

/// The title of the step that is shown.
#[component]
pub fn StepTitle(#[prop(into)] text: Signal<String>) -> impl IntoView {
    view! {
        <h2 id=STEP_TITLE class="step-title" tabindex="-1">
            {move || text.get()}
        </h2>
    }
}

/// Takes the focus to the step that opens: to its first field, or to its title. The button that led here is gone.
pub fn focus_step() {
    Effect::new(|_| {
        // Its fields are there in the next frame.
        request_animation_frame(|| focus_first_field(STEP, STEP_TITLE));
    });
}

/// What Enter in a field of a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EnterKey {
    /// What the main button does.
    #[default]
    GoesOn,
    /// Nothing: on the last step nobody saves by accident.
    DoesNothing,
}

/// Where a wizard is left without saving.
#[derive(Clone)]
pub struct Leaving {
    /// The address of the page that follows.
    pub href: Signal<String>,
    /// Whether anything was typed that would be lost.
    pub has_work: Signal<bool>,
    /// Forgets what was typed.
    pub forget: Callback<()>,
}

/// A step, with `Back`, `Next` and `Cancel` below its fields. While `why_not` gives a reason, the main button says it and only
/// calls `on_missed`.
#[component]
pub fn Step(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] why_not: Signal<Option<String>>,
    on_next: Callback<()>,
    #[prop(optional, into)] on_missed: Option<Callback<()>>,
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

/// Leaves at once where nothing was typed, and else asks first.
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
            {words::CANCEL}
        </a>
        <Discard open=asking on_discard=leave/>
    }
}
