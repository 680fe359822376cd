//! Why a customer cannot be read from saved Microsoft Graph files.

use crate::ids::UserId;
use std::fmt;

/// A saved file, named by its request to Microsoft Graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GraphFile {
    /// `GET /users`.
    Users,
    /// `GET /subscribedSkus`.
    SubscribedSkus,
    /// `GET /organization`.
    Organization,
    /// `GET /groups`.
    Groups,
    /// `GET /groups/{id}/transitiveMembers`, a file for each group.
    GroupMembers,
    /// `GET /directoryRoles`.
    DirectoryRoles,
    /// `GET /tenantRelationships/delegatedAdminRelationships`.
    Relationships,
    /// `GET /tenantRelationships/delegatedAdminRelationships/{id}/accessAssignments`.
    Assignments,
    /// `GET /directory/subscriptions`.
    Subscriptions,
    /// Purchases of software, which Microsoft Graph does not know. A person writes this file.
    Software,
}

impl GraphFile {
    /// The usual name of the file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Users => "users.json",
            Self::SubscribedSkus => "subscribedSkus.json",
            Self::Organization => "organization.json",
            Self::Groups => "groups.json",
            Self::GroupMembers => "group-members/ID.json",
            Self::DirectoryRoles => "directoryRoles.json",
            Self::Relationships => "delegatedAdminRelationships.json",
            Self::Assignments => "accessAssignments.json",
            Self::Subscriptions => "subscriptions.json",
            Self::Software => "software.json",
        }
    }

    /// The content of the file, in words.
    pub fn content(self) -> String {
        self.request()
            .map_or_else(|| "a list of software purchases".to_owned(), |request| format!("the answer of {request}"))
    }

    /// The request to Microsoft Graph whose response the file contains, if it contains one.
    pub const fn request(self) -> Option<&'static str> {
        Some(match self {
            Self::Users => {
                "GET /users?$select=id,userPrincipalName,displayName,givenName,surname,mail,mailNickname,\
                 proxyAddresses,usageLocation,accountEnabled,userType,onPremisesSyncEnabled,department,jobTitle,createdDateTime,assignedLicenses,\
                 licenseAssignmentStates"
            }
            Self::SubscribedSkus => "GET /subscribedSkus",
            Self::Organization => "GET /organization",
            Self::Groups => "GET /groups?$select=id,displayName",
            Self::GroupMembers => "GET /groups/ID/transitiveMembers?$select=id",
            Self::DirectoryRoles => "GET /directoryRoles?$expand=members",
            Self::Relationships => "GET /tenantRelationships/delegatedAdminRelationships?$expand=accessAssignments",
            Self::Assignments => "GET /tenantRelationships/delegatedAdminRelationships/ID/accessAssignments",
            Self::Subscriptions => "GET /directory/subscriptions",
            Self::Software => return None,
        })
    }
}

impl fmt::Display for GraphFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The place of an entry in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowName {
    /// The entry's number, from 1, over all pages.
    pub number: usize,
    /// The entry's name: a user's user principal name, a product's part number, else its id.
    pub name: Option<String>,
}

impl fmt::Display for RowName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "entry {} ({name})", self.number),
            None => write!(f, "entry {}", self.number),
        }
    }
}

/// The error of a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldProblem {
    /// It is missing or empty.
    #[error("is missing")]
    Missing,
    /// It must be a text.
    #[error("must be a text, but is {0}")]
    NotText(String),
    /// It must be true or false.
    #[error("must be true or false, but is {0}")]
    NotYesNo(String),
    /// It must be a GUID.
    #[error("must be an id such as 6fd2c87f-b296-42f0-b197-1e91e994b900, but is {0}")]
    NotAnId(String),
    /// It must be a whole number, at least 0.
    #[error("must be a whole number from 0 to 2147483647, but is {0}")]
    NotACount(String),
    /// It must be a length of time.
    #[error("must be a number of days such as P730D, but is {0}")]
    NotADuration(String),
    /// It must be a moment.
    #[error("must be a time such as 2026-10-01T08:00:00Z, but is {0}")]
    NotATime(String),
    /// It must be the address of a file.
    #[error("must be an address such as https://example.com/setup.iso, but is {0}")]
    NotALink(String),
    /// The list is too long.
    #[error("must have at most {0} entries")]
    TooMany(usize),
    /// It must be a way of buying.
    #[error("must be software, marketplace or new-commerce, but is {0}")]
    NotAChannel(String),
    /// It must be a state that Microsoft names.
    #[error("must be a state such as active, but is {0}")]
    NotAState(String),
}

/// The error of a file. Nothing was read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The bytes are not text.
    #[error(
        "The file is not text in UTF-8 or UTF-16. It may be text in ANSI, in which some letters can't be told apart: save it \
         again in UTF-8."
    )]
    NotText,
    /// The file is empty.
    #[error("{file} is empty. Save {} in it.", file.content())]
    Empty {
        /// The file.
        file: GraphFile,
    },
    /// The file is not JSON, or has another structure.
    #[error(
        "{file}, line {line}, column {column}: {what}. Save {} in it as it is; with PowerShell, use \
         ConvertTo-Json -Depth 10.",
        file.content()
    )]
    Json {
        /// The file.
        file: GraphFile,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// The value that was found and the one expected.
        what: String,
    },
    /// The file is JSON, but not a page, a list of pages or a list.
    #[error("{file} holds neither a list nor a page of one. Save {} in it as it is.", file.content())]
    NotAList {
        /// The file.
        file: GraphFile,
    },
    /// Microsoft Graph refused the request, and the refusal was saved.
    #[error("{file} holds a refusal of Microsoft Graph, not data: {code}: {message}")]
    Refusal {
        /// The file.
        file: GraphFile,
        /// Microsoft's error code.
        code: String,
        /// Microsoft's message.
        message: String,
    },
    /// The last page refers to further pages.
    #[error(
        "{file} is not whole: its last page has an @odata.nextLink, so further pages were not saved. Follow the link \
         until no page has one, and save all pages as a list."
    )]
    Incomplete {
        /// The file.
        file: GraphFile,
    },
    /// A field of an entry is wrong.
    #[error("{file}, {row}: {field} {problem}. The file must hold {}.", file.content())]
    Field {
        /// The file.
        file: GraphFile,
        /// The entry.
        row: RowName,
        /// The field, as in the file.
        field: &'static str,
        /// The error.
        problem: FieldProblem,
    },
    /// The file does not have exactly one company.
    #[error("organization.json must hold exactly one company, but holds {found}. Import one customer at a time.")]
    NotOneOrganization {
        /// The number of companies.
        found: usize,
    },
    /// The company has no verified domain.
    #[error("organization.json: the company has no verifiedDomains. Save the answer of GET /organization in it.")]
    NoDomain,
    /// Two users have the same user principal name.
    #[error(
        "users.json: users {first} and {second} have the same userPrincipalName, {upn}. Correct or remove one of them \
         and import again."
    )]
    SameUpn {
        /// The name, as written for the second user.
        upn: String,
        /// The earlier user.
        first: UserId,
        /// The later user.
        second: UserId,
    },
    /// No user has a field for licenses, probably because it was not requested.
    #[error(
        "users.json says nothing of licenses: Microsoft Graph leaves them out unless asked. Save {} in it; with \
         PowerShell, name the same fields in -Property.",
        GraphFile::Users.content()
    )]
    LicensesNotAsked,
}
