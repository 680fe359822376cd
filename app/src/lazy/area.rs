//! The areas of the console.

/// An area of the console that comes in a file of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Area {
    /// The lists of users, with their filters and commands.
    List,
    /// The parts of a list of users that show when one asks for them: the side panel and the dialogs. Also the results
    /// of the search in the top bar.
    Users,
    /// Managing licenses.
    Licenses,
    /// Adding, editing and offboarding users, and the deleted ones.
    Entries,
    /// The results of operations, and recent changes.
    Results,
    /// Uploading users.
    Upload,
    /// The activity logs.
    Activity,
    /// The signed-in person's own account, and the dialog that asks for a proof of identity.
    Account,
    /// The partner's own people, their groups and applications, and how people sign in.
    People,
    /// The dialogs that add people.
    NewPeople,
    /// The partner's own account.
    AccountSettings,
    /// The partner's relationships with customers.
    Relationships,
    /// The products of a customer, and its portal as the partner manages it.
    Products,
    /// The portal of a customer.
    Portal,
}

impl Area {
    /// The area of the page with this path. `None` for pages of the first file.
    pub fn of_path(path: &str) -> Option<Self> {
        let mut parts = path.trim_start_matches('/').split('/');
        match parts.next()? {
            "customers" => match parts.nth(1)? {
                "licenses" => Some(Self::Licenses),
                "deleted" | "add-user" | "edit-users" | "offboard" => Some(Self::Entries),
                "users" if parts.nth(1) == Some("edit") => Some(Self::Entries),
                "users" | "selected" => Some(Self::List),
                "changes" => Some(Self::Results),
                "upload" => Some(Self::Upload),
                "activity" => Some(Self::Activity),
                "relationships" => Some(Self::Relationships),
                "portal" | "products" => Some(Self::Products),
                _ => None,
            },
            "activity" => Some(Self::Activity),
            "invitation" | "account" => Some(Self::Account),
            "people" => Some(Self::People),
            "account-settings" => Some(Self::AccountSettings),
            "relationships" => Some(Self::Relationships),
            "portal" => Some(Self::Portal),
            "sign-in" => (parts.next() == Some("second-factor")).then_some(Self::Account),
            _ => None,
        }
    }

    /// The areas a step away from a page of this one, the most likely first.
    pub(super) fn next(self) -> &'static [Self] {
        match self {
            Self::List => &[Self::Users, Self::Licenses, Self::Results],
            Self::Portal => &[],
            _ => &[Self::Users, Self::Results],
        }
    }

    pub(super) fn bit(self) -> u16 {
        1 << self as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_belongs_to_its_area() {
        let areas = [
            ("/customers/x/users", Area::List),
            ("/customers/x/selected", Area::List),
            ("/customers/x/licenses", Area::Licenses),
            ("/customers/x/deleted", Area::Entries),
            ("/customers/x/add-user", Area::Entries),
            ("/customers/x/edit-users", Area::Entries),
            ("/customers/x/offboard", Area::Entries),
            ("/customers/x/users/y/edit", Area::Entries),
            ("/customers/x/upload", Area::Upload),
            ("/customers/x/changes", Area::Results),
            ("/customers/x/changes/y", Area::Results),
            ("/customers/x/activity", Area::Activity),
            ("/customers/x/activity/report", Area::Activity),
            ("/activity", Area::Activity),
            ("/customers/x/relationships", Area::Relationships),
            ("/customers/x/relationships/y", Area::Relationships),
            ("/relationships", Area::Relationships),
            ("/customers/x/portal", Area::Products),
            ("/customers/x/products", Area::Products),
            ("/portal", Area::Portal),
            ("/portal/x/users", Area::Portal),
            ("/portal/account", Area::Portal),
            ("/people", Area::People),
            ("/invitation/x", Area::Account),
            ("/account", Area::Account),
            ("/account-settings", Area::AccountSettings),
            ("/sign-in/second-factor", Area::Account),
        ];
        for (path, area) in areas {
            assert_eq!(Area::of_path(path), Some(area), "{path}");
        }
        for first in ["", "/", "/customers", "/customers/x", "/customers/activity", "/sign-in"] {
            assert_eq!(Area::of_path(first), None, "{first}");
        }
    }

    #[test]
    fn each_area_has_a_bit_of_its_own() {
        assert_eq!(Area::List.bit(), 1);
        assert!(Area::Portal.bit() > Area::Products.bit());
    }
}
