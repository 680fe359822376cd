//! A set of new users as far as it is typed.

use crate::widgets::entries::form::{FormChange, ProfileForm};
use crate::widgets::entries::take_out::take_out;
use domain::console::entries::{Entries, UserForm};
use domain::console::user_template::UserTemplate;
use domain::directory::customer::Customer;
use domain::directory::license::Source;
use domain::directory::profile_field::ProfileField;
use domain::directory::user::{NamedLicense, UserDetail};
use domain::ids::{PlanId, UserId};
use domain::rules::boxes::Choice;
use domain::rules::change::Change;
use domain::rules::entries::{EntryAction, UserEntry};
use domain::rules::snapshot::Snapshot;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// New users who are not saved yet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AddDraft {
    /// Each of them.
    pub users: Vec<NewUser>,
    /// Which of them is in the form.
    pub current: usize,
    /// Why, as far as it is typed.
    pub reason: String,
}

/// A new user as far as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewUser {
    /// The id that the user will have.
    pub id: UserId,
    /// The profile.
    pub form: ProfileForm,
    /// Whether the display name was typed; until then it follows the names.
    pub is_named: bool,
    /// Whether the email was typed; until then it follows the names.
    pub has_mailbox: bool,
    /// The licenses.
    pub licenses: Change,
    /// The template that the user began with.
    #[serde(default)]
    pub template: Option<UserTemplate>,
    /// Products that a template or another user has and that can't be assigned here, by name.
    #[serde(default)]
    pub left_out: BTreeSet<String>,
    /// The user of the set whose licenses it began with.
    #[serde(default)]
    pub licenses_of: Option<UserId>,
    /// The draft before anybody did anything.
    #[serde(default)]
    pub fresh: Fresh,
}

/// The initial values of a new user.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Fresh {
    /// The profile.
    pub form: ProfileForm,
    /// The licenses.
    pub licenses: Change,
}

impl AddDraft {
    /// Whether anything of it would be missed.
    pub fn is_worth_keeping(&self) -> bool {
        self.users.len() > 1 || !self.reason.is_empty() || self.users.iter().any(NewUser::is_begun)
    }

    /// The user in the form.
    pub fn here(&self) -> Option<&NewUser> {
        self.users.get(self.current)
    }

    /// The user whose licenses the user in the form began with, and that user's place, while both have the same.
    pub fn same_licenses(&self) -> Option<(usize, &NewUser)> {
        let here = self.here()?;
        let of = here.licenses_of?;
        let mut users = self.users.iter().enumerate();
        users.find(|(_, user)| user.id == of && user.licenses == here.licenses)
    }

    /// The user in the form, to be changed.
    pub fn here_mut(&mut self) -> Option<&mut NewUser> {
        self.users.get_mut(self.current)
    }

    /// One more user, in the form from now on.
    pub fn add(&mut self, user: NewUser) {
        self.users.push(user);
        self.current = self.users.len() - 1;
    }

    /// Takes out licenses that could be assigned when they were chosen and can't be any more.
    pub fn keep_assignable(&mut self, snapshot: &Snapshot) {
        for user in &mut self.users {
            user.left_out.append(&mut take_out(&mut user.licenses, snapshot));
        }
    }

    /// Takes a user out.
    pub fn take_out(&mut self, user: UserId) {
        self.users.retain(|other| other.id != user);
        self.current = self.users.len().saturating_sub(1);
    }

    /// Its request.
    pub fn entries(&self) -> Entries {
        Entries::Each(self.each())
    }

    /// Its request for each user.
    pub fn each(&self) -> Vec<UserEntry> {
        let entry = |user: &NewUser| UserEntry {
            user: user.id,
            asked: EntryAction::Add(user.form.typed()),
            licenses: user.licenses.clone(),
        };
        self.users.iter().map(entry).collect()
    }
}

