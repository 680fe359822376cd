//! `Add user`, step by step.

use crate::paths;
use crate::text::common;
use crate::text::entries as words;
use crate::ui::focus::focus;
use crate::ui::moment::Moment;
use crate::ui::notice::{Notice, NoticeKind};
use crate::widgets::entries::adding::{AddStep, Adding};
use crate::widgets::entries::fields::{EmailField, Fields, LocationField, ProfileTextField, field_id};
use crate::widgets::entries::left_out::LeftOut;
use crate::widgets::entries::names::Names;
use crate::widgets::entries::permissions::PermissionsField;
use crate::widgets::entries::products::{ProductPicker, offers_of};
use crate::widgets::entries::review::Review;
use crate::widgets::entries::same_licenses::SameLicenses;
use crate::widgets::entries::templates::TemplateChoice;
use crate::widgets::frame::params::query_param;
use crate::widgets::wizard::WizardStep;
use crate::widgets::wizard::came_back::CameBack;
use crate::widgets::wizard::paged::{NextStep, StepRail, StepTitle};
use domain::console::entries::{EntryEnd, UserForm};
use domain::directory::page::Cursor;
use domain::directory::profile_field::ProfileField;
use domain::directory::user::UserDetail;
use domain::ids::CustomerId;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The wizard for adding users. The address names the step.
#[component]
pub fn AddUsers(customer: CustomerId, company: UserForm, other: Option<UserDetail>) -> impl IntoView {
    let adding = Adding::begin(customer, company, other);
    let asked = query_param("step");
    let asked = Memo::new(move |_| asked.with(|word| AddStep::named(word.as_deref().unwrap_or_default())));
    // An address may name a step before the earlier steps are done.
    let step = Memo::new(move |_| {
        let asked = asked.get();
        AddStep::ALL.iter().copied().find(|step| *step < asked && adding.why_not(*step).is_some()).unwrap_or(asked)
    });
    let is_here = Memo::new(move |_| adding.draft.with(|draft| draft.here().is_some()));
    let href = Callback::new(move |step| adding.href(step));
    let title = Signal::derive(move || {
        let name = step.get().title();
        adding.draft.with(|draft| match (step.get(), draft.users.len()) {
            (AddStep::Review, _) | (_, 0 | 1) => name.to_owned(),
            (_, users) => words::step_of_user(name, draft.current + 1, users),
        })
    });
    let navigate = use_navigate();
    let start_again = Callback::new(move |()| {
        adding.start_again();
        navigate(&adding.href(AddStep::Info), NavigateOptions::default());
    });
    let copied = adding.other.with_value(|other| other.as_ref().map(|other| other.user.display_name.clone()));
    view! {
        <StepRail current=step href is_open=true/>
        <CameBack came_back=adding.came_back on_start_again=start_again/>
        {copied.map(|name| view! { <p class="note info">{words::copied_from(&name)}</p> })}
        <StepTitle text=title/>
        {move || {
            if !is_here.get() {
                return view! { <p class="loading">{common::LOADING}</p> }.into_any();
            }
            match step.get() {
                AddStep::Info => view! { <Info adding/> }.into_any(),
                AddStep::Permissions => view! { <PermissionsStep adding/> }.into_any(),
                AddStep::Licenses => view! { <Licenses adding/> }.into_any(),
                AddStep::Review => view! { <Review adding/> }.into_any(),
            }
        }}
    }
}

#[component]
fn Info(adding: Adding) -> impl IntoView {
    let fields = adding.fields();
    view! {
        <StepBefore adding step=AddStep::Info>
            <div class="entry-form">
                <TemplateChoice adding/>
                <p class="muted">{words::REQUIRED}</p>
                <ProfileFields fields>
                    <DeletedHolder customer=adding.customer names=adding.names fields/>
                </ProfileFields>
            </div>
        </StepBefore>
    }
}

/// The fields for the names, the email, the location and the job of a user.
#[component]
pub fn ProfileFields(fields: Fields, children: Children) -> impl IntoView {
    view! {
        <div class="pair">
            <ProfileTextField fields field=ProfileField::FirstName/>
            <ProfileTextField fields field=ProfileField::LastName/>
        </div>
        <ProfileTextField fields field=ProfileField::DisplayName required=true/>
        <EmailField fields>{children()}</EmailField>
        <LocationField fields/>
        <div class="pair">
            <ProfileTextField fields field=ProfileField::Department/>
            <ProfileTextField fields field=ProfileField::JobTitle/>
        </div>
    }
}

/// The notice that a deleted user had this email.
#[component]
pub fn DeletedHolder(customer: CustomerId, names: Names, fields: Fields) -> impl IntoView {
    let email = Memo::new(move |_| fields.form.with(|form| form.email()));
    move || {
        names.deleted(&email.get()).map(|(holder, deleted)| {
            let href = paths::deleted_users_at(customer, &holder.name, Cursor::First);
            view! {
                <Notice kind=NoticeKind::Warn>
                    <p role="status">
                        {words::deleted_had_it(&holder.name)} " " <Moment at=deleted/> ". " {words::RESTORE_INSTEAD}
                    </p>
                    <p><a href=href>{words::SHOW_DELETED}</a></p>
                </Notice>
            }
        })
    }
}

#[component]
fn PermissionsStep(adding: Adding) -> impl IntoView {
    view! {
        <StepBefore adding step=AddStep::Permissions>
            <div class="entry-form"><PermissionsField fields=adding.fields() is_named=true/></div>
        </StepBefore>
    }
}

#[component]
fn Licenses(adding: Adding) -> impl IntoView {
    let expected = Memo::new(move |_| adding.expected());
    let offers = adding.company.with_value(|company| offers_of(&company.snapshot));
    let problem = move || {
        let user = adding.draft.with(|draft| draft.here().map(|user| user.id))?;
        expected.with(|seen| {
            let line = seen.lines.iter().find(|line| line.user == user)?;
            matches!(line.end, EntryEnd::WithoutLicenses(_)).then(|| line.words.clone())
        })
    };
    view! {
        <StepBefore adding step=AddStep::Licenses>
            <section class="entry-licenses" aria-label=words::ASSIGN_LICENSES>
                <SameLicenses adding/>
                <ProductPicker offers picking=adding.picking(expected)/>
                <LeftOut adding/>
                <div aria-live="polite">
                    {move || {
                        problem()
                            .map(|problem| {
                                view! {
                                    <Notice kind=NoticeKind::Warn>
                                        <p>{problem}</p>
                                        <p>{words::ADDED_ALL_THE_SAME}</p>
                                    </Notice>
                                }
                            })
                    }}
                </div>
            </section>
        </StepBefore>
    }
}

/// A step before the review, with `Next` and `Back`.
#[component]
fn StepBefore(adding: Adding, step: AddStep, children: Children) -> impl IntoView {
    let on_next = Callback::new(move |()| adding.missed.set(false));
    let on_missed = Callback::new(move |()| {
        adding.missed.set(true);
        if let Some(field) = adding.first_wrong() {
            focus(&field_id(field));
        }
    });
    view! {
        <NextStep
            step
            href=Callback::new(move |step| adding.href(step))
            why_not=Signal::derive(move || adding.why_not(step))
            on_next
            on_missed
            leaving=adding.leaving()
        >
            {children()}
        </NextStep>
    }
}
