//! Words about organization tenants: under Account settings, and in User management.

pub use super::common::STATUS;
use domain::access::tenant::Tenant;
use domain::directory::invisible::isolated;

// Account settings.

/// Heading of the section, and name of its table.
pub const TENANTS: &str = "Tenants";
/// Explains the section.
pub const LEAD: &str = "Your account can be associated with tenants of your own organization. Their users can then be people \
                        who sign in to Tenantry, and people are managed in one tenant at a time.";
/// Before the command that imports a tenant.
pub const IMPORT_WITH: &str = "A tenant is imported on the machine that runs Tenantry:";
/// The command.
pub const IMPORT_COMMAND: &str = "tenantry import --customer DIR --own-organization";
/// The tenant has users, but none of them is a person here.
pub const NOBODY_YET: &str = "No user of this directory can sign in here yet. Add existing users, or create a new one.";
/// There is none.
pub const NO_TENANTS: &str = "No tenant of your own organization was imported, or others manage its people.";
/// Column: the tenant.
pub const TENANT: &str = "Tenant";
/// Column: the number of users.
pub const USERS: &str = "Users";
/// Before the moment.
pub const SINCE: &str = "Associated since";
/// It is not associated.
pub const NOT_ASSOCIATED: &str = "Not associated";
/// The directory is synchronized from on-premises.
pub const ON_PREMISES: &str = "Synchronized from on-premises";
/// Associates the account with a tenant.
pub const ASSOCIATE: &str = "Associate";
/// Ends that.
pub const DISSOCIATE: &str = "Dissociate";

/// Accessible name of `Associate`.
pub fn associate_one(name: &str) -> String {
    format!("{ASSOCIATE} {}", isolated(name))
}

/// Accessible name of `Dissociate`.
pub fn dissociate_one(name: &str) -> String {
    format!("{DISSOCIATE} {}", isolated(name))
}

/// Title of the question before dissociating.
pub fn dissociate_question(tenant: &Tenant) -> String {
    format!("{}?", dissociate_one(&tenant.name))
}

/// Explains dissociating.
pub fn dissociate_means(name: &str) -> String {
    format!(
        "Everybody who belongs to {} is signed out at once and can no longer sign in, until you associate the tenant again. \
         Its users stay as they are.",
        isolated(name)
    )
}

/// The account is associated.
pub fn associated(name: &str) -> String {
    format!("{} is associated.", isolated(name))
}

/// The account is dissociated.
pub fn dissociated(name: &str) -> String {
    format!("{} is dissociated.", isolated(name))
}

// User management.

/// The people who belong to no tenant.
pub const NO_DIRECTORY: &str = "No directory";
/// Opens the menu of directories.
pub const CHANGE_DIRECTORY: &str = "Change directory";
/// Explains the heading `No directory`.
pub const NO_DIRECTORY_MEANS: &str = "These people belong to no tenant of your organization.";
/// Explains a directory that is synchronized from on-premises.
pub const ON_PREMISES_MEANS: &str = "This tenant is synchronized from on-premises. Users, groups and applications are created \
                                     there; users and groups that are in the directory can be added here.";
/// Heading for somebody who does not manage people of the directory.
pub const NEEDS_AUTHORIZATION: &str = "Access to this page requires authorization";
/// Names the managers of a directory's people.
pub const WHO_MANAGES: &str = "People of a tenant are managed by people of this tenant who manage people, and by Global admins \
                               who belong to no tenant.";
/// Status: access is lost with the directory.
pub const CUT_OFF: &str = "No access: blocked or missing in the directory";

/// Opens the form that adds users of the directory, and is its title.
pub const ADD_EXISTING: &str = "Add existing users";
/// Opens the form that creates a user in the directory, with access, and is its title.
pub const CREATE_USER: &str = "Create new user";
/// Explains the form.
pub const ADD_EXISTING_MEANS: &str = "Each gets a link with which they choose a password and sign in. Up to 10 are added at once, \
                                      with the same roles. People who are blocked or deleted in the directory lose access.";
/// The users of the directory.
pub const DIRECTORY_USERS: &str = "Users of the directory";
/// Field: part of a name.
pub const FIND_USER: &str = "Find a user";
/// Nobody is ticked.
pub const CHOOSE_USER: &str = "Choose at least one user.";
/// No user of the directory matches.
pub const NO_USER_FOUND: &str = "No user was found.";
/// The user is a person already, or is invited.
pub const IS_PERSON: &str = "Added already";
/// To the users before.
pub const PREVIOUS_USERS: &str = "Previous users";
/// To the users after.
pub const NEXT_USERS: &str = "Next users";

/// `2 chosen`.
pub fn chosen(count: usize) -> String {
    format!("{count} chosen")
}

// Renaming and removing.

/// On the form of a person who is a user of a directory.
pub const RENAMES_USER: &str = "The name changes in the directory too.";
/// Legend of the choice from where a person is removed.
pub const REMOVE_FROM: &str = "Remove from";
/// The person is removed here, and stays a user of the directory.
pub const REMOVE_HERE: &str = "Tenantry";
/// The user is deleted in the directory, and the person loses access.
pub const REMOVE_USER: &str = "The organization: the user is deleted in the directory";
/// Both.
pub const REMOVE_BOTH: &str = "Both";

/// Why nobody but a Global admin removes somebody from the organization.
pub const ONLY_GLOBAL_ADMIN_DELETES: &str = "Only a Global admin deletes users in a directory of your own organization. Ask one to remove this person \
    from the organization too.";

/// The user of a directory was deleted, and the person removed too.
pub fn user_deleted(name: &str, here_too: bool) -> String {
    let name = isolated(name);
    match here_too {
        true => format!("{name} was removed here and from the organization."),
        false => format!("{name} was removed from the organization, and has no access."),
    }
}

/// The menu's name of a tenant.
pub fn tenant_name(tenant: &Tenant) -> String {
    let name = isolated(&tenant.name);
    if tenant.associated.is_some() { name.into_owned() } else { format!("{name} (dissociated)") }
}
