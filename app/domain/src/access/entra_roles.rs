//! A set of Entra roles.

use super::entra_role::EntraRole;
use super::name_list::any_of;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A set of Entra roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "Vec<EntraRole>", into = "Vec<EntraRole>")]
pub struct EntraRoles(u16);

impl EntraRoles {
    /// Whether no role is in the set.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The roles, in the order of [`EntraRole::ALL`].
    pub fn iter(self) -> impl Iterator<Item = EntraRole> {
        EntraRole::ALL.into_iter().filter(move |role| self.0 & bit(*role) != 0)
    }

    /// Whether the sets have a role in common.
    pub(super) fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

fn bit(role: EntraRole) -> u16 {
    1 << role as u16
}

impl FromIterator<EntraRole> for EntraRoles {
    fn from_iter<T: IntoIterator<Item = EntraRole>>(roles: T) -> Self {
        Self(roles.into_iter().fold(0, |set, role| set | bit(role)))
    }
}

impl From<Vec<EntraRole>> for EntraRoles {
    fn from(roles: Vec<EntraRole>) -> Self {
        roles.into_iter().collect()
    }
}

impl From<EntraRoles> for Vec<EntraRole> {
    fn from(roles: EntraRoles) -> Self {
        roles.iter().collect()
    }
}

/// `Global Administrator or User Administrator`. Of many roles, the last are named, which give the least.
impl fmt::Display for EntraRoles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names: Vec<&str> = self.iter().map(EntraRole::name).collect();
        if names.len() > NAMED_MAX {
            names = names.split_off(names.len() - 2);
            names.push("one that gives more");
        }
        f.write_str(&any_of(&names))
    }
}

/// The most roles that a refusal names all.
const NAMED_MAX: usize = 6;
