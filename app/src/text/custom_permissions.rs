//! Words about custom permissions and tags of customers.

use domain::access::custom_permissions::{CustomPermissions, CustomersCovered};
use domain::access::permission::Permission;
use domain::directory::invisible::isolated;

/// Group of radio buttons: how somebody's duties are given.
pub const ACCESS: &str = "Access";
/// Choice: by roles.
pub const BY_ROLES: &str = "Roles";
/// Choice: by custom permissions. Also in place of roles.
pub const CUSTOM: &str = "Custom permissions";
/// Group of check boxes: the allowed actions.
pub const ACTIONS: &str = "Actions";
/// Group of radio buttons: for which customers.
pub const CUSTOMERS: &str = "Customers";
/// Choice: every customer.
pub const ALL_CUSTOMERS: &str = "All customers";
/// Choice: customers with tags.
pub const TAGGED: &str = "Customers with tags";
/// Choice: customers named one by one.
pub const CHOSEN: &str = "Chosen customers";
/// Field and heading: tags.
pub const TAGS: &str = "Tags";
/// Explains the field of tags in custom permissions.
pub const TAGS_HINT: &str = "Separated by commas. A customer with one of them is enough.";
/// Label of the field that searches customers.
pub const FIND_CUSTOMER: &str = "Find a customer";
/// No customer is found.
pub const NO_CUSTOMER_FOUND: &str = "No customer matches.";
/// Explains that nothing is chosen yet.
pub const NONE_CHOSEN: &str = "No customer is chosen yet.";
/// Said before a group with custom permissions is deleted.
pub const MEMBERS_LOSE: &str = "Its members lose its custom permissions.";

/// Heading of actions for a customer as a whole.
pub const FOR_CUSTOMERS: &str = "Customers";
/// Heading of actions for users.
pub const FOR_USERS: &str = "Users and licenses";
/// Heading of actions for the organization.
pub const FOR_ORGANIZATION: &str = "Your organization";

/// The actions in groups, each with its heading.
pub const GROUPS: [(&str, &[Permission]); 3] = [
    (FOR_CUSTOMERS, &[Permission::SeeCustomers, Permission::BuyLicenses, Permission::ManageRelationships]),
    (
        FOR_USERS,
        &[
            Permission::SeeUsers,
            Permission::ManageLicenses,
            Permission::EditUsers,
            Permission::ChangeAdminRoles,
            Permission::BlockUsers,
            Permission::DeleteUsers,
            Permission::RestoreUsers,
            Permission::ResetPasswords,
        ],
    ),
    (FOR_ORGANIZATION, &[Permission::SeeSecurity]),
];

/// The name of an action.
pub fn action(permission: Permission) -> &'static str {
    match permission {
        Permission::SeeCustomers => "See customers",
        Permission::SeeUsers => "See users",
        Permission::ManageLicenses => "Change licenses",
        Permission::EditUsers => "Add and edit users",
        Permission::ChangeAdminRoles => "Change admin roles",
        Permission::BlockUsers => "Change sign-in",
        Permission::DeleteUsers => "Delete users",
        Permission::RestoreUsers => "Restore users",
        Permission::ResetPasswords => "Reset passwords",
        Permission::BuyLicenses => "Buy licenses",
        Permission::ManageRelationships => "Manage relationships",
        Permission::ManagePeople => "Manage people",
        Permission::ManageAccount => "Change the organization's account",
        Permission::SeeSecurity => "See security events",
        Permission::DeleteCustomers => "Delete customers",
    }
}

