//! The users of Fabrikam with fixed names: Microsoft's own fictitious people.

use super::company::{NamedUser, Trait};
use super::item::Item::{self, *};
use crate::directory::role::AdminRole;

const fn known(
    name: &'static str,
    country: &'static str,
    department: &'static str,
    job_title: &'static str,
    holds: &'static [Item],
    trait_of: Trait,
) -> NamedUser {
    NamedUser { name, country: Some(country), department, job_title, holds, trait_of }
}

/// Their names sort first, or among the first, of all users of Fabrikam.
#[rustfmt::skip]
pub(super) const FABRIKAM: &[NamedUser] = &[
    known("Adele Vance", "SK", "Retail", "Retail Manager", &[E3, VisioPlan2], Trait::PlansOff),
    known("Alex Wilber", "DE", "Marketing", "Marketing Assistant", &[E3], Trait::Usual),
    known("Allan Deyoung", "US", "IT", "IT Administrator", &[E5], Trait::Admin(AdminRole::Global)),
    known("Christie Cline", "US", "Sales", "Buyer", &[E5, PowerBiPro, Copilot, CallingPlan], Trait::Usual),
    known("Debra Berger", "US", "Executive Management", "Administrative Assistant", &[E3, PowerBiPro], Trait::Both),
    NamedUser {
        name: "Diego Siciliani", country: None, department: "HR", job_title: "HR Manager", holds: &[],
        trait_of: Trait::Usual,
    },
    known("Grady Archie", "US", "R&D", "Designer", &[OfficeE1], Trait::Usual),
    known("Henrietta Mueller", "GB", "R&D", "Developer", &[E3, ProjectPlan3], Trait::Usual),
    known("Irvin Sayers", "US", "R&D", "Director", &[E3, AudioConferencing, TeamsPhone], Trait::Usual),
    known("Isaiah Langer", "GB", "Sales", "Sales Rep", &[F3], Trait::ThroughGroup),
    known("Johanna Lorenz", "DE", "Manufacturing", "CVP Engineering", &[], Trait::Blocked),
    known("Joni Sherman", "US", "Legal", "Paralegal", &[E3, DefenderPlan2], Trait::ThroughGroup),
    known("Lee Gu", "CN", "Manufacturing", "Director", &[E3], Trait::Admin(AdminRole::Helpdesk)),
    known("Lidia Holloway", "IE", "Engineering", "Product Manager", &[E3], Trait::Usual),
    known("Lynne Robbins", "IE", "Retail", "Planner", &[F3], Trait::Admin(AdminRole::Service)),
    known("Megan Bowen", "US", "Marketing", "Marketing Manager", &[E3, Signatures], Trait::Admin(AdminRole::Billing)),
    known("Miriam Graham", "US", "Sales & Marketing", "VP Marketing", &[E5], Trait::Admin(AdminRole::UserManagement)),
    known("Nestor Wilke", "ES", "Operations", "Director", &[E5], Trait::Usual),
    known("Patti Fernandez", "JP", "Executive Management", "President", &[E5, Copilot], Trait::Usual),
    known("Pradeep Gupta", "AE", "Finance", "Accountant", &[E3], Trait::InError),
    known("Raul Razo", "GR", "Sales", "Sales Director", &[ExchangePlan1], Trait::Usual),
];
