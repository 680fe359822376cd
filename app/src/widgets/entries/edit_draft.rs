//! A user being edited, and changes by others meanwhile.

use crate::widgets::entries::form::{FIELDS, ProfileForm};
use domain::directory::profile_field::ProfileField;
use serde::{Deserialize, Serialize};

/// A user as far as edited, with the values from which that began.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EditDraft {
    /// The user as last seen here; none before the first look.
    pub base: Option<ProfileForm>,
    /// The form.
    pub form: ProfileForm,
    /// The change that somebody else made meanwhile.
    pub met: Option<Met>,
    /// Why, as far as it is typed.
    pub reason: String,
}

/// Two versions of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Met {
    /// The fields that somebody else changed and that differ from the values here.
    pub fields: Vec<ProfileField>,
    /// The value typed here.
    pub mine: ProfileForm,
    /// The value that somebody else saved.
    pub theirs: ProfileForm,
}

impl EditDraft {
    /// A draft without edits. `now` has the user's present values.
    pub fn begin(now: ProfileForm) -> Self {
        Self { base: Some(now.clone()), form: now, ..Self::default() }
    }

    /// Whether anything of it would be missed.
    pub fn is_worth_keeping(&self) -> bool {
        !self.changed().is_empty() || self.met.is_some()
    }

    /// The fields that differ from their earlier values.
    pub fn changed(&self) -> Vec<ProfileField> {
        self.base.as_ref().map(|base| self.form.differing(base)).unwrap_or_default()
    }

    /// Looks at the user anew. Where nobody touched a field here, the new value is taken over; where somebody did, that
    /// stays for now. True when a person should decide.
    pub fn meet(&mut self, now: ProfileForm) -> bool {
        let Some(base) = self.base.take() else {
            (self.base, self.form) = (Some(now.clone()), now);
            return false;
        };
        let theirs = now.differing(&base);
        let mine = self.form.clone();
        for field in FIELDS.into_iter().filter(|field| theirs.contains(field)) {
            if mine.text(field).trim() == base.text(field).trim() {
                self.form.take(field, &now);
            }
        }
        let begun = !mine.differing(&base).is_empty();
        let fields: Vec<_> =
            theirs.into_iter().filter(|field| mine.text(*field).trim() != now.text(*field).trim()).collect();
        self.base = Some(now.clone());
        if begun && !fields.is_empty() {
            self.met = Some(Met { fields, mine, theirs: now });
            return true;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::widgets::entries::form::FormChange;

    fn form(department: &str, title: &str) -> ProfileForm {
        let mut form = ProfileForm::default();
        form.apply(FormChange::Text(ProfileField::Department, department.into()), &[]);
        form.apply(FormChange::Text(ProfileField::JobTitle, title.into()), &[]);
        form
    }

    fn draft(base: ProfileForm, form: ProfileForm) -> EditDraft {
        EditDraft { base: Some(base), form, ..EditDraft::default() }
    }

    #[test]
    fn the_first_look_fills_the_form() {
        let mut draft = EditDraft::default();
        assert!(!draft.meet(form("Sales", "Rep")));
        assert_eq!((draft.changed(), draft.form.text(ProfileField::JobTitle)), (vec![], "Rep".to_owned()));
    }

    #[test]
    fn what_both_changed_is_to_be_decided_and_the_rest_taken_over() {
        let mut draft = draft(form("Sales", "Rep"), form("Marketing", "Rep"));
        assert!(draft.meet(form("Finance", "Lead")));
        let met = draft.met.clone().unwrap();
        assert_eq!(met.fields, [ProfileField::Department, ProfileField::JobTitle]);
        assert_eq!(draft.form, form("Marketing", "Lead"));
        assert_eq!(draft.changed(), [ProfileField::Department]);
        draft.form.take(ProfileField::Department, &met.theirs);
        draft.form.take(ProfileField::JobTitle, &met.mine);
        assert_eq!(draft.form, form("Finance", "Rep"));
        assert_eq!(draft.changed(), [ProfileField::JobTitle], "keeping what was seen first takes theirs back");
    }

    #[test]
    fn nobody_is_asked_where_both_did_the_same_or_nothing_was_done_here() {
        let mut same = draft(form("Sales", "Rep"), form("Finance", "Rep"));
        assert!(!same.meet(form("Finance", "Rep")));
        assert_eq!((same.changed(), same.met), (vec![], None));
        let mut idle = draft(form("Sales", "Rep"), form("Sales", "Rep"));
        assert!(!idle.meet(form("Finance", "Rep")));
        assert_eq!(idle.form, form("Finance", "Rep"));
    }
}
