//! Reasons why a change fails for a user, in the order of the checks, and their words.

use super::given::GivenPlan;
use super::snapshot::{NotAssignable, Snapshot};
use crate::access::directory_managers::{KeepsAccess, LastOf};
use crate::access::entra_roles::EntraRoles;
use crate::access::permission::Permission;
use crate::access::person_refused::PersonRefused;
use crate::access::user_decision::UserDenied;
use crate::directory::country::CountryCode;
use crate::directory::invisible::isolated;
use crate::directory::product::Capability;
use crate::directory::upn::Upn;
use crate::ids::{GroupId, PlanId, SkuId};
use serde::de::IntoDeserializer;
use serde::{Deserialize, Serialize};

/// Why nobody is added where the directory is synchronized from on-premises.
pub const CREATED_ON_PREMISES: &str =
    "This directory is synchronized from on-premises, so its users are created there. Import it again afterwards.";

/// The way to fix missing seats, for the partner's people. The customer's own people can't buy.
pub(super) const BUY_OR_UNASSIGN: &str = "Buy more, or unassign one.";

/// Why a change fails for a user. The codes are Microsoft's license assignment errors where one exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Failure {
    /// The customer has no such live user.
    NotFound,
    /// The user was changed again since the operation that is to be undone.
    ChangedSince,
    /// A license is added, but the user has no usage location.
    InvalidUsageLocation,
    /// The product cannot be assigned to users of this customer.
    NotAssignable(SkuId, NotAssignable),
    /// The license is held only through a group.
    InheritedFromGroup(SkuId, GroupId),
    /// The group that gave the license no longer exists.
    GroupGone,
    /// The product does not contain the plan.
    UnknownServicePlan(SkuId, PlanId),
    /// Two plans of one exclusive set would be enabled.
    MutuallyExclusive(GivenPlan, GivenPlan),
    /// An enabled plan would have none of the plans it needs.
    Dependency(GivenPlan, Vec<PlanId>),
    /// The product is not available in the user's location.
    ProhibitedInLocation(SkuId, CountryCode),
    /// No seat is left.
    CountViolation(SkuId),
    /// A group keeps giving the first product beside the second, which serves the same purpose. This is only a warning.
    StaysByGroup(SkuId, GroupId, SkuId),
    /// The customer would have no other Global admin who can sign in.
    LastGlobalAdmin,
    /// The user is a person here, and nobody else could do the same as that person.
    LastManager(LastOf),
    /// The user is the actor, and would lose access here.
    Yourself,
    /// The account is managed in the customer's own directory.
    DirectorySynced,
    /// Another user has the user principal name.
    UpnTaken(Upn),
    /// The new user principal name is not valid for this customer; the reason in words.
    InvalidUpn(String),
    /// Only deleted users can be deleted permanently.
    NotDeleted,
    /// The typed profile is not valid; the reason in words.
    InvalidProfile(String),
    /// The user is listed twice, or already exists.
    Repeated,
    /// The operation that is to be undone added the user.
    WasAdded,
    /// Saving was stopped before this user.
    NotReached,
    /// Users of this directory are created on-premises.
    OnPremises,
    /// No admin relationship with the customer gives the person one of these roles, which would allow it.
    NeedsRole(Permission, EntraRoles),
    /// The person's custom permissions don't allow this part of the request.
    NotPermitted(Permission),
    /// Sign-in of the user is decided in the customer's on-premises directory. It is changed here until that directory is
    /// synchronized again; so this is only ever a warning.
    SignInSynced,
}

