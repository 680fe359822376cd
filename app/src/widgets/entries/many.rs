//! The wizard for editing many users.

use crate::text::entries as words;
use crate::widgets::entries::fields::{LocationField, ProfileTextField, SignInField};
use crate::widgets::entries::many_draft::ManyDraft;
use crate::widgets::entries::many_licenses::LicensesStep;
use crate::widgets::entries::many_results::Results;
use crate::widgets::entries::many_state::Many;
use crate::widgets::entries::many_step::{EditStep, step_in_address};
use crate::widgets::entries::permissions::PermissionsField;
use crate::widgets::frame::nobody_selected::NobodySelected;
use crate::widgets::wizard::WizardStep;
use crate::widgets::wizard::came_back::CameBack;
use crate::widgets::wizard::paged::{NextStep, StepRail, StepTitle};
use domain::cases::licenses::ManageView;
use domain::directory::profile_field::ProfileField;
use domain::ids::{CustomerId, SelectionId};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The wizard for the users of a selection. The address names the step.
#[component]
pub fn EditMany(customer: CustomerId, selection: SelectionId, view: ManageView) -> impl IntoView {
    let users = view.users;
    let many = Many::begin(customer, selection, view);
    let (step, done) = step_in_address(move || many.why_not(EditStep::Settings).is_some());
    let href = Callback::new(move |step| many.href(step));
    let is_open = Signal::derive(move || step.get() < EditStep::Results);
    let navigate = use_navigate();
    let start_again = Callback::new(move |()| {
        many.draft.set(ManyDraft::default());
        navigate(&many.href(EditStep::Details), NavigateOptions::default());
    });
    move || {
        if users == 0 && done.get().is_none() {
            return view! { <NobodySelected customer/> }.into_any();
        }
        view! {
            <StepRail current=step href is_open/>
            <CameBack came_back=many.came_back on_start_again=start_again/>
            <StepTitle text=Signal::derive(move || step.get().title().to_owned())/>
            {move || match (step.get(), done.get()) {
                (EditStep::Details, _) => view! { <Details many users/> }.into_any(),
                (EditStep::Settings, _) => view! { <Settings many users/> }.into_any(),
                (EditStep::Results, Some(operation)) => view! { <Results many operation/> }.into_any(),
                (EditStep::Licenses | EditStep::Results, _) => view! { <LicensesStep many users/> }.into_any(),
            }}
        }
        .into_any()
    }
}

#[component]
fn Details(many: Many, users: usize) -> impl IntoView {
    let fields = many.fields;
    view! {
        <StepBefore many step=EditStep::Details>
            <div class="entry-form">
                <p class="muted">{words::selected(users)}</p>
                <Ticked many field=ProfileField::Department>
                    <ProfileTextField fields field=ProfileField::Department hint=words::EMPTY_REMOVES/>
                </Ticked>
                <Ticked many field=ProfileField::JobTitle>
                    <ProfileTextField fields field=ProfileField::JobTitle hint=words::EMPTY_REMOVES/>
                </Ticked>
                <Ticked many field=ProfileField::Location>
                    <LocationField fields/>
                </Ticked>
            </div>
        </StepBefore>
    }
}

#[component]
fn Settings(many: Many, users: usize) -> impl IntoView {
    let fields = many.fields;
    view! {
        <StepBefore many step=EditStep::Settings>
            <div class="entry-form">
                <p class="muted">{words::selected(users)}</p>
                <Ticked many field=ProfileField::SignIn>
                    <SignInField fields/>
                </Ticked>
                <Ticked many field=ProfileField::Permissions>
                    <PermissionsField fields is_named=true/>
                </Ticked>
            </div>
        </StepBefore>
    }
}

/// A field with a box. Without a tick the field stays as it is.
#[component]
fn Ticked(many: Many, field: ProfileField, children: ChildrenFn) -> impl IntoView {
    let is_asked = Memo::new(move |_| many.is_asked(field));
    let tick = move |event: leptos::ev::Event| {
        let asked = event_target_checked(&event);
        many.draft.update(|draft| {
            if asked {
                draft.asked.insert(field)
            } else {
                draft.asked.remove(&field)
            };
        });
    };
    let children = StoredValue::new(children);
    view! {
        <div class="ticked" class:touched=move || is_asked.get()>
            <label class="check">
                <input type="checkbox" prop:checked=move || is_asked.get() on:change=tick/>
                <span>
                    {words::change_field(field)}
                    {move || (!is_asked.get()).then(|| view! { <span class="will">" " {words::LEAVE}</span> })}
                </span>
            </label>
            {move || is_asked.get().then(|| children.with_value(|children| children()))}
        </div>
    }
}

/// A step before the licenses, with `Next` and `Back`.
#[component]
fn StepBefore(many: Many, step: EditStep, children: Children) -> impl IntoView {
    view! {
        <NextStep
            step
            href=Callback::new(move |step| many.href(step))
            why_not=Signal::derive(move || many.why_not(step))
            leaving=many.leaving()
        >
            {children()}
        </NextStep>
    }
}
