//! Asks the server whether emails are free while a person types them.

use crate::api::entries::find_upn_holders;
use crate::state::latest::Asker;
use crate::text::entries as words;
use crate::widgets::entries::form::ProfileForm;
use domain::console::entries::{UpnHolder, UpnList};
use domain::directory::address::address_key;
use domain::directory::profile::read_email;
use domain::directory::profile_field::{ProfileErrors, ProfileField};
use domain::ids::{CustomerId, UserId};
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The pause after a key before the server is asked, in milliseconds. Another key may follow.
const PAUSE_MS: u32 = 300;

/// The error of each field, in words.
pub type FieldErrors = BTreeMap<ProfileField, String>;

/// The emails whose holders are known.
#[derive(Clone, Copy)]
pub struct Names {
    known: RwSignal<BTreeMap<String, Option<UpnHolder>>>,
    again: RwSignal<u32>,
}

impl Names {
    /// Asks for the holders of these emails whenever they change. Without an answer the holders stay unknown. The server checks
    /// again when it saves.
    pub fn watch(customer: CustomerId, domains: BTreeSet<String>, emails: Memo<BTreeSet<String>>) -> Self {
        let names = Self { known: RwSignal::new(BTreeMap::new()), again: RwSignal::new(0) };
        let asker = Asker::begin();
        Effect::new(move |_| {
            names.again.track();
            let typed = emails.get();
            let keys = typed.iter().filter_map(|email| read_email(email, &domains).ok()).map(|upn| upn.key());
            let unknown: Vec<String> =
                names.known.with_untracked(|known| keys.filter(|key| !known.contains_key(key)).collect());
            if unknown.is_empty() {
                asker.give_up();
                return;
            }
            let ask = find_upn_holders(customer, UpnList(unknown.clone()));
            asker.ask(PAUSE_MS, ask, move |holders| {
                let Ok(holders) = holders else { return };
                names.known.try_update(|known| {
                    known.extend(unknown.into_iter().map(|key| (key, None)));
                    known.extend(holders.into_iter().map(|holder| (holder.upn_key.clone(), Some(holder))));
                });
            });
        });
        names
    }

    /// Forgets the holders and asks again.
    pub fn ask_again(self) {
        self.known.set(BTreeMap::new());
        self.again.update(|times| *times += 1);
    }

    /// The known holder of an email.
    pub fn holder(self, email: &str) -> Option<UpnHolder> {
        self.known.with(|known| known.get(&address_key(email)).cloned().flatten())
    }

    /// The error that another user has the email, if so.
    pub fn taken(self, email: &str, user: UserId) -> Option<String> {
        let holder = self.holder(email).filter(|holder| holder.has_upn() && holder.user != user)?;
        Some(words::taken_by(&holder.name))
    }

    /// The deleted user who had an email, and the time of the deletion.
    pub fn deleted(self, email: &str) -> Option<(UpnHolder, i64)> {
        let holder = self.holder(email)?;
        holder.deleted.map(|deleted| (holder, deleted))
    }

    /// The emails that live users have, in lower case.
    pub fn all_taken(self) -> BTreeSet<String> {
        self.known.with(|known| {
            let holders = known.iter().filter_map(|(key, holder)| holder.as_ref().map(|holder| (key, holder)));
            holders.filter(|(_, holder)| holder.has_upn()).map(|(key, _)| key.clone()).collect()
        })
    }
}

/// The errors to show at the fields. A missing value is an error only after the person tried to go on.
pub fn said(errors: ProfileErrors, form: &ProfileForm, taken: Option<String>, missed: bool) -> FieldErrors {
    let mut said: FieldErrors = errors
        .into_iter()
        .filter(|(field, _)| missed || !form.text(*field).trim().is_empty())
        .map(|(field, error)| (field, error.to_string()))
        .collect();
    if let Some(taken) = taken {
        said.entry(ProfileField::Email).or_insert(taken);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::directory::profile::TypedProfile;

    #[test]
    fn what_is_missing_is_said_once_it_was_missed_and_what_is_wrong_at_once() {
        let form = ProfileForm { mailbox: "a b".into(), domain: "fabrikam.com".into(), ..ProfileForm::default() };
        let errors = || form.typed().read_new(&["fabrikam.com".to_owned()].into()).unwrap_err();
        let fields = |said: FieldErrors| said.into_keys().collect::<Vec<_>>();
        assert_eq!(fields(said(errors(), &form, None, false)), [ProfileField::Email]);
        assert_eq!(fields(said(errors(), &form, None, true)), [ProfileField::DisplayName, ProfileField::Email]);
        let none = TypedProfile::default().read(&BTreeSet::new()).map(|_| ProfileErrors::new()).unwrap();
        assert_eq!(said(none, &form, Some("taken".into()), false)[&ProfileField::Email], "taken");
    }
}
