//! The steps of an offboarding, as far as they are chosen.

use crate::text::offboard as words;
use domain::directory::day::Day;
use domain::ids::SkuId;
use domain::rules::offboard::{DeleteWhen, Offboarding, Revoke};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Which licenses are to be revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum RevokeChoice {
    /// All direct ones.
    #[default]
    All,
    /// Those of chosen products.
    Some,
    /// None.
    Nothing,
}

/// When the users are to be deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeleteChoice {
    /// Now.
    Now,
    /// On a day.
    OnDay,
    /// Not by this.
    Never,
}

/// The choices. The time of deletion has to be chosen by a person: nothing stands there before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OffboardDraft {
    /// Whether sign-in is blocked.
    pub block: bool,
    /// Which licenses are revoked.
    pub revoke: RevokeChoice,
    /// The products, where they are chosen.
    pub products: BTreeSet<SkuId>,
    /// Whether the password is reset.
    pub reset: bool,
    /// When users are deleted, once it is chosen.
    pub delete: Option<DeleteChoice>,
    /// The day as it was typed.
    pub day: String,
}

impl Default for OffboardDraft {
    fn default() -> Self {
        Self {
            block: true,
            revoke: RevokeChoice::All,
            products: BTreeSet::new(),
            reset: true,
            delete: None,
            day: String::new(),
        }
    }
}

impl OffboardDraft {
    /// An earlier request, to be sent again.
    pub fn again(asked: &Offboarding) -> Self {
        let (revoke, products) = match &asked.revoke {
            Revoke::Nothing => (RevokeChoice::Nothing, BTreeSet::new()),
            Revoke::All => (RevokeChoice::All, BTreeSet::new()),
            Revoke::These(products) => (RevokeChoice::Some, products.clone()),
        };
        let (delete, day) = match asked.delete {
            DeleteWhen::Never => (DeleteChoice::Never, String::new()),
            DeleteWhen::Now => (DeleteChoice::Now, String::new()),
            DeleteWhen::On(day) => (DeleteChoice::OnDay, day.to_string()),
        };
        Self { block: asked.block, revoke, products, reset: asked.reset, delete: Some(delete), day }
    }

    /// Whether anything of it would be missed.
    pub fn is_worth_keeping(&self) -> bool {
        *self != Self::default()
    }

    /// The request, about the products that somebody holds; or the faults of the form. `now` is UTC in epoch milliseconds.
    ///
    /// # Errors
    /// In words.
    pub fn read(&self, held: &BTreeSet<SkuId>, now: i64) -> Result<Offboarding, String> {
        let delete = match self.delete {
            None => return Err(words::CHOOSE_WHEN.into()),
            Some(DeleteChoice::Now) => DeleteWhen::Now,
            Some(DeleteChoice::Never) => DeleteWhen::Never,
            Some(DeleteChoice::OnDay) => DeleteWhen::On(self.day.trim().parse::<Day>().map_err(|_| words::CHOOSE_DAY)?),
        };
        let revoke = match self.revoke {
            RevokeChoice::Nothing => Revoke::Nothing,
            RevokeChoice::All => Revoke::All,
            RevokeChoice::Some => Revoke::These(self.products.intersection(held).copied().collect()),
        };
        let asked = Offboarding { block: self.block, revoke, reset: self.reset, delete };
        asked.check_day(now).map_err(|error| error.to_string())?;
        if asked.is_empty() { Err(words::CHOOSE_A_STEP.into()) } else { Ok(asked) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sku(last: u8) -> SkuId {
        format!("00000000-0000-4000-8000-0000000000{last:02}").parse().unwrap()
    }

    fn today() -> i64 {
        "2026-11-28".parse::<Day>().unwrap().start()
    }

    fn read(draft: &OffboardDraft) -> Result<Offboarding, String> {
        draft.read(&[sku(1), sku(2)].into(), today())
    }

    #[test]
    fn when_to_delete_is_for_a_person_to_say() {
        let mut draft = OffboardDraft::default();
        assert_eq!(read(&draft), Err(words::CHOOSE_WHEN.into()));
        draft.delete = Some(DeleteChoice::OnDay);
        assert_eq!(read(&draft), Err(words::CHOOSE_DAY.into()));
        draft.day = "2026-11-28".into();
        assert!(read(&draft).unwrap_err().starts_with("Choose a day after today"));
        draft.day = "2026-12-15".into();
        assert_eq!(read(&draft).unwrap().delete, DeleteWhen::On("2026-12-15".parse().unwrap()));
    }

    #[test]
    fn only_products_that_somebody_holds_are_revoked() {
        let draft = OffboardDraft {
            revoke: RevokeChoice::Some,
            products: [sku(2), sku(3)].into(),
            delete: Some(DeleteChoice::Never),
            ..OffboardDraft::default()
        };
        assert_eq!(read(&draft).unwrap().revoke, Revoke::These([sku(2)].into()));
    }

    #[test]
    fn nothing_at_all_is_not_asked() {
        let delete = Some(DeleteChoice::Never);
        let draft =
            OffboardDraft { block: false, reset: false, revoke: RevokeChoice::Some, delete, ..Default::default() };
        assert_eq!(read(&draft), Err(words::CHOOSE_A_STEP.into()));
    }

    #[test]
    fn what_was_asked_can_be_asked_again() {
        for delete in [DeleteWhen::Now, DeleteWhen::Never, DeleteWhen::On("2026-12-15".parse().unwrap())] {
            for revoke in [Revoke::All, Revoke::Nothing, Revoke::These([sku(1)].into())] {
                let asked = Offboarding { block: true, revoke, reset: false, delete };
                assert_eq!(read(&OffboardDraft::again(&asked)), Ok(asked));
            }
        }
    }
}
