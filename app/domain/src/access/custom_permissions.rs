//! Custom permissions: any set of actions for all customers, those with chosen tags, or chosen ones.

use super::denied::allowed;
use super::permission::Permission;
use super::permission_set::PermissionSet;
use super::role::PartnerRole;
use crate::bounds;
use crate::directory::tag::{NotATag, TAGS_MAX, Tag};
use crate::ids::CustomerId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most customers that custom permissions name one by one. Tags are for more.
pub const CHOSEN_MAX: usize = 200;

/// The customers that custom permissions cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CustomersCovered {
    /// All, also those who come later.
    All,
    /// Those with at least one of these tags.
    Tagged(#[serde(deserialize_with = "bounds::list::<TAGS_MAX, _, _>")] BTreeSet<Tag>),
    /// These.
    Chosen(#[serde(deserialize_with = "bounds::list::<CHOSEN_MAX, _, _>")] BTreeSet<CustomerId>),
}

/// A set of actions, and the customers that they are allowed for. Neither is ever empty. Every action that another one
/// needs is in the set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct CustomPermissions {
    permissions: PermissionSet,
    customers: CustomersCovered,
}

/// Why there are no such custom permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum NotCustom {
    /// No action is chosen.
    #[error("Choose at least one action.")]
    NoAction,
    /// Only roles give this.
    #[error("Custom permissions can't allow {0}. Give a role for that.")]
    OnlyByRole(Permission),
    /// It is not about single customers.
    #[error("Allowing {0} is for all customers only.")]
    OnlyForAll(Permission),
    /// One of the tags is none.
    #[error(transparent)]
    Tag(#[from] NotATag),
    /// No tag is chosen.
    #[error("Enter at least one tag.")]
    NoTag,
    /// No customer is chosen.
    #[error("Choose at least one customer.")]
    NoCustomer,
    /// Too many tags are chosen.
    #[error("Enter at most {TAGS_MAX} tags.")]
    TooManyTags,
    /// Too many customers are chosen.
    #[error("Choose at most {CHOSEN_MAX} customers. For more, tag the customers.")]
    TooManyCustomers,
}

/// The custom permissions as they are stored and sent.
#[derive(Serialize, Deserialize)]
struct Written {
    permissions: PermissionSet,
    customers: CustomersCovered,
}

impl CustomPermissions {
    /// Custom permissions with these actions, and with all that they need.
    ///
    /// # Errors
    /// [`NotCustom`].
    pub fn new(permissions: PermissionSet, customers: CustomersCovered) -> Result<Self, NotCustom> {
        if permissions.is_empty() {
            return Err(NotCustom::NoAction);
        }
        if let Some(by_role) = permissions.iter().find(|permission| !permission.can_be_custom()) {
            return Err(NotCustom::OnlyByRole(by_role));
        }
        match &customers {
            CustomersCovered::All => (),
            CustomersCovered::Tagged(tags) if tags.is_empty() => return Err(NotCustom::NoTag),
            CustomersCovered::Tagged(tags) if tags.len() > TAGS_MAX => return Err(NotCustom::TooManyTags),
            CustomersCovered::Chosen(chosen) if chosen.is_empty() => return Err(NotCustom::NoCustomer),
            CustomersCovered::Chosen(chosen) if chosen.len() > CHOSEN_MAX => return Err(NotCustom::TooManyCustomers),
            CustomersCovered::Tagged(_) | CustomersCovered::Chosen(_) => {
                if let Some(for_all) = permissions.iter().find(|permission| permission.is_for_all_customers()) {
                    return Err(NotCustom::OnlyForAll(for_all));
                }
            }
        }
        Ok(Self { permissions: with_needed(permissions), customers })
    }

    /// The actions.
    pub fn permissions(&self) -> PermissionSet {
        self.permissions
    }

    /// The customers.
    pub fn customers(&self) -> &CustomersCovered {
        &self.customers
    }

    /// The customers that are named one by one.
    pub fn chosen(&self) -> impl Iterator<Item = CustomerId> {
        match &self.customers {
            CustomersCovered::Chosen(chosen) => Some(chosen.iter().copied()),
            CustomersCovered::All | CustomersCovered::Tagged(_) => None,
        }
        .into_iter()
        .flatten()
    }

