//! The refusals of changes that are written into the activity log: missing permissions, and people or roles that must
//! remain. A name that is missing, too long or taken is reported only at its field, and so is a change that another
//! person made meanwhile.

use super::application::ApplicationRefused;
use super::group::GroupRefused;
use super::identity_provider::ProviderRefused;
use super::person_refused::PersonRefused;
use super::portal::PortalRefused;
use super::relationship_rules::RelationshipRefused;
use super::reseller::ResellerRefused;
use super::tenant_rules::TenantRefused;
use crate::directory::customer_deletion::DeletionRefused;
use crate::directory::tag::TagsRefused;

/// The reason why a change is refused.
pub trait Refusal: std::fmt::Display {
    /// Whether the refusal is noted.
    fn is_noted(&self) -> bool;
}

impl Refusal for PersonRefused {
    fn is_noted(&self) -> bool {
        match self {
            Self::OnlyGlobalAdmin
            | Self::NotAllowed
            | Self::OtherTenant
            | Self::LastGlobalAdmin
            | Self::LastManager
            | Self::Yourself
            | Self::OwnPassword
            | Self::OwnSecondFactor
            | Self::OwnAccount
            | Self::OnlyWayIn
            | Self::PasswordsOff
            | Self::SyncedUser
            | Self::OnPremises
            | Self::DirectoryRefuses
            | Self::GroupFollowsDirectory => true,
            Self::Gone
            | Self::InvitationGone
            | Self::NoName
            | Self::NoSignInName
            | Self::HiddenInName
            | Self::HiddenInSignInName
            | Self::LooksLikeAnother
            | Self::Taken
            | Self::Twice
            | Self::IsPerson
            | Self::UserGone
            | Self::NoRole
            | Self::RolesAndCustom
            | Self::Custom(_)
            | Self::CustomerGone
            | Self::TooMany
            | Self::Blocked
            | Self::DirectoryWantsReason
            | Self::NameChanged
            | Self::NoDirectoryUser
            | Self::GroupGone
            | Self::NoSecondFactor
            | Self::NotLinked => false,
        }
    }
}

impl Refusal for GroupRefused {
    fn is_noted(&self) -> bool {
        match self {
            Self::OtherTenant | Self::FollowsDirectory | Self::KeysWouldGain => true,
            Self::People(refused) => refused.is_noted(),
            Self::Gone
            | Self::NoName
            | Self::HiddenInName
            | Self::Taken
            | Self::MemberGone
            | Self::NoGroup
            | Self::NotInDirectory
            | Self::Added
            | Self::TooMany
            | Self::MembersChanged => false,
        }
    }
}

impl Refusal for ApplicationRefused {
    fn is_noted(&self) -> bool {
        match self {
            Self::MoreThanYou | Self::KeysWouldGain => true,
            Self::People(refused) => refused.is_noted(),
            Self::Gone
            | Self::KeyGone
            | Self::NoName
            | Self::HiddenInName
            | Self::Taken
            | Self::IdTaken
            | Self::NoRole
            | Self::TooMany
            | Self::NoDescription
            | Self::HiddenInDescription
            | Self::TooManyKeys => false,
        }
    }
}

impl Refusal for TenantRefused {
    fn is_noted(&self) -> bool {
        match self {
            Self::OnlyGlobalAdmin | Self::OwnTenant => true,
            Self::People(refused) => refused.is_noted(),
            Self::Gone => false,
        }
    }
}

impl Refusal for ProviderRefused {
    fn is_noted(&self) -> bool {
        match self {
            Self::OnlyGlobalAdmin
            | Self::OtherTenants
            | Self::NotAllowed
            | Self::NotEveryRole
            | Self::LastWayIn
            | Self::NoLinkedManager
            | Self::OnlyWayIn => true,
            Self::Gone
            | Self::NoName
            | Self::HiddenInName
            | Self::Taken
            | Self::Issuer(_)
            | Self::NoClientId
            | Self::NoSecret
            | Self::BadSecret
            | Self::BadScope
            | Self::BadDomain
            | Self::DomainTaken { .. }
            | Self::BadValue
            | Self::NoGroupClaim
            | Self::GroupGone
            | Self::GroupFollowsDirectory
            | Self::TooMany
            | Self::NotLinked
            | Self::GroupsInPortal => false,
        }
    }
}

impl Refusal for PortalRefused {
    fn is_noted(&self) -> bool {
        match self {
            Self::Beyond(_) | Self::LetsIn(_) | Self::NotAllowed => true,
            Self::Gone
            | Self::NoName
            | Self::NoSignInName
            | Self::Hidden
            | Self::LooksLikeAnother
            | Self::Taken
            | Self::TooMany
            | Self::NoSecondFactor
            | Self::Busy => false,
        }
    }
}

