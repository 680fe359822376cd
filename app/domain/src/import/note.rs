//! Repairs made while reading a customer.

use super::graph_error::GraphFile;
use crate::ids::{GroupId, PlanId, SkuId, UserId};

/// A part of the files that was repaired or left out. The import is still valid, but a person may want to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportNote {
    /// The company has no name. Its primary domain is used instead.
    NoCompanyName {
        /// The domain.
        domain: String,
    },
    /// The company's country is not a valid country code.
    UnknownCountry {
        /// The text in the file.
        text: String,
    },
    /// No domain or several domains are marked as default.
    PrimaryDomainChosen {
        /// The chosen domain.
        domain: String,
    },
    /// A product is listed twice as owned. Its subscriptions were joined.
    RepeatedProduct {
        /// The part number.
        part_number: String,
    },
    /// A product names no subscription. An id was derived from customer and product.
    SubscriptionIdMade {
        /// The part number.
        part_number: String,
    },
    /// A subscription's capability is unknown. It counts as locked out, so it cannot be assigned.
    UnknownCapability {
        /// The part number.
        part_number: String,
        /// The text in the file.
        text: String,
    },
    /// A field has an unknown word, which was read as another one.
    UnknownWord {
        /// The file.
        file: GraphFile,
        /// The field, as in the file.
        field: &'static str,
        /// The word in the file.
        word: String,
        /// The word it was read as.
        read_as: &'static str,
        /// The number of entries with the word.
        entries: usize,
    },
    /// Microsoft's count of seats in use differs from the number of users who hold the product.
    SeatsDiffer {
        /// The part number.
        part_number: String,
        /// Microsoft's count.
        counted: usize,
        /// The number of users who hold it.
        users: usize,
    },
    /// Licenses switch off a service plan that the customer's product does not have. It is kept by its id.
    UnknownDisabledPlan {
        /// The part number.
        part_number: String,
        /// The plan.
        plan: PlanId,
        /// The number of users.
        users: usize,
    },
    /// A user holds a product that the customer does not own.
    ProductNotOwned {
        /// The product.
        sku_id: SkuId,
        /// The number of users who hold it.
        users: usize,
    },
    /// Licenses come from a group without a name in the files.
    UnnamedGroup {
        /// The group.
        id: GroupId,
    },
    /// A user is listed twice. The later one counts.
    RepeatedUser {
        /// The user.
        id: UserId,
        /// The later user principal name.
        upn: String,
    },
    /// Deleted users were left out.
    DeletedUsers {
        /// The number of users.
        users: usize,
    },
    /// Users have no display name. Their user principal name is used.
    NoDisplayName {
        /// The number of users.
        users: usize,
    },
    /// The file does not say whether users may sign in. They count as allowed.
    SignInNotSaid {
        /// The number of users.
        users: usize,
    },
    /// The file does not name the source of licenses. They count as direct.
    SourceNotSaid {
        /// The number of users.
        users: usize,
    },
    /// A user's usage location is not a country code. It was left empty.
    UnknownLocation {
        /// The user principal name.
        upn: String,
        /// The text in the file.
        text: String,
    },
    /// A date cannot be read and was left out.
    UnreadableDate {
        /// The user principal name.
        upn: String,
        /// The text in the file.
        text: String,
    },
    /// A license is listed twice with one source. The later one counts.
    RepeatedLicense {
        /// The user principal name.
        upn: String,
        /// The product.
        sku_id: SkuId,
    },
    /// A directory role without a template id was left out.
    RoleWithoutTemplate {
        /// The role's name or id.
        role: String,
    },
    /// No directory role names its members.
    RolesWithoutMembers,
    /// Members of a role who are not in the file of users were left out.
    UnknownRoleMembers {
        /// The role's name or id.
        role: String,
        /// The number of members.
        members: usize,
    },
}