    /// The tags that are named.
    pub fn tags(&self) -> impl Iterator<Item = &Tag> {
        match &self.customers {
            CustomersCovered::Tagged(tags) => Some(tags),
            CustomersCovered::All | CustomersCovered::Chosen(_) => None,
        }
        .into_iter()
        .flatten()
    }

    /// The same for all of these customers but one. `None` if that one is all that they name.
    pub fn without_customer(&self, gone: CustomerId) -> Option<Self> {
        let mut left = self.clone();
        if let CustomersCovered::Chosen(chosen) = &mut left.customers {
            chosen.remove(&gone);
            if chosen.is_empty() {
                return None;
            }
        }
        Some(left)
    }

    /// Whether a customer with these tags is covered.
    pub fn cover(&self, customer: CustomerId, tags: &BTreeSet<Tag>) -> bool {
        match &self.customers {
            CustomersCovered::All => true,
            CustomersCovered::Tagged(wanted) => !wanted.is_disjoint(tags),
            CustomersCovered::Chosen(chosen) => chosen.contains(&customer),
        }
    }
}

/// The permissions with all that they need.
pub fn with_needed(permissions: PermissionSet) -> PermissionSet {
    permissions.iter().fold(permissions, |all, permission| all.with(permission.needs().iter().copied().collect()))
}

/// The permissions without one, and without all that need it.
pub fn without(permissions: PermissionSet, gone: Permission) -> PermissionSet {
    permissions.iter().filter(|permission| *permission != gone && !permission.needs().contains(&gone)).collect()
}

impl TryFrom<Written> for CustomPermissions {
    type Error = NotCustom;

    fn try_from(Written { permissions, customers }: Written) -> Result<Self, NotCustom> {
        Self::new(permissions, customers)
    }
}

impl From<CustomPermissions> for Written {
    fn from(CustomPermissions { permissions, customers }: CustomPermissions) -> Self {
        Self { permissions, customers }
    }
}

/// The customers for which somebody may do something, by all roles and custom permissions together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coverage {
    /// For all.
    All,
    /// For those with one of these tags, and for these.
    Some {
        /// The tags.
        tags: BTreeSet<Tag>,
        /// The customers.
        customers: BTreeSet<CustomerId>,
    },
}

impl Coverage {
    /// The customers for which these roles and custom permissions allow something.
    pub fn of(roles: &BTreeSet<PartnerRole>, custom: &[CustomPermissions], permission: Permission) -> Self {
        if allowed(roles, permission).is_ok() {
            return Self::All;
        }
        let allowing = custom.iter().filter(|custom| custom.permissions().contains(permission));
        allowing.fold(Self::none(), |all, custom| all.add(custom.customers()))
    }

    /// For none.
    pub fn none() -> Self {
        Self::Some { tags: BTreeSet::new(), customers: BTreeSet::new() }
    }

    /// Also for these.
    fn add(self, covered: &CustomersCovered) -> Self {
        match (self, covered) {
            (Self::All, _) | (_, CustomersCovered::All) => Self::All,
            (Self::Some { mut tags, customers }, CustomersCovered::Tagged(more)) => {
                tags.extend(more.iter().cloned());
                Self::Some { tags, customers }
            }
            (Self::Some { tags, mut customers }, CustomersCovered::Chosen(more)) => {
                customers.extend(more);
                Self::Some { tags, customers }
            }
        }
    }

    /// For the customers of both.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::All, _) | (_, Self::All) => Self::All,
            (Self::Some { mut tags, mut customers }, Self::Some { tags: more, customers: others }) => {
                tags.extend(more);
                customers.extend(others);
                Self::Some { tags, customers }
            }
        }
    }

    /// Whether this one always includes the other, even if the tags of customers change. A customer that is covered by
    /// a tag alone does not count as covered by name.
    pub fn includes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::All, _) => true,
            (Self::Some { .. }, Self::All) => false,
            (Self::Some { tags, customers }, Self::Some { tags: other_tags, customers: others }) => {
                other_tags.is_subset(tags) && others.is_subset(customers)
            }
        }
    }

    /// Whether a customer with these tags is covered.
    pub fn covers(&self, customer: CustomerId, of: &BTreeSet<Tag>) -> bool {
        match self {
            Self::All => true,
            Self::Some { tags, customers } => customers.contains(&customer) || !tags.is_disjoint(of),
        }
    }
}

#[cfg(test)]
#[path = "custom_permissions_tests.rs"]
mod tests;
