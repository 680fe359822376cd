//! Custom permissions as they are typed: they may be incomplete.

use domain::access::custom_permissions::{CustomPermissions, CustomersCovered, NotCustom, with_needed, without};
use domain::access::permission::Permission;
use domain::access::permission_set::PermissionSet;
use domain::access::role::PartnerRole;
use domain::directory::tag::{Tag, TagsRefused, read_tags};
use domain::ids::CustomerId;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Which customers are covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CoverageChoice {
    /// All.
    #[default]
    All,
    /// Those with tags.
    Tagged,
    /// Chosen ones.
    Chosen,
}

/// Custom permissions as they are typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CustomDraft {
    /// The actions.
    pub permissions: PermissionSet,
    /// Which customers.
    pub reach: CoverageChoice,
    /// The tags, separated by commas.
    pub tags: String,
    /// The chosen customers with their names.
    pub chosen: BTreeMap<CustomerId, String>,
}

/// The duties of a person or group as they are typed: roles stand elsewhere in the form. Both fields are handles, so copying
/// it is cheap.
#[derive(Clone, Copy)]
pub struct TypedDuties {
    /// Whether custom permissions are given in place of roles.
    pub is_custom: RwSignal<bool>,
    /// The custom permissions.
    pub draft: RwSignal<CustomDraft>,
}

impl CustomDraft {
    /// The draft that stands for custom permissions.
    pub fn of(custom: &CustomPermissions, names: &BTreeMap<CustomerId, String>) -> Self {
        let draft = Self { permissions: custom.permissions(), ..Self::default() };
        match custom.customers() {
            CustomersCovered::All => draft,
            CustomersCovered::Tagged(tags) => {
                let tags = tags.iter().map(Tag::as_str).collect::<Vec<_>>().join(", ");
                Self { reach: CoverageChoice::Tagged, tags, ..draft }
            }
            CustomersCovered::Chosen(chosen) => {
                let named = |id: &CustomerId| (*id, names.get(id).cloned().unwrap_or_else(|| id.to_string()));
                Self { reach: CoverageChoice::Chosen, chosen: chosen.iter().map(named).collect(), ..draft }
            }
        }
    }

    /// Allows an action with all that it needs, or takes it away with all that need it.
    pub fn choose(&mut self, permission: Permission, is_chosen: bool) {
        self.permissions = if is_chosen {
            with_needed(self.permissions.with([permission].into_iter().collect()))
        } else {
            without(self.permissions, permission)
        };
    }

    /// The custom permissions.
    ///
    /// # Errors
    /// The missing part.
    pub fn read(&self) -> Result<CustomPermissions, NotCustom> {
        let customers = match self.reach {
            CoverageChoice::All => CustomersCovered::All,
            CoverageChoice::Tagged => {
                CustomersCovered::Tagged(read_tags(&self.tags).map_err(|refused| match refused {
                    TagsRefused::Tag(refused) => NotCustom::Tag(refused),
                    // The text that is read is refused for no other reason.
                    TagsRefused::TooMany
                    | TagsRefused::Changed
                    | TagsRefused::OtherTenants
                    | TagsRefused::KeysWouldGain => NotCustom::TooManyTags,
                })?)
            }
            CoverageChoice::Chosen => CustomersCovered::Chosen(self.chosen.keys().copied().collect()),
        };
        CustomPermissions::new(self.permissions, customers)
    }
}

impl TypedDuties {
    /// The duties as they begin when something with these custom permissions is edited.
    pub fn begin(custom: Option<&CustomPermissions>, names: &BTreeMap<CustomerId, String>) -> Self {
        let draft = custom.map(|custom| CustomDraft::of(custom, names)).unwrap_or_default();
        Self { is_custom: RwSignal::new(custom.is_some()), draft: RwSignal::new(draft) }
    }

    /// The duties to send: these roles, or custom permissions.
    ///
    /// # Errors
    /// The missing part of the custom permissions.
    pub fn read(
        self,
        roles: BTreeSet<PartnerRole>,
    ) -> Result<(BTreeSet<PartnerRole>, Option<CustomPermissions>), NotCustom> {
        match self.is_custom.get_untracked() {
            true => Ok((BTreeSet::new(), Some(self.draft.with_untracked(CustomDraft::read)?))),
            false => Ok((roles, None)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::directory::tag::NotATag;

    #[test]
    fn what_an_action_needs_is_ticked_and_unticked_with_it() {
        let mut draft = CustomDraft::default();
        draft.choose(Permission::EditUsers, true);
        assert!(draft.permissions.contains(Permission::ManageLicenses));
        draft.choose(Permission::SeeUsers, false);
        assert_eq!(draft.permissions, [Permission::SeeCustomers].into_iter().collect());
    }

    #[test]
    fn a_draft_is_read_and_begins_again_as_it_was() {
        let mut draft = CustomDraft::default();
        assert_eq!(draft.read(), Err(NotCustom::NoAction));
        draft.choose(Permission::SeeUsers, true);
        let names = BTreeMap::new();
        assert_eq!(CustomDraft::of(&draft.read().unwrap(), &names), draft);
        draft.reach = CoverageChoice::Tagged;
        assert_eq!(draft.read(), Err(NotCustom::NoTag));
        draft.tags = "x".repeat(31);
        assert_eq!(draft.read(), Err(NotCustom::Tag(NotATag::TooLong)));
        draft.tags = "Bank, Retail".into();
        assert_eq!(CustomDraft::of(&draft.read().unwrap(), &names), draft);
        draft.reach = CoverageChoice::Chosen;
        assert_eq!(draft.read(), Err(NotCustom::NoCustomer));
    }

    #[test]
    fn roles_are_sent_or_custom_permissions() {
        let owner = Owner::new();
        owner.with(|| {
            let roles = BTreeSet::from([PartnerRole::SalesAgent]);
            let typed = TypedDuties::begin(None, &BTreeMap::new());
            assert_eq!(typed.read(roles.clone()), Ok((roles.clone(), None)));
            typed.is_custom.set(true);
            assert_eq!(typed.read(roles.clone()), Err(NotCustom::NoAction));
            typed.draft.update(|draft| draft.choose(Permission::BuyLicenses, true));
            let (none, custom) = typed.read(roles).unwrap();
            assert!(none.is_empty() && custom.is_some());
        });
    }
}
