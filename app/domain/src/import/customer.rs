//! A customer's directory as it was read from saved files.

use super::note::ImportNote;
use crate::directory::country::CountryCode;
use crate::directory::license::License;
use crate::directory::product::{AppliesTo, Product, Subscription};
use crate::directory::user::UserType;
use crate::ids::{CustomerId, GroupId, PlanId, UserId};
use uuid::Uuid;

/// Everything that the files of one customer say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerImport {
    /// The customer itself.
    pub customer: ImportedCustomer,
    /// Every product that the customer owns, then every other one that a user holds.
    pub products: Vec<ImportedProduct>,
    /// Every group that the files name or through which a license is held, with its name.
    pub groups: Vec<(GroupId, String)>,
    /// The directory roles that the files name, by role template id, with their names.
    pub roles: Vec<(Uuid, String)>,
    /// The users, each once; deleted ones are left out.
    pub users: Vec<ImportedUser>,
    /// What was repaired or left out.
    pub notes: Vec<ImportNote>,
}

impl CustomerImport {
    /// Whether the groups' own file was there: without it groups go by their ids, and only those of licenses are known.
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
    /// Verified domains; exactly one is the default.
    pub domains: Vec<ImportedDomain>,
}

impl ImportedCustomer {
    /// The domain that new users get.
    pub fn primary_domain(&self) -> &str {
        self.domains.iter().find(|domain| domain.is_default).map_or("", |domain| &domain.name)
    }
}

/// A verified domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedDomain {
    /// The domain, in lower case.
    pub name: String,
    /// Whether new users get it.
    pub is_default: bool,
    /// Whether it is the one that Microsoft gave at the beginning.
    pub is_initial: bool,
}

/// A product with what the customer owns of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedProduct {
    /// The product. Microsoft Graph knows no names for people: the part number stands in their place.
    pub product: Product,
    /// What the customer's own entry says of it.
    pub said: ProductSaid,
    /// The purchases; none for a product that is held but not owned.
    pub subscriptions: Vec<Subscription>,
}

/// What a customer's own entry says of a product. It holds for that customer alone; the catalogue fills the gaps.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProductSaid {
    /// Whom the product is for; `None` where the entry does not say.
    pub applies_to: Option<AppliesTo>,
    /// The service plans, in the entry's order; none where it does not say.
    pub plans: Vec<SaidPlan>,
}

/// A service plan of a customer's own product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidPlan {
    /// The plan.
    pub id: PlanId,
    /// Whom it is for; `None` where the entry does not say.
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
    /// Further addresses at which mail reaches the user (`proxyAddresses`, those of SMTP).
    pub addresses: Vec<String>,
    /// Mail nickname.
    pub mail_nickname: Option<String>,
    /// Display name; the user principal name where there is none.
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
    /// When it was created (UTC, epoch milliseconds), if the file says so.
    pub created: Option<i64>,
    /// Licenses, one for each product and source, by product, direct before groups.
    pub licenses: Vec<License>,
    /// Role template ids of its directory roles, in order.
    pub roles: Vec<Uuid>,
}
