//! The changes of many users at once, as far as they are chosen.

use crate::text::entries as words;
use crate::widgets::entries::form::ProfileForm;
use crate::widgets::entries::names::FieldErrors;
use domain::console::accounts::Who;
use domain::console::entries::{Entries, EntriesRequest};
use domain::directory::profile::TypedProfile;
use domain::directory::profile_field::ProfileField;
use domain::ids::{SelectionId, SkuId};
use domain::rules::change::Change;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The change of licenses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum LicensesMode {
    /// They stay.
    #[default]
    Leave,
    /// Other direct licenses go (“Replace existing license assignments”).
    Replace,
    /// Others stay (“Add to existing license assignments”).
    Add,
}

/// The choices for many users.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ManyDraft {
    /// The content of the fields.
    pub form: ProfileForm,
    /// The fields that are ticked.
    pub asked: BTreeSet<ProfileField>,
    /// The change of licenses.
    pub mode: LicensesMode,
    /// The licenses that are to be assigned.
    pub licenses: Change,
    /// The count typed to confirm a large revocation.
    pub typed_count: String,
    /// Why, as far as it is typed.
    pub reason: String,
}

impl ManyDraft {
    /// Whether anything of it would be missed.
    pub fn is_worth_keeping(&self) -> bool {
        *self != Self::default()
    }

    /// The faults of these fields, if they are ticked; `errors` has those of texts.
    pub fn lacks(&self, fields: &[ProfileField], errors: &FieldErrors) -> Option<String> {
        let lacks = |field: &ProfileField| match field {
            ProfileField::Location if self.form.text(*field).is_empty() => Some(words::CHOOSE_A_LOCATION.to_owned()),
            ProfileField::Permissions if self.form.permissions.lack_a_role() => {
                Some(words::CHOOSE_A_PERMISSION.to_owned())
            }
            _ => errors.get(field).cloned(),
        };
        fields.iter().filter(|field| self.asked.contains(*field)).find_map(lacks)
    }

    /// The change of the profiles.
    pub fn profile(&self) -> TypedProfile {
        self.form.asking(|field| self.asked.contains(&field))
    }

    /// The change of the licenses, of all the products that these users may hold.
    pub fn change(&self, products: impl IntoIterator<Item = SkuId>) -> Change {
        let mut change = self.licenses.clone();
        match self.mode {
            LicensesMode::Leave => Change::default(),
            LicensesMode::Add => change,
            LicensesMode::Replace => {
                change.replace_existing(products);
                change
            }
        }
    }

    /// The request for the users of a selection; empty where nothing is ticked.
    pub fn entries(&self, selection: SelectionId, products: impl IntoIterator<Item = SkuId>) -> Option<Entries> {
        let (profile, licenses) = (self.profile(), self.change(products));
        let nothing = profile == TypedProfile::default() && licenses.is_empty();
        (!nothing).then_some(Entries::Same { who: Who::Selected(selection), profile, licenses })
    }

    /// Whether a request asks just this of that selection. Once it is done, the page may not know products any more that it
    /// revoked from their last holders; so this is asked of the products that the request names.
    pub fn is_asked_by(&self, request: &EntriesRequest, selection: SelectionId) -> bool {
        let Entries::Same { licenses, .. } = &request.entries else { return false };
        let products = licenses.products.keys().copied();
        self.entries(selection, products).is_some_and(|entries| entries == request.entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::widgets::entries::form::{FormChange, Permissions};
    use domain::console::operation_kind::EntriesKind;
    use domain::rules::boxes::Choice;
    use domain::rules::change::LicenseChange;
    use domain::rules::plan::PlanDigest;

    fn sku(last: u8) -> SkuId {
        format!("00000000-0000-4000-8000-0000000000{last:02}").parse().unwrap()
    }

    fn selection() -> SelectionId {
        "6fd2c87f-b296-42f0-b197-1e91e994b900".parse().unwrap()
    }

    fn asked(draft: &ManyDraft) -> Option<(TypedProfile, Change)> {
        match draft.entries(selection(), [sku(1), sku(2)])? {
            Entries::Same { profile, licenses, .. } => Some((profile, licenses)),
            _ => None,
        }
    }

    #[test]
    fn only_ticked_fields_are_asked() {
        let mut draft = ManyDraft::default();
        draft.form.apply(FormChange::Text(ProfileField::Department, "Sales".into()), &[]);
        assert_eq!(asked(&draft), None);
        draft.asked.insert(ProfileField::Department);
        draft.asked.insert(ProfileField::JobTitle);
        let (profile, licenses) = asked(&draft).unwrap();
        assert_eq!((profile.department.as_deref(), profile.job_title.as_deref()), (Some("Sales"), Some("")));
        assert_eq!((profile.roles, licenses), (None, Change::default()));
    }

    #[test]
    fn each_step_looks_only_at_its_own_fields() {
        let (details, settings) = ([ProfileField::Location, ProfileField::JobTitle], [ProfileField::Permissions]);
        let mut draft = ManyDraft::default();
        let mut errors = FieldErrors::new();
        draft.form.permissions = Permissions::Custom(BTreeSet::new());
        assert_eq!(draft.lacks(&settings, &errors), None, "what is not ticked lacks nothing");
        draft.asked.insert(ProfileField::Permissions);
        assert_eq!(draft.lacks(&details, &errors), None);
        assert_eq!(draft.lacks(&settings, &errors).as_deref(), Some(words::CHOOSE_A_PERMISSION));
        draft.asked.extend([ProfileField::Location, ProfileField::JobTitle]);
        assert_eq!(draft.lacks(&details, &errors).as_deref(), Some(words::CHOOSE_A_LOCATION));
        draft.form.apply(FormChange::Text(ProfileField::Location, "SK".into()), &[]);
        errors.insert(ProfileField::JobTitle, "Too long.".into());
        assert_eq!(draft.lacks(&details, &errors).as_deref(), Some("Too long."));
    }

    #[test]
    fn replacing_revokes_every_other_product_where_it_is_held_directly() {
        let mut draft = ManyDraft { mode: LicensesMode::Replace, ..ManyDraft::default() };
        draft.licenses.choose(sku(1), Choice::Fill);
        let (_, licenses) = asked(&draft).unwrap();
        assert_eq!(licenses.products[&sku(1)].license, LicenseChange::Assign);
        assert_eq!(licenses.products[&sku(2)].license, LicenseChange::RevokeDirect);
        draft.mode = LicensesMode::Add;
        assert_eq!(asked(&draft).unwrap().1, draft.licenses);
        draft.mode = LicensesMode::Leave;
        assert_eq!(asked(&draft), None);
    }

    #[test]
    fn what_was_sent_is_known_again_until_something_else_is_asked() {
        let mut draft = ManyDraft { mode: LicensesMode::Replace, ..ManyDraft::default() };
        draft.licenses.choose(sku(1), Choice::Fill);
        let sent = EntriesRequest {
            key: "6fd2c87f-b296-42f0-b197-1e91e994b901".parse().unwrap(),
            kind: EntriesKind::Edit,
            entries: draft.entries(selection(), [sku(1), sku(2)]).unwrap(),
            digest: PlanDigest("seen".into()),
            reason: None,
        };
        assert!(draft.is_asked_by(&sent, selection()));
        assert!(!draft.is_asked_by(&sent, "6fd2c87f-b296-42f0-b197-1e91e994b902".parse().unwrap()));
        assert!(!ManyDraft::default().is_asked_by(&sent, selection()), "before what was kept is read");
        draft.mode = LicensesMode::Add;
        assert!(!draft.is_asked_by(&sent, selection()));
    }
}
