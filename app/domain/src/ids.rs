//! Ids: GUIDs with a type for each kind of thing, so ids of different kinds cannot be confused.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// A text that is not a GUID such as `6fd2c87f-b296-42f0-b197-1e91e994b900`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an id. An id looks like 6fd2c87f-b296-42f0-b197-1e91e994b900.")]
pub struct NotAnId(pub String);

/// Defines an id type: a GUID, written in lower case with hyphens.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Makes an id from a GUID.
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The GUID itself.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::try_parse(text.trim()).map(Self).map_err(|_| NotAnId(text.to_owned()))
            }
        }
    };
}

id!(
    /// The organization that runs Tenantry.
    PartnerId
);
id!(
    /// A person of the partner with an account in Tenantry.
    PartnerUserId
);
id!(
    /// A customer: its Microsoft tenant id.
    CustomerId
);
id!(
    /// A user of a customer; unique only together with the customer.
    UserId
);
id!(
    /// A group of a customer that licenses can come from.
    GroupId
);
id!(
    /// A product of the catalogue (`sku_id`).
    SkuId
);
id!(
    /// A service plan: one app inside a product.
    PlanId
);
id!(
    /// A subscription: a customer's purchase of a product.
    SubscriptionId
);
id!(
    /// A set of selected users.
    SelectionId
);
id!(
    /// A saved request and its outcomes.
    OperationId
);
id!(
    /// An operation or an order, as a row of “Recent changes”.
    ChangeId
);
id!(
    /// A row of the activity log.
    ActivityId
);
id!(
    /// A security event.
    SecurityEventId
);
id!(
    /// An invitation of a person.
    InvitationId
);
id!(
    /// A session of a person who signed in.
    SessionId
);
id!(
    /// A group of the partner's people: a security group of the partner's tenant.
    PartnerGroupId
);
id!(
    /// An identity provider of the partner.
    IdentityProviderId
);
id!(
    /// An admin relationship with a customer.
    RelationshipId
);
id!(
    /// Roles of an admin relationship that a group has been assigned.
    AccessAssignmentId
);
id!(
    /// An order for more seats, recorded until the purchase is confirmed.
    OrderId
);
id!(
    /// A template for new users of a customer.
    TemplateId
);
id!(
    /// A key that the browser makes for each changing request, so a request sent twice is done once.
    IdempotencyKey
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_written_in_lower_case() {
        let id: SkuId = " 05E9A617-0261-4CEE-BB44-138D3EF5D965 ".parse().unwrap();
        assert_eq!(id.to_string(), "05e9a617-0261-4cee-bb44-138d3ef5d965");
    }

    #[test]
    fn other_text_is_refused_with_an_example() {
        let error = "fabrikam".parse::<CustomerId>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "“fabrikam” is not an id. An id looks like 6fd2c87f-b296-42f0-b197-1e91e994b900."
        );
    }
}