impl Refusal for RelationshipRefused {
    fn is_noted(&self) -> bool {
        match self {
            Self::OtherTenants | Self::KeysWouldGain | Self::ExtendsGlobalAdministrator | Self::NotNow(_) => true,
            Self::Gone
            | Self::NoName
            | Self::LongName
            | Self::HiddenInName
            | Self::NameTaken
            | Self::Days
            | Self::NoRole
            | Self::GroupGone
            | Self::GroupAssigned
            | Self::RoleNotGranted
            | Self::AssignmentGone => false,
        }
    }
}

impl Refusal for TagsRefused {
    fn is_noted(&self) -> bool {
        match self {
            Self::OtherTenants | Self::KeysWouldGain => true,
            Self::Tag(_) | Self::TooMany | Self::Changed => false,
        }
    }
}

impl Refusal for DeletionRefused {
    fn is_noted(&self) -> bool {
        match self {
            Self::OnlyGlobalAdmin => true,
            Self::Name | Self::Running | Self::Changed => false,
        }
    }
}

/// Nothing is typed, so it is always a step that is not allowed.
impl Refusal for ResellerRefused {
    fn is_noted(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::portal_role::PortalRole;
    use crate::access::relationship::RelationshipStatus;
    use serde::de::DeserializeOwned;

    /// Words that only refusals about permissions, or about people that must remain, contain.
    const OF_RIGHTS: [&str; 7] = [
        "Only a Global admin",
        "roles don't allow",
        "than you",
        "Ask ",
        "At least one person",
        "ynchronized",
        "yourself",
    ];

    /// All refusals without further data: serde names them where it is given none of them.
    fn all<T: DeserializeOwned>() -> Vec<(String, T)> {
        let error = serde_json::from_str::<T>("\"\"").err().unwrap().to_string();
        let names = error.split('`').skip(3).step_by(2).map(str::to_owned);
        let of = |name: String| Some((name.clone(), serde_json::from_value(serde_json::Value::String(name)).ok()?));
        names.filter_map(of).collect()
    }

    fn expect_noted<T: Refusal + DeserializeOwned>(noted: &[&str]) {
        let all = all::<T>();
        let found: Vec<&str> =
            all.iter().filter(|(_, refused)| refused.is_noted()).map(|(name, _)| name.as_str()).collect();
        assert_eq!(found, noted);
        for (name, refused) in all.iter().filter(|(_, refused)| !refused.is_noted()) {
            let words = refused.to_string();
            assert!(!OF_RIGHTS.iter().any(|of_rights| words.contains(of_rights)), "{name} is not noted: {words}");
        }
    }

    #[test]
    fn each_refusal_about_rights_is_noted_and_no_other() {
        expect_noted::<PersonRefused>(&[
            "OnlyGlobalAdmin",
            "NotAllowed",
            "OwnPassword",
            "PasswordsOff",
            "LastGlobalAdmin",
            "LastManager",
            "OtherTenant",
            "SyncedUser",
            "DirectoryRefuses",
            "OnPremises",
            "GroupFollowsDirectory",
            "Yourself",
            "OwnSecondFactor",
            "OnlyWayIn",
            "OwnAccount",
        ]);
        expect_noted::<GroupRefused>(&["OtherTenant", "FollowsDirectory", "KeysWouldGain"]);
        expect_noted::<ApplicationRefused>(&["MoreThanYou", "KeysWouldGain"]);
        expect_noted::<TenantRefused>(&["OnlyGlobalAdmin", "OwnTenant"]);
        expect_noted::<ProviderRefused>(&[
            "LastWayIn",
            "NoLinkedManager",
            "OnlyWayIn",
            "OnlyGlobalAdmin",
            "OtherTenants",
            "NotAllowed",
            "NotEveryRole",
        ]);
        expect_noted::<PortalRefused>(&["NotAllowed"]);
        expect_noted::<TagsRefused>(&["OtherTenants", "KeysWouldGain"]);
        expect_noted::<DeletionRefused>(&["OnlyGlobalAdmin"]);
        expect_noted::<RelationshipRefused>(&["ExtendsGlobalAdministrator", "KeysWouldGain", "OtherTenants"]);
    }

    #[test]
    fn what_rules_about_people_refuse_is_noted_wherever_it_is_asked() {
        for (_, refused) in all::<PersonRefused>() {
            assert_eq!(GroupRefused::People(refused).is_noted(), refused.is_noted());
            assert_eq!(ApplicationRefused::People(refused).is_noted(), refused.is_noted());
            assert_eq!(TenantRefused::People(refused).is_noted(), refused.is_noted());
        }
        for role in PortalRole::ALL {
            assert!(PortalRefused::Beyond(role).is_noted() && PortalRefused::LetsIn(role).is_noted());
        }
        assert!(RelationshipRefused::NotNow(RelationshipStatus::Terminated).is_noted() && ResellerRefused.is_noted());
    }
}
