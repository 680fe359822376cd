//! The shared state of the steps of `Add user`.

use crate::api::entries::get_user_form;
use crate::paths;
use crate::state::persisted::{Kept, kept};
use crate::state::storage;
use crate::state::way_back::WayBack;
use crate::text::entries as words;
use crate::widgets::entries::draft::{AddDraft, NewUser};
use crate::widgets::entries::fields::Fields;
use crate::widgets::entries::form::ProfileForm;
use crate::widgets::entries::names::{Names, said};
use crate::widgets::entries::products::Picking;
use crate::widgets::purchases::buying::{Buying, load_seats};
use crate::widgets::wizard::WizardStep;
use crate::widgets::wizard::paged::Leaving;
use domain::console::entries::{EntriesPreview, UserForm};
use domain::directory::customer::Customer;
use domain::directory::profile_field::{ProfileErrors, ProfileField};
use domain::directory::user::UserDetail;
use domain::ids::{CustomerId, UserId};
use domain::rules::accounts::Accounts;
use domain::rules::entries::plan_entries;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The steps of `Add user` in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AddStep {
    /// Names, email, location, department, job title.
    Info,
    /// Permissions.
    Permissions,
    /// Licenses.
    Licenses,
    /// The preview and the button that adds the users.
    Review,
}

impl WizardStep for AddStep {
    const ALL: &'static [Self] = &[Self::Info, Self::Permissions, Self::Licenses, Self::Review];

    fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Permissions => "permissions",
            Self::Licenses => "licenses",
            Self::Review => "review",
        }
    }

    fn title(self) -> &'static str {
        let [info, permissions, licenses, review] = words::ADD_STEPS;
        match self {
            Self::Info => info,
            Self::Permissions => permissions,
            Self::Licenses => licenses,
            Self::Review => review,
        }
    }
}

/// The shared state of the steps. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
pub struct Adding {
    /// The customer.
    pub customer: CustomerId,
    /// The user to copy.
    pub from: Option<UserId>,
    /// The customer's products and rules.
    pub company: StoredValue<UserForm>,
    /// The details of the user to copy.
    pub other: StoredValue<Option<UserDetail>>,
    /// The new users, which the browser stores.
    pub draft: RwSignal<AddDraft>,
    /// The holders of emails.
    pub names: Names,
    /// Whether the new users date from before this page was opened.
    pub came_back: RwSignal<bool>,
    /// The number of times that the products were loaded again after a purchase.
    pub loaded_anew: RwSignal<u32>,
    /// Whether a person tried to go on while something is missing.
    pub missed: RwSignal<bool>,
}

impl Adding {
    /// Restores the stored users, or begins with a blank one.
    pub fn begin(customer: CustomerId, company: UserForm, other: Option<UserDetail>) -> Self {
        let from = other.as_ref().map(|other| other.user.id);
        let key = match from {
            Some(from) => format!("add-user:{customer}:{from}"),
            None => format!("add-user:{customer}"),
        };
        let Kept { value: draft, is_read, came_back } = kept(key, AddDraft::is_worth_keeping);
        let emails = Memo::new(move |_| {
            draft.with(|draft| draft.users.iter().map(|user| user.form.email()).collect::<BTreeSet<_>>())
        });
        let names = Names::watch(customer, domain_set(&company.customer), emails);
        let (company, other) = (StoredValue::new(company), StoredValue::new(other));
        let adding = Self {
            customer,
            from,
            company,
            other,
            draft,
            names,
            came_back,
            loaded_anew: RwSignal::new(0),
            missed: RwSignal::new(false),
        };
        Effect::new(move |_| {
            if !is_read.get() {
                return;
            }
            if draft.with_untracked(|draft| draft.users.is_empty()) {
                adding.add_another();
            } else {
                adding.company.with_value(|company| draft.update(|draft| draft.keep_assignable(&company.snapshot)));
            }
        });
        adding
    }

    /// Adds a user and shows it in the form.
    pub fn add_another(self) {
        let Some(id) = storage::fresh_id().and_then(|id| id.parse().ok()) else { return };
        let user = self.company.with_value(|company| {
            self.other.with_value(|other| match other {
                Some(other) => NewUser::like(id, company, other),
                None => NewUser::blank(id, &company.customer),
            })
        });
        let mut user = user;
        // The new user begins like the one before.
        if let Some(before) = self.draft.with_untracked(|draft| draft.here().cloned()) {
            if before.template.is_some() {
                self.company.with_value(|company| {
                    user.begin_with(before.template.clone(), &domains_of(&company.customer), &company.snapshot);
                });
            }
            user.begin_with_licenses_of(&before);
        }
        self.missed.set(false);
        self.draft.update(|draft| draft.add(user));
    }

    /// Forgets the new users.
    pub fn forget(self) {
        self.draft.set(AddDraft::default());
    }

    /// Forgets the new users and begins with a blank one.
    pub fn start_again(self) {
        self.forget();
        self.add_another();
    }

    /// The way out without saving.
    pub fn leaving(self) -> Leaving {
        let back = WayBack::to(self.customer);
        Leaving {
            href: Signal::derive(move || back.href()),
            has_work: Signal::derive(move || self.draft.with(AddDraft::is_worth_keeping)),
            forget: Callback::new(move |()| self.forget()),
        }
    }