/// The code of a failure without its details, for counting, filters and storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FailureCode {
    /// See [`Failure::NotFound`].
    NotFound,
    /// See [`Failure::ChangedSince`].
    ChangedSince,
    /// See [`Failure::InvalidUsageLocation`].
    InvalidUsageLocation,
    /// See [`Failure::NotAssignable`].
    NotAssignable,
    /// See [`Failure::InheritedFromGroup`].
    InheritedFromGroup,
    /// See [`Failure::GroupGone`].
    GroupGone,
    /// See [`Failure::UnknownServicePlan`].
    UnknownServicePlan,
    /// See [`Failure::MutuallyExclusive`].
    MutuallyExclusive,
    /// See [`Failure::Dependency`].
    Dependency,
    /// See [`Failure::ProhibitedInLocation`].
    ProhibitedInLocation,
    /// See [`Failure::CountViolation`].
    CountViolation,
    /// See [`Failure::StaysByGroup`].
    StaysByGroup,
    /// See [`Failure::LastGlobalAdmin`].
    LastGlobalAdmin,
    /// See [`Failure::LastManager`].
    LastManager,
    /// See [`Failure::Yourself`].
    Yourself,
    /// See [`Failure::DirectorySynced`].
    DirectorySynced,
    /// See [`Failure::UpnTaken`].
    UpnTaken,
    /// See [`Failure::InvalidUpn`].
    InvalidUpn,
    /// See [`Failure::NotDeleted`].
    NotDeleted,
    /// See [`Failure::InvalidProfile`].
    InvalidProfile,
    /// See [`Failure::Repeated`].
    Repeated,
    /// See [`Failure::WasAdded`].
    WasAdded,
    /// See [`Failure::NotReached`].
    NotReached,
    /// See [`Failure::OnPremises`].
    OnPremises,
    /// See [`Failure::NeedsRole`].
    NeedsRole,
    /// See [`Failure::NotPermitted`].
    NotPermitted,
    /// See [`Failure::SignInSynced`].
    SignInSynced,
}

impl FailureCode {
    /// Whether the failure is about licenses rather than an account.
    pub fn is_about_licenses(self) -> bool {
        match self {
            Self::LastGlobalAdmin
            | Self::LastManager
            | Self::Yourself
            | Self::DirectorySynced
            | Self::UpnTaken
            | Self::InvalidUpn
            | Self::NotDeleted
            | Self::InvalidProfile
            | Self::Repeated
            | Self::WasAdded
            | Self::NotReached
            | Self::OnPremises
            | Self::NeedsRole
            | Self::NotPermitted
            | Self::SignInSynced => false,
            Self::NotFound
            | Self::ChangedSince
            | Self::InvalidUsageLocation
            | Self::NotAssignable
            | Self::InheritedFromGroup
            | Self::GroupGone
            | Self::UnknownServicePlan
            | Self::MutuallyExclusive
            | Self::Dependency
            | Self::ProhibitedInLocation
            | Self::CountViolation
            | Self::StaysByGroup => true,
        }
    }

    /// The code with this name.
    pub fn parse(name: &str) -> Option<Self> {
        let name: serde::de::value::StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
        Self::deserialize(name).ok()
    }

    /// The code's name, as stored and exported.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotFound => "NotFound",
            Self::ChangedSince => "ChangedSince",
            Self::InvalidUsageLocation => "InvalidUsageLocation",
            Self::NotAssignable => "NotAssignable",
            Self::InheritedFromGroup => "InheritedFromGroup",
            Self::GroupGone => "GroupGone",
            Self::UnknownServicePlan => "UnknownServicePlan",
            Self::MutuallyExclusive => "MutuallyExclusive",
            Self::Dependency => "Dependency",
            Self::ProhibitedInLocation => "ProhibitedInLocation",
            Self::CountViolation => "CountViolation",
            Self::StaysByGroup => "StaysByGroup",
            Self::LastGlobalAdmin => "LastGlobalAdmin",
            Self::LastManager => "LastManager",
            Self::Yourself => "Yourself",
            Self::DirectorySynced => "DirectorySynced",
            Self::UpnTaken => "UpnTaken",
            Self::InvalidUpn => "InvalidUpn",
            Self::NotDeleted => "NotDeleted",
            Self::InvalidProfile => "InvalidProfile",
            Self::Repeated => "Repeated",
            Self::WasAdded => "WasAdded",
            Self::NotReached => "NotReached",
            Self::OnPremises => "OnPremises",
            Self::NeedsRole => "NeedsRole",
            Self::NotPermitted => "NotPermitted",
            Self::SignInSynced => "SignInSynced",
        }
    }
}

