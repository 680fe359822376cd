//! The user that a person is in the directory of the person's tenant: the changes that are planned there with a change of the person.

use crate::access::person_refused::PersonRefused;
use crate::directory::profile::TypedProfile;
use crate::ids::UserId;
use crate::rules::change::Change;
use crate::rules::entries::{EntryAction, UserEntry};
use crate::rules::failure::Failure;
use crate::rules::plan::Plan;

/// Another display name, as an entry of `Edit users`.
pub fn renamed_entry(user: UserId, name: &str) -> UserEntry {
    let profile = TypedProfile { display_name: Some(name.trim().to_owned()), ..TypedProfile::default() };
    UserEntry { user, asked: EntryAction::Edit(profile), licenses: Change::default() }
}

/// Whether the plan makes the requested change of the one user.
///
/// # Errors
/// The reason why not.
pub fn check_planned(plan: &Plan) -> Result<(), PersonRefused> {
    let outcome = plan.users.first().map(|planned| &planned.outcome).ok_or(PersonRefused::UserGone)?;
    match outcome.failure_of_any() {
        None => Ok(()),
        Some(Failure::DirectorySynced) => Err(PersonRefused::SyncedUser),
        Some(Failure::LastManager(last)) => Err((*last).into()),
        Some(Failure::Yourself) => Err(PersonRefused::Yourself),
        Some(_) => Err(PersonRefused::DirectoryRefuses),
    }
}
