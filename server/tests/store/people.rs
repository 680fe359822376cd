//! Users for tests.

use super::fixtures::sku;
use crate::support::users::user;
use domain::directory::license::{License, Source};
use domain::directory::role::AdminRole;
use domain::directory::user::UserType;
use domain::ids::GroupId;
use domain::import::customer::ImportedUser;
use std::collections::BTreeSet;
use uuid::Uuid;

/// A user in the United States without a license.
pub fn person(number: u128, name: &str) -> ImportedUser {
    ImportedUser { upn: format!("User{number}@fabrikam.com"), created: Some(1_700_000_000_000), ..user(number, name) }
}

pub fn group(number: u128) -> GroupId {
    GroupId::new(Uuid::from_u128(number))
}

pub fn held(part_number: &str, source: Source) -> License {
    License { sku_id: sku(part_number), source, disabled: BTreeSet::new(), error: None }
}

/// Adds a direct license to the user.
pub fn holding(mut user: ImportedUser, part_number: &str) -> ImportedUser {
    user.licenses.push(held(part_number, Source::Direct));
    user
}

/// Adds a group license to the user.
pub fn holding_by(mut user: ImportedUser, part_number: &str, through: GroupId) -> ImportedUser {
    user.licenses.push(held(part_number, Source::Group(through)));
    user
}

/// Adds a direct license in error, which gives nothing and takes no seat.
pub fn in_error(mut user: ImportedUser, part_number: &str) -> ImportedUser {
    user.licenses.push(License { error: Some("CountViolation".into()), ..held(part_number, Source::Direct) });
    user
}

const FIRST: [&str; 11] =
    ["Anna", "anna", "Émile", "Zoë", "李静", "Žofia", "Jürgen", "Ana María", "Oʼneil", "βασίλης", "Adele"];
const LAST: [&str; 7] = ["Kováčová", "Vance", "Smith-Jones", "王芳", "Łukasz", "Ångström", "vance"];
const COUNTRIES: [&str; 4] = ["SK", "US", "", "CN"];
const DEPARTMENTS: [Option<&str>; 3] = [Some("Sales"), None, Some("Vývoj")];
const TITLES: [Option<&str>; 5] = [Some("Manager"), Some("Engineer"), None, Some("manager"), Some("Buyer")];

/// This many users of every kind: names that differ only in case, accents or script; guests, blocked users, admins,
/// users without a location; licenses that are direct, from a group and in error. `through` is a group of the customer.
pub fn crowd(number: usize, products: &[&str], through: GroupId) -> Vec<ImportedUser> {
    let one = |at: usize| {
        // Numbers that share no factor with the lists' lengths, so that all combinations occur.
        let name = format!("{} {}", FIRST[at * 3 % FIRST.len()], LAST[at * 5 % LAST.len()]);
        let mut user = person((at as u128 * 7_919) % 1_000_003 + 1, &name);
        let domain = if at.is_multiple_of(9) { "contoso.com" } else { "Fabrikam.com" };
        user.upn = format!("u{:04}.{}@{domain}", (at * 37) % number, ["x", "Y"][at % 2]);
        user.location = COUNTRIES[at % 4].parse().ok();
        user.sign_in_allowed = !at.is_multiple_of(6);
        user.user_type = if at.is_multiple_of(8) { UserType::Guest } else { UserType::Member };
        user.department = DEPARTMENTS[at % 3].map(Into::into);
        user.job_title = TITLES[at % 5].map(Into::into);
        if at.is_multiple_of(13) {
            user.roles.push(AdminRole::ALL[at / 13 % 5].template_id());
        }
        for (index, part_number) in products.iter().enumerate() {
            user = match (at + index * 5) % (7 + index) {
                0 => holding(user, part_number),
                1 => holding_by(user, part_number, through),
                2 => holding_by(holding(user, part_number), part_number, through),
                3 if index > 0 => in_error(user, part_number),
                _ => user,
            };
        }
        user
    };
    (0..number).map(one).collect()
}
