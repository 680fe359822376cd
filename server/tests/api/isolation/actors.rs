//! The kinds of people and programs that send requests: the one table of them.
//!
//! A new kind is a variant here, an arm in [`Caller::enter`], and a place in [`Caller::people`] or one of its neighbours. All
//! checks of this folder then run for it too.

use super::super::access::{change_anna, with_roles};
use super::super::anna::NAME;
use super::super::site::Browser;
use super::World;
use super::entrances::{OWN_TAG, every_custom_permission};
use super::ids::Kind;
use super::visitor::Visitor;
use domain::access::custom_permissions::{CustomPermissions, CustomersCovered};
use domain::access::person::{PersonChange, PersonForm};
use domain::access::portal_role::PortalRole;
use domain::access::role::PartnerRole;
use domain::ids::CustomerId;
use std::sync::LazyLock;

/// The role for which `half_way.rs` requires a second factor.
pub const NEEDS_SECOND_FACTOR: PartnerRole = PartnerRole::HelpdeskAgent;

/// Whether `TENANTRY_ISOLATION_EVERYBODY` has every caller try everything everywhere, which takes long.
pub static EVERYBODY: LazyLock<bool> = LazyLock::new(|| std::env::var_os("TENANTRY_ISOLATION_EVERYBODY").is_some());

/// A kind of caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caller {
    /// Nobody is signed in.
    SignedOut,
    /// The person who made the first account, and may do everything.
    First,
    /// A person of the partner with one role.
    Role(PartnerRole),
    /// A person of the partner with all custom permissions for our customer, and none for the other.
    Custom(Covered),
    /// A person of our customer's portal.
    Portal(PortalRole),
    /// An application with the roles of the first account.
    FirstApplication,
    /// An application with one role.
    Application(PartnerRole),
    /// An application with all custom permissions for our customer through a group, and none for the other.
    CustomApplication,
    /// A person or an application of an organization tenant. Each manages the people there.
    OfTenant(Managing),
    /// A person who has signed in, and must do something before anything else.
    HalfWay(Missing),
}

/// Who manages the people of a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Managing {
    GlobalAdmin,
    AccountAdmin,
    /// A person whose roles are those of a group of the tenant.
    ByGroup,
    Application,
}

/// The step that a person must do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// Set up a second factor.
    SecondFactor,
    /// Replace the temporary password of a portal.
    Password,
}

/// By what custom permissions cover a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Covered {
    ByName,
    ByTag,
}

/// How much of the partner a caller can know of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// All of its customers, as far as roles go.
    Partner,
    /// All of its customers, and of its people those of one tenant.
    Tenant,
    /// One customer, and what is the partner's own.
    OneCustomer,
    /// One customer and nothing else.
    Portal,
}

impl Caller {
    /// A person who may do everything, and nobody.
    pub fn people() -> Vec<Self> {
        vec![Self::First, Self::SignedOut]
    }

    /// People of the partner with a role each.
    pub fn roles() -> Vec<Self> {
        PartnerRole::ALL.into_iter().map(Self::Role).collect()
    }

    /// People who have access to one customer only.
    pub fn people_of_one_customer() -> Vec<Self> {
        let custom = [Covered::ByName, Covered::ByTag].map(Self::Custom);
        custom.into_iter().chain(PortalRole::ALL.map(Self::Portal)).collect()
    }

    /// Programs.
    pub fn applications() -> Vec<Self> {
        let roles = PartnerRole::ALL.into_iter().map(Self::Application);
        [Self::FirstApplication, Self::CustomApplication].into_iter().chain(roles).collect()
    }

    /// People and programs of a tenant.
    pub fn of_tenant() -> Vec<Self> {
        use Managing::{AccountAdmin, Application, ByGroup, GlobalAdmin};
        [GlobalAdmin, AccountAdmin, ByGroup, Application].map(Self::OfTenant).into()
    }

    /// People who are not in yet.
    pub fn half_way() -> Vec<Self> {
        [Missing::SecondFactor, Missing::Password].map(Self::HalfWay).into()
    }

    /// One of each group, who may do the most.
    pub fn strongest() -> [Self; 4] {
        [Self::First, Self::Custom(Covered::ByName), Self::Portal(PortalRole::GlobalAdmin), Self::FirstApplication]
    }

    /// Whether the caller tries everything everywhere. The others share the work, unless everybody is to do all of it.
    pub fn is_thorough(self) -> bool {
        *EVERYBODY || Self::strongest().contains(&self) || self == Self::OfTenant(Managing::GlobalAdmin)
    }

    /// Those of everybody who try everything everywhere.
    pub fn thorough() -> Vec<Self> {
        Self::all().into_iter().filter(|caller| caller.is_thorough()).collect()
    }

    /// Everybody but those who have tests of their own: people of tenants, and who is not in yet.
    pub fn all() -> Vec<Self> {
        [Self::people(), Self::roles(), Self::people_of_one_customer(), Self::applications()].concat()
    }

    /// The place in the list of everybody.
    pub fn number(self) -> usize {
        Self::all().iter().position(|caller| *caller == self).unwrap_or_default()
    }

    /// How much of the partner the caller can know of.
    pub fn sight(self) -> Sight {
        match self {
            Self::SignedOut | Self::First | Self::Role(_) | Self::FirstApplication | Self::Application(_) => {
                Sight::Partner
            }
            Self::Custom(_) | Self::CustomApplication => Sight::OneCustomer,
            Self::OfTenant(_) => Sight::Tenant,
            Self::Portal(_) | Self::HalfWay(_) => Sight::Portal,
        }
    }

    /// Such a caller. Anna, who made everything on our side, is each of the partner's people.
    pub async fn enter(self, world: &World) -> Visitor<'_> {
        match self {
            Self::SignedOut => Visitor::in_browser(Browser::of(&world.site)),
            Self::First => signed_in_with(world, with_roles(&PartnerRole::FIRST)).await,
            Self::Role(role) => signed_in_with(world, with_roles(&[role])).await,
            Self::Custom(covered) => signed_in_with(world, with_custom(world, covered)).await,
            Self::HalfWay(Missing::SecondFactor) => signed_in_with(world, with_roles(&[NEEDS_SECOND_FACTOR])).await,
            Self::Portal(_)
            | Self::FirstApplication
            | Self::Application(_)
            | Self::CustomApplication
            | Self::OfTenant(_)
            | Self::HalfWay(Missing::Password) => world.entrances.enter(self, &world.site),
        }
    }
}

fn with_custom(world: &World, covered: Covered) -> PersonChange {
    let customers = match covered {
        Covered::ByName => CustomersCovered::Chosen([CustomerId::new(world.own.there[&Kind::Customer])].into()),
        Covered::ByTag => CustomersCovered::Tagged([OWN_TAG.parse().unwrap()].into()),
    };
    let custom = CustomPermissions::new(every_custom_permission().collect(), customers).unwrap();
    let (name, sign_in_name) = (NAME.to_owned(), NAME.to_owned());
    PersonChange::Edit(PersonForm { name, sign_in_name, roles: Default::default(), custom: Some(custom) })
}

async fn signed_in_with(world: &World, duties: PersonChange) -> Visitor<'_> {
    change_anna(&world.site, &world.ben, duties).await;
    Visitor::in_browser(Browser::signed_in(&world.site).await)
}