impl NewUser {
    /// Nothing typed yet: the customer's country and primary domain.
    pub fn blank(id: UserId, customer: &Customer) -> Self {
        let mut form = ProfileForm { domain: customer.primary_domain.clone(), ..ProfileForm::default() };
        let country = customer.country.map(|country| country.to_string()).unwrap_or_default();
        form.apply(FormChange::Text(ProfileField::Location, country), &[]);
        Self {
            id,
            fresh: Fresh { form: form.clone(), licenses: Change::default() },
            form,
            is_named: false,
            has_mailbox: false,
            licenses: Change::default(),
            template: None,
            left_out: BTreeSet::new(),
            licenses_of: None,
        }
    }

    /// Department, location and direct licenses of another user, as far as those can be assigned.
    pub fn like(id: UserId, company: &UserForm, other: &UserDetail) -> Self {
        let mut new = Self::blank(id, &company.customer);
        let theirs = ProfileForm::of(other);
        new.form.take(ProfileField::Department, &theirs);
        if other.user.location.is_some() {
            new.form.take(ProfileField::Location, &theirs);
        }
        let direct = |named: &&NamedLicense| named.license.source == Source::Direct && named.license.is_held();
        for named in other.licenses.iter().filter(direct) {
            let license = &named.license;
            if company.snapshot.not_assignable(license.sku_id).is_some() {
                new.left_out.insert(named.product.clone());
                continue;
            }
            new.licenses.choose(license.sku_id, Choice::Fill);
            let product = company.snapshot.products.get(&license.sku_id);
            let plans = product.map(|held| held.product.plans.as_slice()).unwrap_or_default();
            let is_known = |plan: &&PlanId| plans.iter().any(|own| own.id == **plan);
            for plan in license.disabled.iter().filter(is_known) {
                new.licenses.choose_plan(license.sku_id, *plan, Choice::Empty);
            }
        }
        new.fresh = Fresh { form: new.form.clone(), licenses: new.licenses.clone() };
        new
    }

    /// Takes over the licenses of the user before, if there are any.
    pub fn begin_with_licenses_of(&mut self, before: &Self) {
        if !before.licenses.is_empty() {
            self.licenses = before.licenses.clone();
            self.fresh.licenses = before.licenses.clone();
            self.licenses_of = Some(before.id);
        }
    }

    /// Takes all licenses away.
    pub fn clear_licenses(&mut self) {
        self.licenses = Change::default();
        self.licenses_of = None;
    }

    /// Whether anything differs from the beginning.
    fn is_begun(&self) -> bool {
        self.form != self.fresh.form || self.licenses != self.fresh.licenses || self.template.is_some()
    }

    /// Applies a change by the person; display name and email follow the names until they are typed.
    pub fn apply(&mut self, change: FormChange, domains: &[String]) {
        match &change {
            FormChange::Text(ProfileField::DisplayName, text) => self.is_named = !text.is_empty(),
            FormChange::Mailbox(text) => self.has_mailbox = !text.is_empty(),
            _ => {}
        }
        let follow = matches!(change, FormChange::Text(ProfileField::FirstName | ProfileField::LastName, _));
        self.form.apply(change, domains);
        if follow {
            self.follow_names();
        }
    }