impl Failure {
    /// The code.
    pub fn code(&self) -> FailureCode {
        match self {
            Self::NotFound => FailureCode::NotFound,
            Self::ChangedSince => FailureCode::ChangedSince,
            Self::InvalidUsageLocation => FailureCode::InvalidUsageLocation,
            Self::NotAssignable(..) => FailureCode::NotAssignable,
            Self::InheritedFromGroup(..) => FailureCode::InheritedFromGroup,
            Self::GroupGone => FailureCode::GroupGone,
            Self::UnknownServicePlan(..) => FailureCode::UnknownServicePlan,
            Self::MutuallyExclusive(..) => FailureCode::MutuallyExclusive,
            Self::Dependency(..) => FailureCode::Dependency,
            Self::ProhibitedInLocation(..) => FailureCode::ProhibitedInLocation,
            Self::CountViolation(..) => FailureCode::CountViolation,
            Self::StaysByGroup(..) => FailureCode::StaysByGroup,
            Self::LastGlobalAdmin => FailureCode::LastGlobalAdmin,
            Self::LastManager(_) => FailureCode::LastManager,
            Self::Yourself => FailureCode::Yourself,
            Self::DirectorySynced => FailureCode::DirectorySynced,
            Self::UpnTaken(..) => FailureCode::UpnTaken,
            Self::InvalidUpn(..) => FailureCode::InvalidUpn,
            Self::NotDeleted => FailureCode::NotDeleted,
            Self::InvalidProfile(..) => FailureCode::InvalidProfile,
            Self::Repeated => FailureCode::Repeated,
            Self::WasAdded => FailureCode::WasAdded,
            Self::NotReached => FailureCode::NotReached,
            Self::OnPremises => FailureCode::OnPremises,
            Self::NeedsRole(..) => FailureCode::NeedsRole,
            Self::NotPermitted(..) => FailureCode::NotPermitted,
            Self::SignInSynced => FailureCode::SignInSynced,
        }
    }

