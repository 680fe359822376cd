//! Words of the reasons for failures and warnings, and of the commands that fix them.

use super::licenses::amount;
use crate::format::number;
use domain::directory::invisible::isolated;
use domain::rules::failure::FailureCode;
use domain::rules::reasons::{Mend, ReasonGroup, ReasonLicense};

pub const BUY: &str = "Buy";
pub const SET_LOCATION: &str = "Set location";
pub const BY_REASON: &str = "By reason";

/// A short reason, shown after a count of users.
fn reason(code: FailureCode, users: i64) -> &'static str {
    let one_or_many = |one, many| if users == 1 { one } else { many };
    match code {
        FailureCode::NotFound => one_or_many("no longer exists", "no longer exist"),
        FailureCode::ChangedSince => "changed meanwhile",
        FailureCode::InvalidUsageLocation => "no location",
        FailureCode::NotAssignable => "not assignable",
        FailureCode::InheritedFromGroup => one_or_many("group license", "group licenses"),
        FailureCode::GroupGone => one_or_many("group no longer exists", "groups no longer exist"),
        FailureCode::UnknownServicePlan => one_or_many("unknown service plan", "unknown service plans"),
        FailureCode::MutuallyExclusive => one_or_many("conflict", "conflicts"),
        FailureCode::Dependency => one_or_many("required plan missing", "required plans missing"),
        FailureCode::ProhibitedInLocation => "not available in the location",
        FailureCode::CountViolation => "no seats",
        FailureCode::StaysByGroup => "with overlapping products",
        FailureCode::LastGlobalAdmin => one_or_many("last Global admin", "last Global admins"),
        FailureCode::LastManager => "last people manager",
        FailureCode::Yourself => "yourself",
        FailureCode::DirectorySynced => "synced",
        FailureCode::UpnTaken => one_or_many("email taken", "emails taken"),
        FailureCode::InvalidUpn => one_or_many("invalid email", "invalid emails"),
        FailureCode::NotDeleted => "not deleted",
        FailureCode::InvalidProfile => "with invalid details",
        FailureCode::Repeated => "repeated",
        FailureCode::WasAdded => "added",
        FailureCode::NotReached => "not reached",
        FailureCode::OnPremises => "created on-premises",
        FailureCode::NeedsRole => "no role at the customer",
        FailureCode::NotPermitted => "not in your custom permissions",
        FailureCode::SignInSynced => "synced, until the next synchronization",
    }
}

/// `23 conflicts: Microsoft 365 F3 and Microsoft 365 E5`
pub fn group(group: &ReasonGroup) -> String {
    let licenses: Vec<String> = group.licenses.iter().map(ReasonLicense::words).collect();
    let licenses = if licenses.is_empty() { String::new() } else { format!(": {}", licenses.join(" and ")) };
    let users = i64::try_from(group.users).unwrap_or(i64::MAX);
    format!("{} {}{licenses}", number(users), reason(group.code, users))
}

/// `By reason: 2,587 no seats · 828 no location`
pub fn counts(failures: &[(FailureCode, i64)]) -> String {
    let one = |(code, users): &(FailureCode, i64)| format!("{} {}", number(*users), reason(*code, *users));
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

    fn license(product: &str, group: Option<&str>) -> ReasonLicense {
        let sku = "05e9a617-0261-4cee-bb44-138d3ef5d965".parse().unwrap();
        ReasonLicense { sku, product: product.into(), group: group.map(str::to_owned) }
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
                "23 conflicts: Microsoft 365 F3 (group Sales) and Microsoft 365 E5",
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
    fn a_noun_after_a_count_agrees_with_it() {
        let said = |users| counts(&[(FailureCode::Dependency, users), (FailureCode::MutuallyExclusive, users)]);
        assert_eq!(said(1), "By reason: 1 required plan missing · 1 conflict");
        assert_eq!(said(3), "By reason: 3 required plans missing · 3 conflicts");
    }

    #[test]
    fn counts_stand_in_a_line() {
        let failures = [(FailureCode::CountViolation, 2_587), (FailureCode::InvalidUsageLocation, 828)];
        assert_eq!(counts(&failures), "By reason: 2,587 no seats · 828 no location");
    }
}
