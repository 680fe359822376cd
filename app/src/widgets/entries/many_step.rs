//! The steps of editing many users.

use crate::text::entries as words;
use crate::widgets::frame::params::query_param;
use crate::widgets::wizard::WizardStep;
use domain::directory::profile_field::ProfileField;
use domain::ids::OperationId;
use leptos::prelude::*;

/// The fields of the step `Details`, then those of the step `Settings`.
const FIELDS: [ProfileField; 5] = [
    ProfileField::Department,
    ProfileField::JobTitle,
    ProfileField::Location,
    ProfileField::SignIn,
    ProfileField::Permissions,
];
/// The number of fields in the step `Details`.
const DETAILS: usize = 3;

/// The steps of editing many users in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EditStep {
    /// Department, job title, location.
    Details,
    /// Sign-in and permissions.
    Settings,
    /// Licenses, the preview and the button that saves.
    Licenses,
    /// The result.
    Results,
}

impl WizardStep for EditStep {
    const ALL: &'static [Self] = &[Self::Details, Self::Settings, Self::Licenses, Self::Results];

    fn word(self) -> &'static str {
        match self {
            Self::Details => "details",
            Self::Settings => "settings",
            Self::Licenses => "licenses",
            Self::Results => "results",
        }
    }

    fn title(self) -> &'static str {
        let [details, settings, licenses, results] = words::EDIT_STEPS;
        match self {
            Self::Details => details,
            Self::Settings => settings,
            Self::Licenses => licenses,
            Self::Results => results,
        }
    }
}

impl EditStep {
    /// The fields that must be right before the person can go on from this step.
    pub fn fields(self) -> &'static [ProfileField] {
        if self == Self::Details { &FIELDS[..DETAILS] } else { &FIELDS }
    }

    /// The step to show if the address names this one. An address may name a step before the earlier steps are done.
    pub fn shown(self, is_done: bool, is_missing: bool) -> Self {
        match self {
            Self::Results if is_done => Self::Results,
            // The step `Settings` also names the values that are missing in `Details`.
            Self::Licenses | Self::Results if is_missing => Self::Settings,
            Self::Results => Self::Licenses,
            asked => asked,
        }
    }
}

/// The step to show for the address of the page, and the operation of the last step. `is_missing` says whether an earlier step
/// lacks something.
pub fn step_in_address(
    is_missing: impl Fn() -> bool + Send + Sync + 'static,
) -> (Memo<EditStep>, Memo<Option<OperationId>>) {
    let (asked, done) = (query_param("step"), query_param("operation"));
    let done = Memo::new(move |_| done.get().and_then(|text| text.parse::<OperationId>().ok()));
    let step = Memo::new(move |_| {
        let asked = asked.with(|word| EditStep::named(word.as_deref().unwrap_or_default()));
        asked.shown(done.get().is_some(), is_missing())
    });
    (step, done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_no_further_than_the_steps_before_allow() {
        use EditStep::{Details, Licenses, Results, Settings};
        let shown = |is_done, is_missing| [Details, Settings, Licenses, Results].map(|s| s.shown(is_done, is_missing));
        assert_eq!(shown(false, false), [Details, Settings, Licenses, Licenses]);
        assert_eq!(shown(false, true), [Details, Settings, Settings, Settings]);
        assert_eq!(shown(true, false), [Details, Settings, Licenses, Results]);
        assert_eq!(shown(true, true), [Details, Settings, Settings, Results]);
    }
}
