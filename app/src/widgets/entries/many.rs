//! The wizard for editing many users.

use crate::api::licenses::get_manage_view;
use crate::paths;
use crate::state::persisted::{Kept, kept};
use crate::state::way_back::WayBack;
use crate::text::entries as words;
use crate::widgets::entries::fields::{Fields, LocationField, SignInField, TextField};
use crate::widgets::entries::many_draft::ManyDraft;
use crate::widgets::entries::many_licenses::LicensesStep;
use crate::widgets::entries::many_results::Results;
use crate::widgets::entries::many_step::{EditStep, step_in_address};
use crate::widgets::entries::permissions::PermissionsField;
use crate::widgets::frame::nobody_selected::NobodySelected;
use crate::widgets::purchases::buying::{Buying, load_seats};
use crate::widgets::wizard::WizardStep;
use crate::widgets::wizard::came_back::CameBack;
use crate::widgets::wizard::paged::{Leaving, NextStep, StepRail, StepTitle};
use domain::cases::licenses::ManageView;
use domain::directory::profile_field::ProfileField;
use domain::ids::{CustomerId, OperationId, SelectionId, SkuId};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::collections::BTreeSet;

/// The shared state of the steps. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct Many {
    /// The customer.
    pub customer: CustomerId,
    /// The users.
    pub selection: SelectionId,
    /// The users and the products.
    pub view: StoredValue<ManageView>,
    /// The choices, which the browser stores.
    pub draft: RwSignal<ManyDraft>,
    /// Whether the choices date from before this page was opened.
    pub came_back: RwSignal<bool>,
    /// The fields.
    pub fields: Fields,
}

impl Many {
    fn begin(customer: CustomerId, selection: SelectionId, view: ManageView) -> Self {
        let key = format!("edit-users:{selection}");
        let Kept { value: draft, came_back, .. } = kept(key, ManyDraft::is_worth_keeping);
        let errors = Memo::new(move |_| {
            let read = draft.with(|draft| draft.profile().read(&BTreeSet::new()));
            let errors = read.err().unwrap_or_default();
            errors.into_iter().map(|(field, error)| (field, error.to_string())).collect()
        });
        let fields = Fields {
            form: Memo::new(move |_| draft.with(|draft| draft.form.clone())),
            on_change: Callback::new(move |change| draft.update(|draft| draft.form.apply(change, &[]))),
            errors,
            domains: StoredValue::new(Vec::new()),
            is_locked: false,
        };
        Self { customer, selection, view: StoredValue::new(view), draft, came_back, fields }
    }

    /// The way out without saving.
    pub fn leaving(self) -> Leaving {
        let back = WayBack::to(self.customer);
        Leaving {
            href: Signal::derive(move || back.selecting(self.selection)),
            has_work: Signal::derive(move || self.draft.with(ManyDraft::is_worth_keeping)),
            forget: Callback::new(move |()| self.draft.set(ManyDraft::default())),
        }
    }

    /// The address of a step.
    pub fn href(self, step: EditStep) -> String {
        self.at(step, None)
    }

    /// The address of the last step for an operation.
    pub fn results(self, operation: OperationId) -> String {
        self.at(EditStep::Results, Some(operation))
    }

    fn at(self, step: EditStep, done: Option<OperationId>) -> String {
        paths::at_step(paths::edit_users(self.customer, self.selection), step.word(), done)
    }

    /// A product's name.
    pub fn product_name(self, sku: SkuId) -> String {
        self.view.with_value(|view| {
            let row = view.products.iter().find(|row| row.product.product.sku_id == sku);
            row.map_or_else(|| sku.to_string(), |row| row.product.product.name.clone())
        })
    }

    /// Buying seats. `on_bought` runs after the products are loaded again. `loaded_anew` counts these loads.
    pub fn buying(self, loaded_anew: RwSignal<u32>, on_bought: Callback<()>) -> Buying {
        let owned = Callback::new(move |sku| {
            loaded_anew.track();
            self.view.with_value(|view| {
                let row = view.products.iter().find(|row| row.product.product.sku_id == sku);
                Some(row?.product.seats?.owned)
            })
        });
        let load_anew = Callback::new(move |()| {
            let take = move |view| {
                if self.view.try_set_value(view).is_none() {
                    loaded_anew.try_update(|times| *times += 1);
                }
            };
            load_seats(get_manage_view(self.customer, self.selection), take, move || {
                on_bought.try_run(());
            });
        });
        Buying::begin(self.customer, owned, load_anew, Callback::new(|()| ()))
    }

    fn is_asked(self, field: ProfileField) -> bool {
        self.draft.with(|draft| draft.asked.contains(&field))
    }

    /// The reason why the person can't go on from a step yet, if there is one.
    fn why_not(self, step: EditStep) -> Option<String> {
        self.draft.with(|draft| self.fields.errors.with(|errors| draft.lacks(step.fields(), errors)))
    }
}

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
                    <TextField fields field=ProfileField::Department hint=words::EMPTY_REMOVES/>
                </Ticked>
                <Ticked many field=ProfileField::JobTitle>
                    <TextField fields field=ProfileField::JobTitle hint=words::EMPTY_REMOVES/>
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