impl ImportNote {
    /// The note in words for people.
    pub fn words(&self) -> String {
        match self {
            Self::NoCompanyName { domain } => format!("The company has no name; it is called {domain}."),
            Self::UnknownCountry { text } => {
                format!("“{text}” is not a country code; the company's country is left empty.")
            }
            Self::PrimaryDomainChosen { domain } => {
                format!("Not exactly one domain is marked as default; {domain} was taken.")
            }
            Self::RepeatedProduct { part_number } => {
                format!("{part_number} is listed more than once; its subscriptions were put together.")
            }
            Self::SubscriptionIdMade { part_number } => {
                format!("{part_number} names no subscription of its own; an id was made for it.")
            }
            Self::UnknownCapability { part_number, text } => format!(
                "{part_number} has the unknown status “{text}”; it counts as locked out, so that nobody is assigned it."
            ),
            Self::UnknownWord { file, field, word, read_as, entries } => format!(
                "{file}: the {field} “{word}” is not known and was read as {read_as} ({}).",
                many(*entries, "entry")
            ),
            Self::SeatsDiffer { part_number, counted, users } => format!(
                "{part_number}: subscribedSkus.json counts {} in use, but in users.json it is held by {}. The files may not \
                 be of the same moment, or not whole; seats are counted by users.json.",
                many(*counted, "license"),
                many(*users, "user")
            ),
            Self::UnknownDisabledPlan { part_number, plan, users } => format!(
                "{part_number} has no service plan {plan}, but licenses switch it off ({}); it is kept by its id.",
                many(*users, "user")
            ),
            Self::ProductNotOwned { sku_id, users } => {
                format!("The customer doesn't own product {sku_id}, but it is held: {}.", many(*users, "user"))
            }
            Self::UnnamedGroup { id } => {
                format!("Licenses come through group {id}, which has no name in the files; it goes by its id.")
            }
            Self::RepeatedUser { id, upn } => {
                format!("User {id} ({upn}) is listed more than once; the last one was taken.")
            }
            Self::DeletedUsers { users } => format!("Deleted and left out: {}.", many(*users, "user")),
            Self::NoDisplayName { users } => {
                format!("Without a display name, shown by their email: {}.", many(*users, "user"))
            }
            Self::SignInNotSaid { users } => {
                format!("users.json doesn't say accountEnabled; taken as allowed to sign in: {}.", many(*users, "user"))
            }
            Self::SourceNotSaid { users } => format!(
                "users.json doesn't say licenseAssignmentStates for some licenses; taken as assigned directly: {}.",
                many(*users, "user")
            ),
            Self::UnknownLocation { upn, text } => {
                format!("{upn}: “{text}” is not a country code; the location is left empty.")
            }
            Self::UnreadableDate { upn, text } => {
                format!("{upn}: “{text}” is not a date and time; the day of creation is left empty.")
            }
            Self::RepeatedLicense { upn, sku_id } => {
                format!("{upn}: the license for product {sku_id} is listed more than once; the last one was taken.")
            }
            Self::RoleWithoutTemplate { role } => format!("Role {role} has no roleTemplateId and was left out."),
            Self::RolesWithoutMembers => {
                "directoryRoles.json names no members. To import the administrators, save it again with \
                 $expand=members."
                    .to_owned()
            }
            Self::UnknownRoleMembers { role, members } => {
                format!("Role {role}: not among the users and left out: {}.", many(*members, "member"))
            }
        }
    }
}

fn many(count: usize, what: &str) -> String {
    let plural = what.strip_suffix('y').map_or_else(|| format!("{what}s"), |stem| format!("{stem}ies"));
    if count == 1 { format!("1 {what}") } else { format!("{count} {plural}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_many_are_told_apart() {
        assert_eq!(ImportNote::DeletedUsers { users: 1 }.words(), "Deleted and left out: 1 user.");
        assert_eq!(ImportNote::DeletedUsers { users: 2 }.words(), "Deleted and left out: 2 users.");
    }
}
