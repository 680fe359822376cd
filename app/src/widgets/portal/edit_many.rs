//! Editing many users, step by step: details, settings, licenses, results.

use super::assigning::{Assigning, Mode};
use super::product_boxes::{ForeseenChange, ProductBoxes, SaveFailed};
use super::results::Results;
use crate::paths;
use crate::text::entries::STEPS;
use crate::text::portal as words;
use crate::ui::choice::Choice;
use crate::ui::focus::focus;
use crate::ui::named::named;
use domain::directory::country::CountryCode;
use domain::ids::{CustomerId, OperationId};
use leptos::prelude::*;

/// The id of the heading of the step, which gets the focus.
const HEADING: &str = "portal-step";

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EditStep {
    /// The users who are changed.
    Details,
    /// The location of those who have none.
    Settings,
    /// The licenses.
    Licenses,
    /// The outcome.
    Results(OperationId),
}

impl EditStep {
    fn title(self) -> &'static str {
        match self {
            Self::Details => words::STEP_DETAILS,
            Self::Settings => words::STEP_SETTINGS,
            Self::Licenses => words::STEP_LICENSES,
            Self::Results(_) => words::STEP_RESULTS,
        }
    }

    fn place(self) -> usize {
        match self {
            Self::Details => 0,
            Self::Settings => 1,
            Self::Licenses => 2,
            Self::Results(_) => 3,
        }
    }
}

/// The steps, of which one is shown.
#[component]
pub fn EditMany(assigning: Assigning) -> impl IntoView {
    let step = RwSignal::new(EditStep::Details);
    let go = Callback::new(move |to: EditStep| {
        step.set(to);
        request_animation_frame(|| focus(HEADING));
    });
    let titles = [words::STEP_DETAILS, words::STEP_SETTINGS, words::STEP_LICENSES, words::STEP_RESULTS];
    let names = titles.into_iter().enumerate().map(|(place, title)| {
        let current = move || (step.get().place() == place).then_some("step");
        view! {
            <li class:done=move || place < step.get().place() aria-current=current>
                <span>{title}</span>
            </li>
        }
    });
    view! {
        <nav class="steps" aria-label=STEPS>
            <ol>{names.collect_view()}</ol>
        </nav>
        <h2 id=HEADING class="step-title" tabindex="-1">
            {move || step.get().title()}
        </h2>
        {move || match step.get() {
            EditStep::Details => view! { <DetailsStep assigning go/> }.into_any(),
            EditStep::Settings => view! { <SettingsStep assigning go/> }.into_any(),
            EditStep::Licenses => view! { <LicensesStep assigning go/> }.into_any(),
            EditStep::Results(operation) => {
                view! { <Results customer=assigning.customer operation/> }.into_any()
            }
        }}
    }
}

#[component]
fn DetailsStep(assigning: Assigning, go: Callback<EditStep>) -> impl IntoView {
    let (count, first) = assigning.view.with_untracked(|view| (view.users, view.first_users.clone()));
    let more = count.saturating_sub(first.len());
    view! {
        <p class="lead">{words::DETAILS_LEAD}</p>
        <p class="num"><b>{words::users(count)}</b></p>
        <ul class="chips portal-selected">
            {first.into_iter().map(|(_, name)| view! { <li class="chip">{named(name)}</li> }).collect_view()}
            {(more > 0).then(|| view! { <li class="muted">{crate::text::licenses::and_more(more)}</li> })}
        </ul>
        <Foot customer=assigning.customer back=None go>
            <Next to=EditStep::Settings go/>
        </Foot>
    }
}

#[component]
fn SettingsStep(assigning: Assigning, go: Callback<EditStep>) -> impl IntoView {
    let without = assigning.view.with_untracked(|view| view.without_location);
    let options = CountryCode::all().into_iter().map(|country| {
        let code = country.to_string();
        let chosen = assigning.location.get_untracked() == Some(country);
        view! { <option value=code selected=chosen>{country.name()}</option> }
    });
    let options = options.collect_view();
    view! {
        <p class="lead">{words::LOCATION_LEAD}</p>
        <p class="num">{words::without_location(without)}</p>
        <div class="field portal-location">
            <label for="portal-location">{words::LOCATION}</label>
            <select
                class="box"
                id="portal-location"
                on:change=move |event| assigning.location.set(event_target_value(&event).parse().ok())
            >
                <option value="">{words::LEAVE_LOCATION}</option>
                {options}
            </select>
        </div>
        <Foot customer=assigning.customer back=Some(EditStep::Details) go>
            <Next to=EditStep::Licenses go/>
        </Foot>
    }
}

#[component]
fn LicensesStep(assigning: Assigning, go: Callback<EditStep>) -> impl IntoView {
    let done = Callback::new(move |operation| go.run(EditStep::Results(operation)));
    let choose = move |mode: Mode| Callback::new(move |()| assigning.mode.set(mode));
    let is = move |mode: Mode| Memo::new(move |_| assigning.mode.get() == mode);
    let can_save = Memo::new(move |_| assigning.summary().is_some_and(|summary| summary.does_something()));
    let nothing = move || assigning.change.with(domain::rules::change::Change::is_empty);
    let busy = assigning.sending.busy;
    view! {
        <fieldset class="choices field-group">
            <legend class="quiet">{words::STEP_LICENSES}</legend>
            <Choice group="portal-mode" label=words::REPLACE is_chosen=is(Mode::Replace) on_choose=choose(Mode::Replace)/>
            <Choice group="portal-mode" label=words::ADD_TO is_chosen=is(Mode::Add) on_choose=choose(Mode::Add)/>
        </fieldset>
        <ProductBoxes assigning/>
        <ForeseenChange assigning/>
        <SaveFailed assigning on_saved=done/>
        {move || nothing().then(|| view! { <p class="muted">{words::NOTHING_CHANGED}</p> })}
        <Foot customer=assigning.customer back=Some(EditStep::Settings) go>
            <button
                type="button"
                class="primary"
                aria-disabled=move || (busy.get() || !can_save.get()).then_some("true")
                aria-busy=move || busy.get().then_some("true")
                on:click=move |_| {
                    if can_save.get_untracked() {
                        assigning.save(done);
                    }
                }
            >
                {move || if busy.get() { words::SAVING } else { words::SAVE }}
            </button>
        </Foot>
    }
}

/// The buttons below a step: back, the main one in `children`, and the way out.
#[component]
fn Foot(customer: CustomerId, back: Option<EditStep>, go: Callback<EditStep>, children: Children) -> impl IntoView {
    view! {
        <div class="wizard-foot">
            <div class="wizard-buttons">
                {back
                    .map(|back| {
                        view! {
                            <button type="button" class="second" on:click=move |_| go.run(back)>
                                {words::BACK}
                            </button>
                        }
                    })}
                {children()}
                <a class="plain" href=paths::portal_users(customer)>
                    {words::CANCEL}
                </a>
            </div>
        </div>
    }
}

/// Leads to the next step.
#[component]
fn Next(to: EditStep, go: Callback<EditStep>) -> impl IntoView {
    view! {
        <button type="button" class="primary" on:click=move |_| go.run(to)>
            {words::NEXT}
        </button>
    }
}