    /// The address of a step.
    pub fn href(self, step: AddStep) -> String {
        paths::add_user_at(self.customer, self.from, step.word())
    }

    /// The errors of a user's fields, and the error that another user has the email.
    fn wrong(self, user: &NewUser) -> (ProfileErrors, Option<String>) {
        let domains = self.company.with_value(|company| domain_set(&company.customer));
        let errors = user.form.typed().read_new(&domains).err().unwrap_or_default();
        let email = user.form.email();
        let same = |other: &NewUser| other.id != user.id && other.form.email().eq_ignore_ascii_case(&email);
        let twice = !email.is_empty() && self.draft.with(|draft| draft.users.iter().any(same));
        let taken = self.names.taken(&email, user.id).or_else(|| twice.then(|| words::TWICE_HERE.to_owned()));
        (errors, taken)
    }

    /// The fields of the user in the form.
    pub fn fields(self) -> Fields {
        let form =
            Memo::new(move |_| self.draft.with(|draft| draft.here().map(|user| user.form.clone()).unwrap_or_default()));
        let errors = Memo::new(move |_| {
            let Some(user) = self.draft.with(|draft| draft.here().cloned()) else { return Default::default() };
            let (errors, taken) = self.wrong(&user);
            said(errors, &user.form, taken, self.missed.get())
        });
        let domains = StoredValue::new(self.company.with_value(|company| domains_of(&company.customer)));
        let on_change = Callback::new(move |change| {
            let domains = domains.get_value();
            self.draft.update(|draft| {
                if let Some(user) = draft.here_mut() {
                    user.apply(change, &domains);
                }
            });
        });
        Fields { form, on_change, errors, domains, is_locked: false }
    }

    /// The reason why the person can't go on from a step yet, if there is one.
    pub fn why_not(self, step: AddStep) -> Option<String> {
        let user = self.draft.with(|draft| draft.here().cloned())?;
        match step {
            AddStep::Info => {
                let (errors, taken) = self.wrong(&user);
                errors.values().next().map(ToString::to_string).or(taken)
            }
            AddStep::Permissions => user.form.permissions.lack_a_role().then(|| words::CHOOSE_A_PERMISSION.to_owned()),
            AddStep::Licenses | AddStep::Review => None,
        }
    }

    /// The first field with an error.
    pub fn first_wrong(self) -> Option<ProfileField> {
        let user = self.draft.with_untracked(|draft| draft.here().cloned())?;
        let (errors, taken) = untrack(|| self.wrong(&user));
        let wrong =
            |field: &ProfileField| errors.contains_key(field) || *field == ProfileField::Email && taken.is_some();
        crate::widgets::entries::form::FIELDS.into_iter().find(wrong)
    }

    /// The rule's preview of the new users, from the data in this browser. It shows seats and errors while licenses are chosen.
    pub fn expected(self) -> EntriesPreview {
        self.loaded_anew.track();
        let entries = self.draft.with(AddDraft::each);
        let mut accounts = self.company.with_value(|company| Accounts {
            snapshot: company.snapshot.clone(),
            domains: domain_set(&company.customer),
            ..Accounts::default()
        });
        accounts.taken = self.names.all_taken();
        accounts.expect(&entries);
        EntriesPreview::of(&accounts, &plan_entries(&accounts, &entries))
    }

    /// Buying seats. `on_bought` runs after the products are loaded again.
    pub fn buying(self, on_bought: Callback<()>) -> Buying {
        let owned = Callback::new(move |sku| {
            self.loaded_anew.track();
            self.company.with_value(|company| Some(company.snapshot.products.get(&sku)?.seats?.owned))
        });
        let load_anew = Callback::new(move |()| {
            let take = move |company| {
                if self.company.try_set_value(company).is_none() {
                    self.loaded_anew.update(|times| *times += 1);
                }
            };
            load_seats(get_user_form(self.customer), take, move || {
                on_bought.try_run(());
            });
        });
        Buying::begin(self.customer, owned, load_anew, Callback::new(|()| ()))
    }

    /// The licenses of the user in the form.
    pub fn picking(self, expected: Memo<EntriesPreview>) -> Picking {
        let change = Memo::new(move |_| {
            self.draft.with(|draft| draft.here().map(|user| user.licenses.clone()).unwrap_or_default())
        });
        let on_change = Callback::new(move |change| {
            self.draft.update(|draft| {
                if let Some(user) = draft.here_mut() {
                    user.licenses = change;
                }
            });
        });
        Picking { change, on_change, seats: Memo::new(move |_| expected.with(|seen| seen.summary.seats.clone())) }
    }
}

/// The customer's domains for a form, the primary domain first.
pub fn domains_of(customer: &Customer) -> Vec<String> {
    let further = customer.domains.iter().filter(|domain| **domain != customer.primary_domain);
    std::iter::once(&customer.primary_domain).chain(further).cloned().collect()
}

/// The customer's domains as the rules compare them.
pub fn domain_set(customer: &Customer) -> BTreeSet<String> {
    domains_of(customer).iter().map(|domain| domain.to_lowercase()).collect()
}

/// The name of a user, or the place in the list if there is no name.
pub fn name_or_place(form: &ProfileForm, at: usize) -> String {
    let name = form.text(ProfileField::DisplayName);
    if name.trim().is_empty() { words::nameless(at + 1) } else { name }
}
