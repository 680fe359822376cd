//! Words of the reasons for failures and warnings, and of the commands that fix them.

use super::licenses::amount;
use crate::format::number;
use domain::directory::invisible::isolated;
use domain::rules::failure::FailureCode;
use domain::rules::reasons::{Mend, NamedLicense, ReasonGroup};

pub const BUY: &str = "Buy";
pub const SET_LOCATION: &str = "Set location";
pub const BY_REASON: &str = "By reason";

/// A short reason, shown after a count.
fn reason(code: FailureCode) -> &'static str {
    match code {
        FailureCode::NotFound => "no longer exists",
        FailureCode::ChangedSince => "changed meanwhile",
        FailureCode::InvalidUsageLocation => "no location",
        FailureCode::NotAssignable => "not assignable",
        FailureCode::InheritedFromGroup => "group license",
        FailureCode::GroupGone => "group no longer exists",
        FailureCode::UnknownServicePlan => "unknown service plan",
        FailureCode::MutuallyExclusive => "conflict",
        FailureCode::Dependency => "required plan missing",
        FailureCode::ProhibitedInLocation => "not available in the location",
        FailureCode::CountViolation => "no seats",
        FailureCode::StaysByGroup => "overlapping products",
        FailureCode::LastGlobalAdmin => "last Global admin",
        FailureCode::DirectorySynced => "synced",
        FailureCode::UpnTaken => "email taken",
        FailureCode::InvalidUpn => "invalid email",
        FailureCode::NotDeleted => "not deleted",
        FailureCode::InvalidProfile => "invalid details",
        FailureCode::Repeated => "repeated",
        FailureCode::WasAdded => "added",
        FailureCode::NotReached => "not reached",
        FailureCode::OnPremises => "created on-premises",
        FailureCode::NeedsRole => "no role at the customer",
        FailureCode::NotPermitted => "not in your custom permissions",
    }
}

/// `23 conflict: Microsoft 365 F3 and Microsoft 365 E5`
pub fn group(group: &ReasonGroup) -> String {
    let licenses: Vec<String> = group.licenses.iter().map(NamedLicense::words).collect();
    let licenses = if licenses.is_empty() { String::new() } else { format!(": {}", licenses.join(" and ")) };
    format!("{} {}{licenses}", amount(group.users), reason(group.code))
}

/// `By reason: 2,587 no seats · 828 no location`
pub fn counts(failures: &[(FailureCode, i64)]) -> String {
    let one = |(code, users): &(FailureCode, i64)| format!("{} {}", number(*users), reason(*code));
    format!("{BY_REASON}: {}", failures.iter().map(one).collect::<Vec<_>>().join(" · "))
}

/// `3 for other reasons`
pub fn others(users: usize) -> String {
    format!("{} for other reasons", amount(users))
}

/// `12 with a warning`
pub fn with_a_warning(users: usize) -> String {
    format!("{} with a warning", amount(users))
}

/// Label of a command.
pub fn mend(mend: &Mend) -> String {
    match mend {
        Mend::Buy(_) => BUY.into(),
        Mend::SetLocation => SET_LOCATION.into(),
        Mend::Revoke(license) => format!("Revoke {} from these", isolated(&license.product)),
    }
}

/// Accessible name of a command, which starts with its label.
pub fn mend_named(what: &Mend) -> String {
    match what {
        Mend::Buy(license) => format!("{BUY} {}", isolated(&license.product)),
        other => mend(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn license(product: &str, group: Option<&str>) -> NamedLicense {
        let sku = "05e9a617-0261-4cee-bb44-138d3ef5d965".parse().unwrap();
        NamedLicense { sku, product: product.into(), group: group.map(str::to_owned) }
    }

    #[test]
    fn a_group_says_count_reason_and_licenses() {
        let of = |code, licenses, users| group(&ReasonGroup { code, licenses, users, first: Vec::new() });
        let pair = vec![license("Microsoft 365 F3", Some("Sales")), license("Microsoft 365 E5", None)];
        assert_eq!(
            [
                of(FailureCode::CountViolation, vec![license("Visio Plan 2", None)], 2_587),
                of(FailureCode::InvalidUsageLocation, vec![], 828),
                of(FailureCode::MutuallyExclusive, pair, 23),
            ],
            [
                "2,587 no seats: Visio Plan 2",
                "828 no location",
                "23 conflict: Microsoft 365 F3 (group Sales) and Microsoft 365 E5",
            ]
        );
    }

    #[test]
    fn commands_name_the_product() {
        let f3 = Mend::Revoke(license("Microsoft 365 F3", None));
        assert_eq!(mend(&f3), "Revoke Microsoft 365 F3 from these");
        assert_eq!(mend_named(&Mend::Buy(license("Visio Plan 2", None))), "Buy Visio Plan 2");
    }

    #[test]
    fn counts_stand_in_a_line() {
        let failures = [(FailureCode::CountViolation, 2_587), (FailureCode::InvalidUsageLocation, 828)];
        assert_eq!(counts(&failures), "By reason: 2,587 no seats · 828 no location");
    }
}
