//! Editing many users, step by step: details, settings, licenses, results.

use super::assigning::{Assigning, Mode};
use super::product_boxes::{ForeseenChange, ProductBoxes, SaveFailed};
use super::results::Results;
use crate::paths;
use crate::text::licenses::{NOBODY_CHANGES, and_more};
use crate::text::portal as words;
use crate::ui::choice::Choice;
use crate::ui::named::named;
use crate::widgets::entries::many_step::{EditStep, step_in_address};
use crate::widgets::wizard::WizardStep;
use crate::widgets::wizard::paged::{EnterKey, Leaving, NextStep, Step, StepRail, StepTitle};
use domain::directory::country::CountryCode;
use domain::ids::OperationId;
use domain::rules::change::Change;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

impl Assigning {
    /// The address of a step. `done` is the operation that the last step shows.
    fn at(self, step: EditStep, done: Option<OperationId>) -> String {
        paths::at_step(paths::portal_edit_users(self.customer, self.selection), step.word(), done)
    }

    fn leaving(self) -> Leaving {
        Leaving {
            href: Signal::stored(paths::portal_users(self.customer)),
            has_work: Signal::stored(false),
            forget: Callback::new(|()| ()),
        }
    }
}

/// The wizard. The address names the step.
#[component]
pub fn PortalEditMany(assigning: Assigning) -> impl IntoView {
    let (step, done) = step_in_address(|| false);
    let href = Callback::new(move |step| assigning.at(step, None));
    let is_open = Signal::derive(move || step.get() < EditStep::Results);
    view! {
        <StepRail current=step href is_open/>
        <StepTitle text=Signal::derive(move || step.get().title().to_owned())/>
        {move || match (step.get(), done.get()) {
            (EditStep::Details, _) => view! { <DetailsStep assigning/> }.into_any(),
            (EditStep::Settings, _) => view! { <SettingsStep assigning/> }.into_any(),
            (EditStep::Results, Some(operation)) => {
                view! { <Results customer=assigning.customer operation/> }.into_any()
            }
            (EditStep::Licenses | EditStep::Results, _) => view! { <LicensesStep assigning/> }.into_any(),
        }}
    }
}

#[component]
fn DetailsStep(assigning: Assigning) -> impl IntoView {
    let (count, first) = assigning.view.with_untracked(|view| (view.users, view.first_users.clone()));
    let more = count.saturating_sub(first.len());
    view! {
        <StepBefore assigning step=EditStep::Details>
            <p class="lead">{words::DETAILS_LEAD}</p>
            <p class="num"><b>{words::users(count)}</b></p>
            <ul class="chips portal-selected">
                {first.into_iter().map(|(_, name)| view! { <li class="chip">{named(name)}</li> }).collect_view()}
                {(more > 0).then(|| view! { <li class="muted">{and_more(more)}</li> })}
            </ul>
        </StepBefore>
    }
}

#[component]
fn SettingsStep(assigning: Assigning) -> impl IntoView {
    let without = assigning.view.with_untracked(|view| view.without_location);
    let options = CountryCode::all().into_iter().map(|country| {
        let code = country.to_string();
        let chosen = assigning.location.get_untracked() == Some(country);
        view! { <option value=code selected=chosen>{country.name()}</option> }
    });
    let options = options.collect_view();
    view! {
        <StepBefore assigning step=EditStep::Settings>
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
        </StepBefore>
    }
}

#[component]
fn LicensesStep(assigning: Assigning) -> impl IntoView {
    let navigate = use_navigate();
    let done = Callback::new(move |operation| {
        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
        navigate(&assigning.at(EditStep::Results, Some(operation)), options);
    });
    let choose = move |mode: Mode| Callback::new(move |()| assigning.mode.set(mode));
    let is = move |mode: Mode| Memo::new(move |_| assigning.mode.get() == mode);
    let busy = assigning.sending.busy;
    let why_not = Signal::derive(move || {
        let why_not = match assigning.summary() {
            _ if assigning.change.with(Change::is_empty) => words::NOTHING_CHANGED,
            Some(summary) if summary.does_something() => return None,
            Some(_) => NOBODY_CHANGES,
            None => words::WORKING_OUT,
        };
        Some(why_not.to_owned())
    });
    let label = Signal::derive(move || if busy.get() { words::SAVING } else { words::SAVE }.to_owned());
    view! {
        <Step
            label
            why_not
            on_next=Callback::new(move |()| assigning.save(done))
            enter=EnterKey::DoesNothing
            back=Some(assigning.at(EditStep::Settings, None))
            leaving=assigning.leaving()
            busy
        >
            <fieldset class="choices field-group">
                <legend class="quiet">{EditStep::Licenses.title()}</legend>
                <Choice group="portal-mode" label=words::REPLACE is_chosen=is(Mode::Replace) on_choose=choose(Mode::Replace)/>
                <Choice group="portal-mode" label=words::ADD_TO is_chosen=is(Mode::Add) on_choose=choose(Mode::Add)/>
            </fieldset>
            <ProductBoxes assigning/>
            <ForeseenChange assigning/>
            <SaveFailed assigning on_saved=done/>
        </Step>
    }
}

/// A step before the licenses.
#[component]
fn StepBefore(assigning: Assigning, step: EditStep, children: Children) -> impl IntoView {
    view! {
        <NextStep
            step
            href=Callback::new(move |step| assigning.at(step, None))
            why_not=Signal::stored(None::<String>)
            leaving=assigning.leaving()
        >
            {children()}
        </NextStep>
    }
}