    /// Makes display name and email anew of the names, unless they were typed.
    pub(super) fn follow_names(&mut self) {
        let (first, last) = (self.form.text(ProfileField::FirstName), self.form.text(ProfileField::LastName));
        if !self.is_named {
            let name = format!("{} {}", first.trim(), last.trim()).trim().to_owned();
            self.form.apply(FormChange::Text(ProfileField::DisplayName, name), &[]);
        }
        if !self.has_mailbox {
            let form = self.template.as_ref().map(|template| template.mailbox).unwrap_or_default();
            self.form.mailbox = form.mailbox(&first, &last);
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use domain::directory::customer::CustomerSource;

    /// A new user of a made-up customer.
    pub fn blank() -> NewUser {
        let customer = Customer {
            id: "6fd2c87f-b296-42f0-b197-1e91e994b900".parse().unwrap(),
            name: "Fabrikam, Inc.".into(),
            primary_domain: "fabrikam.com".into(),
            domains: vec!["fabrikam.example".into()],
            country: "SK".parse().ok(),
            source: CustomerSource::Local,
            tags: Vec::new(),
            created_on_premises: false,
        };
        NewUser::blank("6fd2c87f-b296-42f0-b197-1e91e994b901".parse().unwrap(), &customer)
    }

    fn typed(field: ProfileField, text: &str) -> FormChange {
        FormChange::Text(field, text.into())
    }

    #[test]
    fn names_and_email_follow_until_they_are_typed() {
        let mut user = blank();
        user.apply(typed(ProfileField::FirstName, "Jana"), &[]);
        user.apply(typed(ProfileField::LastName, "Nováková"), &[]);
        assert_eq!(user.form.text(ProfileField::DisplayName), "Jana Nováková");
        assert_eq!(user.form.email(), "jana.novakova@fabrikam.com");
        assert_eq!(user.form.text(ProfileField::Location), "SK");
        user.apply(FormChange::Mailbox("jn".into()), &[]);
        user.apply(typed(ProfileField::DisplayName, "Jana N."), &[]);
        user.apply(typed(ProfileField::LastName, "Malá"), &[]);
        assert_eq!((user.form.text(ProfileField::DisplayName).as_str(), user.form.mailbox.as_str()), ("Jana N.", "jn"));
        user.apply(typed(ProfileField::DisplayName, ""), &[]);
        user.apply(typed(ProfileField::LastName, "Malá-Nová"), &[]);
        assert_eq!(user.form.text(ProfileField::DisplayName), "Jana Malá-Nová");
    }

    #[test]
    fn the_next_user_begins_with_the_licenses_of_the_one_before() {
        let sku = "05e9a617-0261-4cee-bb44-138d3ef5d965".parse().unwrap();
        let mut draft = AddDraft::default();
        draft.add(blank());
        draft.here_mut().unwrap().licenses.choose(sku, Choice::Fill);
        let before = draft.here().unwrap().clone();
        let mut next = NewUser { id: "6fd2c87f-b296-42f0-b197-1e91e994b902".parse().unwrap(), ..blank() };
        next.begin_with_licenses_of(&before);
        draft.add(next);
        assert_eq!(draft.here().unwrap().licenses, before.licenses);
        assert_eq!(draft.same_licenses().map(|(at, user)| (at, user.id)), Some((0, before.id)));
        draft.here_mut().unwrap().clear_licenses();
        assert!(draft.here().unwrap().licenses.is_empty() && draft.same_licenses().is_none());
        assert_eq!(draft.users[0], before, "the one before keeps its own");
        let mut third = blank();
        third.begin_with_licenses_of(draft.here().unwrap());
        assert!(third.licenses.is_empty() && third.licenses_of.is_none(), "nothing is taken over from nothing");
    }

    #[test]
    fn a_form_in_which_nothing_was_typed_is_not_kept() {
        let mut draft = AddDraft::default();
        draft.add(blank());
        assert!(!draft.is_worth_keeping());
        let keeps = |draft: &AddDraft, change: FormChange| {
            let mut draft = draft.clone();
            draft.here_mut().unwrap().apply(change, &[]);
            draft.is_worth_keeping()
        };
        assert!(keeps(&draft, typed(ProfileField::FirstName, "J")));
        assert!(
            keeps(&draft, typed(ProfileField::Location, "CZ")) && !keeps(&draft, typed(ProfileField::Location, "SK"))
        );
        assert!(
            keeps(&draft, typed(ProfileField::Department, "Sales"))
                && !keeps(&draft, typed(ProfileField::Department, ""))
        );
        assert!(keeps(&draft, FormChange::Domain("fabrikam.example".into())));
        draft.reason = "Hired".into();
        assert!(draft.is_worth_keeping());
    }
}