/// Explains an action.
pub fn action_means(permission: Permission) -> &'static str {
    match permission {
        Permission::SeeCustomers => "The list of customers and their relationships.",
        Permission::SeeUsers => "Users, their licenses, and their recent changes.",
        Permission::ManageLicenses => "Assigns and unassigns licenses.",
        Permission::EditUsers => "Also assigns licenses, because adding a user does.",
        Permission::ChangeAdminRoles => "Gives users admin roles of the customer, and takes them.",
        Permission::BlockUsers => "Blocks and allows sign-in, and offboards.",
        Permission::DeleteUsers => "Now, later or permanently.",
        Permission::RestoreUsers => "Brings deleted users back.",
        Permission::ResetPasswords => "Hands out temporary passwords.",
        Permission::BuyLicenses => "Buys and confirms orders.",
        Permission::ManageRelationships => "Requests and ends them, and assigns their roles to groups.",
        Permission::ManagePeople | Permission::ManageAccount | Permission::DeleteCustomers => "Only roles allow this.",
        Permission::SeeSecurity => {
            "Sign-ins, refusals and changes of people of the same directory, and of unknown names. For all customers only."
        }
    }
}

/// `Custom permissions for customers tagged Retail, Bank`.
pub fn custom(custom: &CustomPermissions) -> String {
    let customers = match custom.customers() {
        CustomersCovered::All => "all customers".to_owned(),
        CustomersCovered::Tagged(tags) => {
            let tags: Vec<_> = tags.iter().map(|tag| isolated(tag.as_str())).collect();
            format!("customers tagged {}", tags.join(", "))
        }
        CustomersCovered::Chosen(chosen) => customers(chosen.len()),
    };
    format!("{CUSTOM} for {customers}")
}

/// Custom permissions with their actions, for the record.
pub fn in_full(permissions: &CustomPermissions) -> String {
    let actions: Vec<_> = permissions.permissions().iter().map(action).collect();
    format!("{} ({})", custom(permissions), actions.join(", "))
}

/// `3 customers chosen`.
pub fn chosen(count: usize) -> String {
    format!("{} chosen", customers(count))
}

fn customers(count: usize) -> String {
    if count == 1 { "1 customer".to_owned() } else { format!("{count} customers") }
}

/// The tags that are in use.
pub fn in_use(tags: &[String]) -> String {
    format!("In use: {}.", tags.join(", "))
}

// Tags of a customer.

/// Explains tags.
pub const TAGS_LEAD: &str = "Custom permissions can be given for all customers with a tag.";
/// In place of tags.
pub const NO_TAGS: &str = "No tags.";
/// Opens the form, and is its title.
pub const EDIT_TAGS: &str = "Edit tags";
/// Explains the field.
pub const CUSTOMER_TAGS_HINT: &str = "Separated by commas. People with custom permissions for a tag get this customer.";
/// The tags were saved.
pub const TAGS_SAVED: &str = "The tags were saved.";

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::CustomerId;
    use uuid::Uuid;

    #[test]
    fn every_action_that_can_be_custom_is_offered_once() {
        let mut offered: Vec<Permission> = GROUPS.iter().flat_map(|(_, group)| group.iter().copied()).collect();
        offered.sort_unstable();
        let can: Vec<Permission> =
            Permission::ALL.into_iter().filter(|permission| permission.can_be_custom()).collect();
        assert_eq!(offered, can);
    }

    #[test]
    fn custom_permissions_are_told_with_their_customers() {
        let of = |customers| {
            let see = [Permission::SeeUsers].into_iter().collect();
            custom(&CustomPermissions::new(see, customers).unwrap())
        };
        let tags = ["Retail", "Bank"].map(|tag| tag.parse().unwrap());
        assert_eq!(of(CustomersCovered::All), "Custom permissions for all customers");
        assert_eq!(of(CustomersCovered::Tagged(tags.into())), "Custom permissions for customers tagged Bank, Retail");
        let one = CustomersCovered::Chosen([CustomerId::new(Uuid::nil())].into());
        assert_eq!(of(one), "Custom permissions for 1 customer");
        let see = [Permission::SeeUsers].into_iter().collect();
        let all = CustomPermissions::new(see, CustomersCovered::All).unwrap();
        assert_eq!(in_full(&all), "Custom permissions for all customers (See customers, See users)");
    }
}
