//! A customer's directory as read from saved files.

use super::note::ImportNote;
use crate::directory::country::CountryCode;
use crate::directory::license::License;
use crate::directory::password::Secret;
use crate::directory::product::{AppliesTo, Product, Subscription};
use crate::directory::software::Download;
use crate::directory::user::UserType;
use crate::ids::{CustomerId, GroupId, PlanId, SubscriptionId, UserId};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use uuid::Uuid;

/// The content of one customer's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerImport {
    /// The customer itself.
    pub customer: ImportedCustomer,
    /// The products that the customer owns, then the others that users hold.
    pub products: Vec<ImportedProduct>,
    /// The details of purchases of software.
    pub software: Vec<ImportedSoftware>,
    /// All groups in the files, including those only named by licenses, with their names.
    pub groups: Vec<(GroupId, String)>,
    /// The users who are members of groups, directly or through other groups, as far as the files contain them. Groups
    /// without members in the files keep theirs.
    pub group_members: BTreeMap<GroupId, BTreeSet<UserId>>,
    /// The directory roles in the files, by role template id, with their names.
    pub roles: Vec<(Uuid, String)>,
    /// The users, each once, without deleted ones.
    pub users: Vec<ImportedUser>,
    /// The repairs, and the parts that were left out.
    pub notes: Vec<ImportNote>,
}

impl CustomerImport {
    /// Whether the file of groups was given. Without it, only groups named by licenses are known, and only by their
    /// ids.
    pub fn names_groups(&self) -> bool {
        self.groups.iter().any(|(id, name)| *name != id.to_string())
    }
}

/// The company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedCustomer {
    /// The Microsoft ID (tenant id).
    pub id: CustomerId,
    /// Company name.
    pub name: String,
    /// Country of the company.
    pub country: Option<CountryCode>,
    /// Whether the directory is synchronized from on-premises.
    pub on_premises: bool,
    /// Verified domains. Exactly one is the default.
    pub domains: Vec<ImportedDomain>,
}

impl ImportedCustomer {
    /// The default domain of new users.
    pub fn primary_domain(&self) -> &str {
        self.domains.iter().find(|domain| domain.is_default).map_or("", |domain| &domain.name)
    }
}

/// A verified domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedDomain {
    /// The domain, in lower case.
    pub name: String,
    /// Whether it is the default for new users.
    pub is_default: bool,
    /// Whether it is the initial domain that Microsoft gave to the tenant.
    pub is_initial: bool,
}

/// A product with the customer's subscriptions for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedProduct {
    /// The product. Microsoft Graph has no display names, so the part number is used as name.
    pub product: Product,
    /// The details in the customer's own entry.
    pub said: ProductSaid,
    /// The subscriptions; none for a product that is held but not owned.
    pub subscriptions: Vec<Subscription>,
}

/// The details of a product in a customer's own entry. They apply to that customer only; the catalogue fills the gaps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProductSaid {
    /// Whether the product is for users or the company; `None` if the entry does not say.
    pub applies_to: Option<AppliesTo>,
    /// The service plans, in the entry's order; empty if the entry does not say.
    pub plans: Vec<SaidPlan>,
}

/// The details of a purchase of software.
#[derive(Clone, PartialEq, Eq)]
pub struct ImportedSoftware {
    /// The purchase.
    pub subscription: SubscriptionId,
    /// The downloads.
    pub downloads: Vec<Download>,
    /// Its product keys.
    pub keys: Vec<Secret>,
}

/// Product keys are not printed.
impl fmt::Debug for ImportedSoftware {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImportedSoftware")
            .field("subscription", &self.subscription)
            .field("downloads", &self.downloads)
            .field("keys", &self.keys.len())
            .finish()
    }
}

/// A service plan of a customer's own product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidPlan {
    /// The plan.
    pub id: PlanId,
    /// Whether the plan is for users or the company; `None` if the entry does not say.
    pub applies_to: Option<AppliesTo>,
}

/// An account with its licenses and roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedUser {
    /// Its id at this customer.
    pub id: UserId,
    /// User principal name, as Microsoft wrote it.
    pub upn: String,
    /// Mail address.
    pub mail: Option<String>,
    /// Other addresses that reach the user by mail (`proxyAddresses` of SMTP).
    pub addresses: Vec<String>,
    /// Mail nickname.
    pub mail_nickname: Option<String>,
    /// Display name, or the user principal name if there is none.
    pub display_name: String,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Usage location.
    pub location: Option<CountryCode>,
    /// Whether the user may sign in.
    pub sign_in_allowed: bool,
    /// Member or guest.
    pub user_type: UserType,
    /// Whether the account is synced from the customer's own directory.
    pub directory_synced: bool,
    /// Department.
    pub department: Option<String>,
    /// Job title.
    pub job_title: Option<String>,
    /// When it was created (UTC, epoch milliseconds), if known.
    pub created: Option<i64>,
    /// Licenses, one for each product and source, sorted by product, direct ones before those of groups.
    pub licenses: Vec<License>,
    /// The role template ids of its directory roles, sorted.
    pub roles: Vec<Uuid>,
}
