//! Words about deleting a customer.

use crate::format::{counted, number};
use domain::directory::customer_deletion::CustomerContents;
use domain::directory::invisible::isolated;

/// Heading, command, and the button that sends the form.
pub const DELETE: &str = "Delete customer";
/// Explains the command.
pub const LEAD: &str = "Removes this customer and all its data from Tenantry. Nothing changes at Microsoft.";
/// Shown while a request is under way.
pub const DELETING: &str = "Deleting…";
/// Begins the list of the contents that are deleted.
pub const GOES: &str = "This will be deleted:";
/// Follows the list.
pub const FOR_GOOD: &str = "It cannot be undone. Nothing changes at Microsoft.";
/// Names the data that stay.
pub const KEPT: &str =
    "The security log keeps the deletion, and sign-ins to the portal. Backups and exported files stay as they are.";
/// Field: the customer's name.
pub const NAME: &str = "Name of the customer";
/// Explains the field.
pub const NAME_HINT: &str = "Type it to confirm. Upper and lower case don't matter.";

/// Title of the dialog.
pub fn title(name: &str) -> String {
    format!("{DELETE} {}?", isolated(name))
}

/// The lines of the list.
pub fn lines(contents: &CustomerContents) -> Vec<String> {
    let CustomerContents { users, deleted_users, purchases, relationships, portal_people, activity, .. } = contents;
    let people = match portal_people {
        1 => "1 person of its portal, who is signed out".to_owned(),
        more => format!("{} people of its portal, who are signed out", number(*more)),
    };
    vec![
        format!("{} with their licenses, and {}", counted(*users, "user"), counted(*deleted_users, "deleted user")),
        counted(*purchases, "purchase"),
        counted(*relationships, "admin relationship"),
        people,
        format!("Its activity log: {}", counted(*activity, "row")),
        "Its recent changes, templates, tags and orders".to_owned(),
    ]
}

/// It was deleted.
pub fn deleted(name: &str) -> String {
    format!("{} was deleted.", isolated(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_is_counted() {
        let contents = CustomerContents {
            name: "Fabrikam".to_owned(),
            users: 1_204,
            deleted_users: 1,
            purchases: 3,
            relationships: 1,
            portal_people: 2,
            activity: 0,
        };
        let expected = [
            "1,204 users with their licenses, and 1 deleted user",
            "3 purchases",
            "1 admin relationship",
            "2 people of its portal, who are signed out",
            "Its activity log: 0 rows",
            "Its recent changes, templates, tags and orders",
        ];
        assert_eq!(lines(&contents), expected);
        let one = lines(&CustomerContents { portal_people: 1, ..contents });
        assert_eq!(one[3], "1 person of its portal, who is signed out");
    }
}
