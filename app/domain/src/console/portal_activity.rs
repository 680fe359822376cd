//! The activity log as the customer's own people see it: the actions, without the partner's people, reasons and addresses.

use super::action::Action;
use super::activity::{Details, Performer};
use crate::access::portal::own_name;
use crate::ids::ActivityId;
use serde::{Deserialize, Serialize};

/// The person who did it, as far as the customer's people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SeenPerformer {
    /// Anybody of the partner.
    YourPartner,
    /// A person of the customer. `None` after the name was erased.
    Own(Option<String>),
    /// The program itself, when a day had come.
    Tenantry,
    /// The person who opened a one-time link.
    OneTimeLink,
}

impl SeenPerformer {
    /// The performer of a row. `is_own` is whether it is a person of the customer.
    pub fn of(performer: Performer, is_own: bool, name: Option<&str>) -> Self {
        match performer {
            Performer::Person(_) if is_own => Self::Own(name.map(|name| own_name(name).to_owned())),
            Performer::Person(_) | Performer::CommandLine => Self::YourPartner,
            Performer::Tenantry => Self::Tenantry,
            Performer::OneTimeLink => Self::OneTimeLink,
        }
    }
}

/// A row of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenActivity {
    /// Its id.
    pub id: ActivityId,
    /// When (UTC, epoch milliseconds).
    pub at: i64,
    /// The action.
    pub action: Action,
    /// The person who did it.
    pub by: SeenPerformer,
    /// The details.
    pub details: Details,
}

impl Action {
    /// Whether the customer's own people see it. Orders and templates are the partner's.
    pub fn is_seen_in_portal(self) -> bool {
        !matches!(self, Self::LicensesBought | Self::PurchaseConfirmed | Self::TemplateSaved | Self::TemplateDeleted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::PartnerUserId;
    use uuid::Uuid;

    #[test]
    fn only_the_customers_own_people_are_named() {
        let person = Performer::Person(PartnerUserId::new(Uuid::from_u128(1)));
        let seen = |performer, is_own| SeenPerformer::of(performer, is_own, Some("Petra (of the customer)"));
        assert_eq!(seen(person, true), SeenPerformer::Own(Some("Petra".into())));
        assert_eq!(seen(person, false), SeenPerformer::YourPartner);
        assert_eq!(seen(Performer::CommandLine, false), SeenPerformer::YourPartner);
        assert_eq!(seen(Performer::Tenantry, false), SeenPerformer::Tenantry);
    }
}
