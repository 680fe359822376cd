//! Editing many users, step by step.

use super::came_back::CameBack;
use super::fields::{Fields, LocationField, SignInField, TextField};
use super::many_draft::ManyDraft;
use super::many_licenses::LicensesStep;
use super::many_results::Results;
use super::permissions::PermissionsField;
use super::steps::{Leaving, Step, StepRail, StepTitle};
use crate::api::licenses::get_manage_view;
use crate::paths;
use crate::state::kept::{Kept, kept};
use crate::text::entries as words;
use crate::widgets::frame::params::query_param;
use crate::widgets::licenses::buying::{Buying, load_seats};
use crate::widgets::licenses::manage::NobodySelected;
use crate::widgets::users::way_back::WayBack;
use domain::cases::licenses::ManageView;
use domain::directory::profile_field::ProfileField;
use domain::ids::{CustomerId, OperationId, SelectionId, SkuId};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::collections::BTreeSet;

/// The steps in an address.
const STEPS: [&str; 4] = ["details", "settings", "licenses", "results"];
/// The fields of the steps `Details` and `Settings`, one step after the other.
const FIELDS: [ProfileField; 5] = [
    ProfileField::Department,
    ProfileField::JobTitle,
    ProfileField::Location,
    ProfileField::SignIn,
    ProfileField::Permissions,
];
/// How many of them are details.
const DETAILS: usize = 3;

/// What the steps share. Everything in it is a handle, cheap to copy.
#[derive(Clone, Copy)]
pub struct Many {
    /// The customer.
    pub customer: CustomerId,
    /// The users.
    pub selection: SelectionId,
    /// The users and the products.
    pub view: StoredValue<ManageView>,
    /// What is chosen; kept in the browser.
    pub draft: RwSignal<ManyDraft>,
    /// Whether what is chosen is from before this page was opened.
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

    /// How the page is left without saving.
    pub fn leaving(self) -> Leaving {
        let back = WayBack::to(self.customer);
        Leaving {
            href: Signal::derive(move || back.selecting(self.selection)),
            has_work: Signal::derive(move || self.draft.with(ManyDraft::is_worth_keeping)),
            forget: Callback::new(move |()| self.draft.set(ManyDraft::default())),
        }
    }

    /// The address of a step.
    pub fn href(self, at: usize) -> String {
        paths::edit_users_at(self.customer, self.selection, STEPS[at.min(3)], None)
    }

    /// The address of the last step, with what was done.
    pub fn results(self, operation: OperationId) -> String {
        paths::edit_users_at(self.customer, self.selection, STEPS[3], Some(operation))
    }

    /// A product's name.
    pub fn product_name(self, sku: SkuId) -> String {
        self.view.with_value(|view| {
            let row = view.products.iter().find(|row| row.product.product.sku_id == sku);
            row.map_or_else(|| sku.to_string(), |row| row.product.product.name.clone())
        })
    }

    /// Buying seats; `on_bought` follows once the products are loaded anew, which `loaded_anew` counts.
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

    /// Why nobody can go on from `Details` (0) or `Settings` (1), if so: of what comes later nothing is asked yet.
    fn why_not(self, at: usize) -> Option<String> {
        let fields = if at == 0 { &FIELDS[..DETAILS] } else { &FIELDS[..] };
        self.draft.with(|draft| self.fields.errors.with(|errors| draft.lacks(fields, errors)))
    }
}

/// Editing the users of a selection: the steps, and the one that the address names.
#[component]
pub fn EditMany(customer: CustomerId, selection: SelectionId, view: ManageView) -> impl IntoView {
    let users = view.users;
    let many = Many::begin(customer, selection, view);
    let (step, done) = (query_param("step"), query_param("operation"));
    let done = Memo::new(move |_| done.get().and_then(|text| text.parse::<OperationId>().ok()));
    let place = Memo::new(move |_| {
        let asked = step.with(|word| STEPS.iter().position(|step| word.as_deref() == Some(step)).unwrap_or_default());
        match (asked, done.get(), many.why_not(1)) {
            (3, Some(_), _) => 3,
            // Whatever is missing, also of the details, is said in the settings.
            (2 | 3, _, Some(_)) => 1,
            (3, None, None) => 2,
            (asked, ..) => asked,
        }
    });
    let href = Callback::new(move |at: usize| many.href(at));
    let is_open = Signal::derive(move || place.get() < 3);
    let navigate = use_navigate();
    let start_again = Callback::new(move |()| {
        many.draft.set(ManyDraft::default());
        navigate(&many.href(0), NavigateOptions::default());
    });
    move || {
        if users == 0 && done.get().is_none() {
            return view! { <NobodySelected customer/> }.into_any();
        }
        view! {
            <StepRail names=words::EDIT_STEPS current=place href is_open/>
            <CameBack came_back=many.came_back on_start_again=start_again/>
            <StepTitle text=Signal::derive(move || words::EDIT_STEPS[place.get()].to_owned())/>
            {move || match (place.get(), done.get()) {
                (3, Some(operation)) => view! { <Results many operation/> }.into_any(),
                (2, _) => view! { <LicensesStep many users/> }.into_any(),
                (1, _) => view! { <Settings many users/> }.into_any(),
                _ => view! { <Details many users/> }.into_any(),
            }}
        }
        .into_any()
    }
}

#[component]
fn Details(many: Many, users: usize) -> impl IntoView {
    let fields = many.fields;
    view! {
        <StepBefore many at=0>
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
        <StepBefore many at=1>
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

/// A field that is left as it is unless ticked.
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

/// A step before the licenses, with the way to the next step and back.
#[component]
fn StepBefore(many: Many, at: usize, children: Children) -> impl IntoView {
    let navigate = use_navigate();
    let on_next = Callback::new(move |()| navigate(&many.href(at + 1), NavigateOptions::default()));
    view! {
        <Step
            label=words::NEXT.to_owned()
            why_not=Signal::derive(move || many.why_not(at))
            on_next
            back=at.checked_sub(1).map(|before| many.href(before))
            leaving=many.leaving()
        >
            {children()}
        </Step>
    }
}
