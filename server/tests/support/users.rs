//! Users of a customer.

use domain::directory::user::UserType;
use domain::ids::UserId;
use domain::import::customer::ImportedUser;
use uuid::Uuid;

/// The id of a numbered user.
pub fn user_id(number: u128) -> UserId {
    UserId::new(Uuid::from_u128(number))
}

/// A user in the United States without a license.
pub fn user(number: u128, name: &str) -> ImportedUser {
    ImportedUser {
        id: user_id(number),
        upn: format!("user{number}@fabrikam.com"),
        mail: None,
        addresses: Vec::new(),
        mail_nickname: None,
        display_name: name.into(),
        first_name: None,
        last_name: None,
        location: "US".parse().ok(),
        sign_in_allowed: true,
        user_type: UserType::Member,
        directory_synced: false,
        department: None,
        job_title: None,
        created: Some(1),
        licenses: Vec::new(),
        roles: Vec::new(),
    }
}
