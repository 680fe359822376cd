//! Wizards, which divide work into steps. Each step is a page (`paged.rs`), or all steps are on one page (`on_page.rs`).

pub mod came_back;
pub mod on_page;
pub mod paged;

/// The steps of a wizard.
pub trait WizardStep: Copy + Ord + Send + Sync + 'static {
    /// All steps in their order.
    const ALL: &'static [Self];

    /// The name of the step. It is part of the address if each step is a page. Otherwise it is the id of the heading.
    fn word(self) -> &'static str;

    /// The heading.
    fn title(self) -> &'static str;

    /// The step with this name, or the first step if there is none.
    fn named(word: &str) -> Self {
        Self::ALL.iter().copied().find(|step| step.word() == word).unwrap_or(Self::ALL[0])
    }

    /// The step before.
    fn before(self) -> Option<Self> {
        Self::ALL.iter().copied().rfind(|step| *step < self)
    }

    /// The step after.
    fn after(self) -> Option<Self> {
        Self::ALL.iter().copied().find(|step| *step > self)
    }
}

#[cfg(test)]
mod tests {
    use super::WizardStep;
    use std::collections::BTreeSet;

    /// Checks the rules for the steps of every wizard.
    fn is_a_wizard<S: WizardStep + std::fmt::Debug>() {
        assert!(S::ALL.is_sorted(), "{:?}", S::ALL);
        let words: BTreeSet<_> = S::ALL.iter().map(|step| step.word()).collect();
        assert_eq!(words.len(), S::ALL.len());
        assert!(S::ALL.iter().all(|step| S::named(step.word()) == *step));
        let (first, last) = (S::ALL[0], S::ALL[S::ALL.len() - 1]);
        assert_eq!(S::named("no such step"), first);
        assert_eq!((first.before(), last.after()), (None, None));
        for pair in S::ALL.windows(2) {
            assert_eq!((pair[0].after(), pair[1].before()), (Some(pair[1]), Some(pair[0])));
        }
    }

    #[test]
    fn every_wizard_goes_forth_and_back_through_its_steps() {
        is_a_wizard::<crate::widgets::entries::adding::AddStep>();
        is_a_wizard::<crate::widgets::entries::many_step::EditStep>();
        is_a_wizard::<crate::widgets::upload::step::UploadStep>();
        is_a_wizard::<crate::widgets::accounts::offboard_step::OffboardStep>();
    }
}