    /// The licenses that the failure is about, each with the group that gives it, if any.
    pub fn licenses(&self) -> Vec<(SkuId, Option<GroupId>)> {
        let of = |given: &GivenPlan| Some((given.product?, given.group));
        match self {
            Self::NotAssignable(sku, _)
            | Self::UnknownServicePlan(sku, _)
            | Self::ProhibitedInLocation(sku, _)
            | Self::CountViolation(sku) => vec![(*sku, None)],
            Self::InheritedFromGroup(sku, group) => vec![(*sku, Some(*group))],
            Self::StaysByGroup(kept, group, beside) => vec![(*kept, Some(*group)), (*beside, None)],
            Self::MutuallyExclusive(first, second) => {
                let first = of(first);
                let second = of(second).filter(|second| Some(*second) != first);
                first.into_iter().chain(second).collect()
            }
            Self::Dependency(plan, _) => of(plan).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The reason in words that a person can act on.
    pub fn words(&self, names: &Snapshot) -> String {
        match self {
            Self::NotFound => "This user no longer exists.".into(),
            Self::ChangedSince => "This user was changed again since; that is kept.".into(),
            Self::InvalidUsageLocation => "Set a location for this user before assigning licenses.".into(),
            Self::NotAssignable(sku, why) => {
                format!("{} can't be assigned to users here: {}.", names.product_in_words(*sku), why.words())
            }
            Self::InheritedFromGroup(_, group) => {
                format!("This license comes from the group {}; change it there.", names.group_in_words(*group))
            }
            Self::GroupGone => "The group that gave this license no longer exists. Assign it directly.".into(),
            Self::UnknownServicePlan(sku, plan) => {
                format!("{} is not part of {}.", names.plan_in_words(*plan), names.product_in_words(*sku))
            }
            Self::MutuallyExclusive(first, second) => {
                format!("{} and {} can't be assigned together.", first.words(names), second.words(names))
            }
            Self::Dependency(plan, needs) => {
                let needs: Vec<_> = needs.iter().map(|need| names.plan_in_words(*need)).collect();
                format!("{} needs {}.", plan.words(names), needs.join(" or "))
            }
            Self::ProhibitedInLocation(sku, country) => {
                format!("{} isn't available in {}.", names.product_in_words(*sku), country.name())
            }
            Self::CountViolation(sku) => {
                format!("No licenses of {} are left. {BUY_OR_UNASSIGN}", names.product_in_words(*sku))
            }
            Self::StaysByGroup(kept, group, beside) => {
                let (kept, beside) = (names.product_in_words(*kept), names.product_in_words(*beside));
                let group = names.group_in_words(*group);
                format!("{kept} stays, because the group {group} gives it: the user has both {kept} and {beside}.")
            }
            Self::LastGlobalAdmin => {
                "This is the customer's last Global admin, or the last one who can sign in. Make somebody else a Global admin first."
                    .into()
            }
            Self::LastManager(last) => {
                let roles = match last {
                    LastOf::GlobalAdmins => "Global admin",
                    LastOf::Managers => "Global admin or Account admin",
                };
                format!(
                    "This user is the last person who can sign in to Tenantry as {roles}. Give somebody else that role first, \
                     under User management."
                )
            }
            Self::Yourself => PersonRefused::Yourself.to_string(),
            Self::DirectorySynced => UserDenied::Synced.to_string(),
            Self::UpnTaken(upn) => format!("{upn} belongs to another user. Choose another email."),
            Self::InvalidUpn(why) => why.clone(),
            Self::NotDeleted => "This user is not deleted, so it can't be deleted permanently.".into(),
            Self::InvalidProfile(why) => why.clone(),
            Self::Repeated => "This user is listed twice, or already exists.".into(),
            Self::WasAdded => "This user was added, not changed; delete the user to undo that.".into(),
            Self::NotReached => "Not saved: saving was stopped before this user.".into(),
            Self::OnPremises => CREATED_ON_PREMISES.into(),
            Self::NeedsRole(permission, roles) => UserDenied::NeedsRole(*permission, *roles).to_string(),
            Self::NotPermitted(permission) => UserDenied::NotPermitted(*permission).to_string(),
            Self::SignInSynced => UserDenied::SignInSynced.to_string(),
        }
    }
}

impl From<KeepsAccess> for Failure {
    fn from(keeps: KeepsAccess) -> Self {
        match keeps {
            KeepsAccess::Yourself => Self::Yourself,
            KeepsAccess::Last(last) => Self::LastManager(last),
        }
    }
}

impl From<UserDenied> for Failure {
    fn from(denied: UserDenied) -> Self {
        match denied {
            UserDenied::NotPermitted(permission) => Self::NotPermitted(permission),
            UserDenied::NeedsRole(permission, roles) => Self::NeedsRole(permission, roles),
            UserDenied::Synced => Self::DirectorySynced,
            UserDenied::SignInSynced => Self::SignInSynced,
        }
    }
}

impl NotAssignable {
    /// The reason in a few words, to follow a colon.
    pub fn words(&self) -> String {
        match self {
            Self::NotOwned => "the customer doesn't own it".into(),
            Self::Company => "it is for the whole company".into(),
            Self::Publisher(publisher) => format!("its publisher, {}, manages its licenses", isolated(publisher)),
            Self::Capability(Capability::Suspended) => "its subscription is suspended".into(),
            Self::Capability(Capability::LockedOut) => "its subscription is locked out".into(),
            Self::Capability(_) => "its subscription has ended".into(),
        }
    }
}
