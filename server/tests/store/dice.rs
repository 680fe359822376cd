//! Random numbers, and changes and users made from them.

use super::fixtures::*;
use super::people::*;
use domain::ids::UserId;
use domain::import::customer::ImportedUser;
use domain::rules::change::{Change, LicenseChange, LocationChange, PlansChange, ProductChange, Switch};
use std::collections::{BTreeMap, BTreeSet};

/// The products of random changes.
pub const PRODUCTS: [&str; 4] = [E3, E5, VISIO, POWER_BI];

/// A random generator with the same numbers in each run (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    /// A number from 0 to `sides` − 1.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % sides
    }

    /// One of these values.
    pub fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len() as u64) as usize].clone()
    }

    /// At most `at_most` users from 1 to `of`, possibly repeated.
    pub fn users(&mut self, at_most: u64, of: u64) -> Vec<UserId> {
        (0..self.roll(at_most + 1)).map(|_| user_id(u128::from(self.roll(of) + 1))).collect()
    }

    /// A change of up to three products, sometimes with service plans and the location.
    pub fn change(&mut self) -> Change {
        let mut change = Change::default();
        for _ in 0..=self.roll(2) {
            use LicenseChange::{Assign, AssignDirect, Leave, Revoke, RevokeDirect};
            let part_number = self.one(&PRODUCTS);
            let license = self.one(&[Assign, Assign, Assign, Revoke, Revoke, RevokeDirect, AssignDirect, Leave]);
            let plan = self.one(&product(part_number).plans).id;
            let plans = match self.roll(6) {
                0 => PlansChange::Each(BTreeMap::from([(plan, self.one(&[Switch::On, Switch::Off]))])),
                1 => PlansChange::Exactly(BTreeSet::from([plan])),
                _ => PlansChange::default(),
            };
            change.products.insert(sku(part_number), ProductChange { license, plans });
        }
        let country = self.one(&["SK", "CN"]).parse().unwrap();
        change.location = match self.roll(12) {
            0 => Some(LocationChange::All(country)),
            1 => Some(LocationChange::OnlyWithout(country)),
            2 => Some(LocationChange::Exactly(None)),
            _ => None,
        };
        change
    }

    /// A user with this number and random licenses of every kind.
    pub fn user(&mut self, id: u64) -> ImportedUser {
        let mut user = person(id.into(), &format!("{} {}", self.one(&["Anna", "anna", "Žofia"]), self.roll(9)));
        if self.roll(4) == 0 {
            user.location = None;
        }
        for part_number in PRODUCTS {
            user = match self.roll(8) {
                0 => holding(user, part_number),
                1 => holding_by(user, part_number, group(5)),
                2 => holding_by(holding(user, part_number), part_number, group(6)),
                3 => in_error(user, part_number),
                _ => user,
            };
        }
        user
    }
}
