//! The ids that requests carry: of what they are, and where they stand in the arguments of a function.

use serde_json::Value;
use std::fmt;
use uuid::Uuid;

/// The kind of an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Customer,
    User,
    /// A user among the deleted users.
    DeletedUser,
    Operation,
    /// An operation after which temporary passwords are made.
    PasswordOperation,
    /// An operation that added users.
    EntriesOperation,
    Selection,
    Order,
    /// A purchase of software with product keys.
    Purchase,
    Template,
    Relationship,
    /// The roles that a group has of a relationship.
    Assignment,
    Person,
    /// A person as one who did something. A removed person stays in the activity log.
    Performer,
    /// A person of the customer's portal.
    PortalPerson,
    Group,
    Invitation,
    Session,
    Application,
    /// A key of an application.
    ApplicationKey,
    /// An identity provider.
    Provider,
    /// An identity provider of the customer.
    PortalProvider,
    /// A product that the customer owns. The catalogue is everybody's, what is owned is not.
    Product,
    /// The key under which a request is done once.
    Key,
    /// Rows of logs, as the place where a page of a list begins.
    Activity,
    SecurityEvent,
}

impl Kind {
    pub const ALL: [Self; 26] = [
        Self::Customer,
        Self::User,
        Self::DeletedUser,
        Self::Operation,
        Self::PasswordOperation,
        Self::EntriesOperation,
        Self::Selection,
        Self::Order,
        Self::Purchase,
        Self::Template,
        Self::Relationship,
        Self::Assignment,
        Self::Person,
        Self::Performer,
        Self::PortalPerson,
        Self::Group,
        Self::Invitation,
        Self::Session,
        Self::Application,
        Self::ApplicationKey,
        Self::Provider,
        Self::PortalProvider,
        Self::Product,
        Self::Key,
        Self::Activity,
        Self::SecurityEvent,
    ];

    /// Whether a customer has it, so that another customer of the same partner has another one.
    pub fn is_of_a_customer(self) -> bool {
        use Kind::{Activity, Application, ApplicationKey, Customer, Group, Invitation, Key};
        use Kind::{Performer, Person, Provider, SecurityEvent, Session};
        let of_partner =
            matches!(self, Person | Performer | Group | Invitation | Session | Application | ApplicationKey | Provider);
        !of_partner && !matches!(self, Customer | Key | Activity | SecurityEvent)
    }

    /// The kind of an id in a field with this name. `None` if the name is not known here.
    fn of_field(function: &str, field: &str) -> Option<Self> {
        Some(match field {
            "customer" | "tenant" => Self::Customer,
            "user" | "Listed" => Self::User,
            "operation" if function == "passwords/create" => Self::PasswordOperation,
            // The activity log is searched for it.
            "operation" | "search" => Self::Operation,
            "selection" => Self::Selection,
            "order" => Self::Order,
            "purchase" => Self::Purchase,
            "relationship" => Self::Relationship,
            "person" if function.starts_with("portal/") => Self::PortalPerson,
            "person" => Self::Person,
            "group" => Self::Group,
            "invitation" => Self::Invitation,
            "session" => Self::Session,
            "application" => Self::Application,
            "provider" if function.starts_with("portal/") => Self::PortalProvider,
            "provider" => Self::Provider,
            "sku" | "sku_id" => Self::Product,
            "key" => Self::Key,
            "template" => Self::Template,
            "id" if function == "templates/save" => Self::Template,
            _ => return None,
        })
    }

    /// The placeholder in calls of an id of this kind: `{User}`.
    fn placeholder(self) -> String {
        format!("{{{self}}}")
    }

    fn of_placeholder(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.placeholder() == text)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

/// Puts placeholders in place of the ids of valid arguments, by the names of the fields that they stand in.
pub fn with_placeholders(function: &str, field: &str, value: Value) -> Value {
    match value {
        Value::String(text) if text.parse::<Uuid>().is_ok() => {
            let kind = Kind::of_field(function, field).unwrap_or_else(|| {
                panic!(
                    "{function} has an id in the field `{field}`, and nobody knows what it is of. Name it in \
                     `Kind::of_field` (server/tests/api/isolation/ids.rs); a new kind of id is also made in objects.rs."
                )
            });
            kind.placeholder().into()
        }
        Value::Array(all) => all.into_iter().map(|one| with_placeholders(function, field, one)).collect(),
        Value::Object(fields) => {
            let each = fields.into_iter().map(|(name, value)| {
                let value = with_placeholders(function, &name, value);
                (name, value)
            });
            Value::Object(each.collect())
        }
        other => other,
    }
}

/// Where ids stand in arguments, as JSON pointers.
pub fn places(arguments: &Value) -> Vec<(String, Kind)> {
    fn walk(value: &Value, at: &str, found: &mut Vec<(String, Kind)>) {
        match value {
            Value::String(text) => found.extend(Kind::of_placeholder(text).map(|kind| (at.to_owned(), kind))),
            Value::Array(all) => all.iter().enumerate().for_each(|(n, one)| walk(one, &format!("{at}/{n}"), found)),
            Value::Object(fields) => fields.iter().for_each(|(name, one)| walk(one, &format!("{at}/{name}"), found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(arguments, "", &mut found);
    found
}
