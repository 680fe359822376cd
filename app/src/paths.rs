//! Every URL of the console.

pub use crate::list_paths::*;
pub use crate::portal_paths::*;
use domain::console::operation::OutcomeTab;
use domain::directory::page::Cursor;
use domain::ids::{
    ChangeId, CustomerId, IdentityProviderId, OperationId, RelationshipId, SecurityEventId, SelectionId, UserId,
};

/// The signed-in person's own account.
pub const MY_ACCOUNT: &str = "/account";
/// Changing one's own password (POST).
pub const MY_PASSWORD: &str = "/account/password";
/// Asking for a link to a new password.
pub const FORGOT_PASSWORD: &str = "/forgot-password";
/// The partner's own account.
pub const ACCOUNT_SETTINGS: &str = "/account-settings";
/// The people of the partner.
pub const PEOPLE: &str = "/people";
/// The groups of these people.
pub const GROUPS: &str = "/people?view=groups";
/// The address's word for the people who belong to no tenant.
pub const NO_DIRECTORY: &str = "none";
/// The applications of the partner.
pub const APPLICATIONS: &str = "/people?view=applications";
/// The list of customers, the start page.
pub const CUSTOMERS: &str = "/customers";
/// The admin relationships of all customers.
pub const RELATIONSHIPS: &str = "/relationships";
/// The activity log of all customers.
pub const ACTIVITY: &str = "/activity";
/// The first page of security events.
pub const SECURITY: &str = "/activity?view=security";
/// Signing in.
pub const SIGN_IN: &str = "/sign-in";
/// Asking for a code after the password, and the target of its form (POST).
pub const CODE: &str = "/sign-in/code";
/// Setting up a second factor before anything else.
pub const SET_UP_SECOND_FACTOR: &str = "/sign-in/second-factor";
/// Turning the second factor off (POST).
pub const SECOND_FACTOR_OFF: &str = "/account/second-factor/off";
/// The identity providers of the partner, and whether passwords are taken.
pub const SIGN_IN_SETTINGS: &str = "/people?view=sign-in";
/// Signing out (POST).
pub const SIGN_OUT: &str = "/sign-out";

/// The people of a tenant, or those who belong to none.
pub fn people_of(tenant: Option<CustomerId>) -> String {
    in_directory(PEOPLE, tenant)
}

/// A page of User management for the people of a tenant, or for those who belong to none.
pub fn in_directory(page: &str, tenant: Option<CustomerId>) -> String {
    let joint = if page.contains('?') { '&' } else { '?' };
    let directory = tenant.map_or_else(|| NO_DIRECTORY.to_owned(), |tenant| tenant.to_string());
    format!("{page}{joint}directory={directory}")
}

/// The page of a one-time link to a temporary password.
pub fn password_link(token: &str) -> String {
    format!("/password/{token}")
}

/// Going to an identity provider to sign in. `next` is the local address that follows.
pub fn sign_in_with(provider: IdentityProviderId, next: &str) -> String {
    format!("/sign-in/provider/{provider}?next={}", escape(next))
}

/// The sign-in page with an identity provider of a customer, which it shows only to people who come with this address. `next` is the
/// local address that follows.
pub fn portal_sign_in(provider: IdentityProviderId, next: &str) -> String {
    format!("{SIGN_IN}?provider={provider}&next={}", escape(next))
}

/// The sign-in page with an identity provider of a customer, as its people are told it.
pub fn portal_entrance(provider: IdentityProviderId) -> String {
    format!("{SIGN_IN}?provider={provider}")
}

/// Where an identity provider sends people back to.
pub fn provider_callback(provider: IdentityProviderId) -> String {
    format!("/sign-in/provider/{provider}/callback")
}

/// Going to an identity provider to accept an invitation.
pub fn accept_with(token: &str, provider: IdentityProviderId) -> String {
    format!("/invitation/{token}/provider/{provider}")
}

/// Going to an identity provider to link one's account there.
pub fn link_with(provider: IdentityProviderId) -> String {
    format!("/account/provider/{provider}")
}

/// Going to one's identity provider to prove one's identity again.
pub const CONFIRM_BY_PROVIDER: &str = "/account/confirm";
/// One's own account, which says that nothing was proven.
pub fn not_confirmed(in_portal: bool) -> String {
    with_identity(in_portal, "not-confirmed")
}

/// One's own account, with the result of linking an account at an identity provider.
pub fn with_identity(in_portal: bool, outcome: &str) -> String {
    format!("{}?identity={outcome}", crate::portal_paths::account(in_portal))
}

/// Going to one's identity provider to prove one's identity again. `next` is the local address that follows.
pub fn confirm_by_provider(next: &str) -> String {
    format!("{CONFIRM_BY_PROVIDER}?next={}", escape(next))
}

/// Users and licenses of a customer.
pub fn users(customer: CustomerId) -> String {
    format!("/customers/{customer}/users")
}

/// The users with errors of a customer.
pub fn users_with_errors(customer: CustomerId) -> String {
    users_view(customer, "?filter=errors")
}

/// A view of the users list; the query is empty or begins with `?`.
pub fn users_view(customer: CustomerId, query: &str) -> String {
    format!("/customers/{customer}/users{query}")
}

/// A view of the selected users; the query names the selection.
pub fn selected_users_view(customer: CustomerId, query: &str) -> String {
    format!("/customers/{customer}/selected{query}")
}

/// The users of a selection.
pub fn selected_users(customer: CustomerId, selection: SelectionId) -> String {
    format!("/customers/{customer}/selected?selection={selection}")
}

/// Adding users.
pub fn add_user(customer: CustomerId) -> String {
    format!("/customers/{customer}/add-user")
}

/// Adding a copy of a user.
pub fn copy_user(customer: CustomerId, from: UserId) -> String {
    format!("/customers/{customer}/add-user?from={from}")
}

/// A step of adding users.
pub fn add_user_at(customer: CustomerId, from: Option<UserId>, step: &str) -> String {
    let from = from.map(|from| format!("from={from}"));
    with_query(add_user(customer), from.into_iter().chain([format!("step={step}")]).collect())
}

/// The users list with the side panel of a user.
pub fn user(customer: CustomerId, user: UserId) -> String {
    format!("/customers/{customer}/users?user={user}")
}

/// Editing a user.
pub fn edit_user(customer: CustomerId, user: UserId) -> String {
    format!("/customers/{customer}/users/{user}/edit")
}

/// Editing the users of a selection.
pub fn edit_users(customer: CustomerId, selection: SelectionId) -> String {
    format!("/customers/{customer}/edit-users?selection={selection}")
}

/// Offboarding the users of a selection.
pub fn offboard(customer: CustomerId, selection: SelectionId) -> String {
    format!("/customers/{customer}/offboard?selection={selection}")
}

/// A step of editing the users of a selection, whose address is `page`; `done` is the operation shown by the last step.
pub fn at_step(page: String, step: &str, done: Option<OperationId>) -> String {
    let done = done.map(|operation| format!("&operation={operation}")).unwrap_or_default();
    format!("{page}&step={step}{done}")
}

/// Uploading users of a customer.
pub fn upload(customer: CustomerId) -> String {
    format!("/customers/{customer}/upload")
}

/// The template for user files.
pub fn upload_template(customer: CustomerId) -> String {
    format!("/customers/{customer}/upload/template.csv")
}

/// The failed rows of an operation, as a file for another upload.
pub fn failed_rows(customer: CustomerId, operation: OperationId) -> String {
    format!("/customers/{customer}/changes/{operation}/failed.csv")
}

/// The deleted users of a customer.
pub fn deleted_users(customer: CustomerId) -> String {
    format!("/customers/{customer}/deleted")
}

/// A page of a customer's deleted users.
pub fn deleted_users_at(customer: CustomerId, search: &str, at: Cursor<UserId>) -> String {
    let search = (!search.is_empty()).then(|| format!("search={}", escape(search)));
    with_query(deleted_users(customer), search.into_iter().chain(place(&at)).collect())
}

/// Managing the licenses of a selection.
pub fn manage_licenses(customer: CustomerId, selection: SelectionId) -> String {
    format!("/customers/{customer}/licenses?selection={selection}")
}

/// The relationships with a customer.
pub fn relationships(customer: CustomerId) -> String {
    format!("/customers/{customer}/relationships")
}

/// An admin relationship with a customer.
pub fn relationship(customer: CustomerId, relationship: RelationshipId) -> String {
    format!("/customers/{customer}/relationships/{relationship}")
}

/// The customer's answer to a request, and the target of its form (POST).
pub fn relationship_request(token: &str) -> String {
    format!("/relationship/{}", escape(token))
}

/// The activity log of a customer.
pub fn activity(customer: CustomerId) -> String {
    format!("/customers/{customer}/activity")
}

/// The activity report of a customer; `end` is a file extension or a query that begins with `?`.
pub fn activity_report(customer: CustomerId, end: &str) -> String {
    format!("/customers/{customer}/activity/report{end}")
}

/// Recent changes of a customer.
pub fn changes(customer: CustomerId) -> String {
    format!("/customers/{customer}/changes")
}

/// The result of an operation.
pub fn operation(customer: CustomerId, operation: OperationId) -> String {
    format!("/customers/{customer}/changes/{operation}")
}

/// An operation's outcomes as CSV.
pub fn operation_export(customer: CustomerId, operation: OperationId) -> String {
    format!("/customers/{customer}/changes/{operation}/export.csv")
}

/// The matching users as CSV; takes the query of the users list.
pub fn users_export(customer: CustomerId, query: &str) -> String {
    format!("/customers/{customer}/users/export.csv{query}")
}

/// A page of security events.
pub fn security_at(at: Cursor<SecurityEventId>) -> String {
    with_query(ACTIVITY.to_owned(), ["view=security".to_owned()].into_iter().chain(place(&at)).collect())
}

/// A page of the refusals about a customer.
pub fn refusals_at(customer: CustomerId, at: Cursor<SecurityEventId>) -> String {
    with_query(activity(customer), ["view=refusals".to_owned()].into_iter().chain(place(&at)).collect())
}

/// A page of a customer's recent changes.
pub fn changes_at(customer: CustomerId, at: Cursor<ChangeId>) -> String {
    with_query(changes(customer), place(&at).into_iter().collect())
}

/// A page of an operation's outcomes, in one of its tabs.
pub fn operation_at(customer: CustomerId, id: OperationId, tab: OutcomeTab, at: Cursor<i64>) -> String {
    let tab = match tab {
        OutcomeTab::All => None,
        OutcomeTab::Successful => Some("tab=successful".to_owned()),
        OutcomeTab::Errors => Some("tab=errors".to_owned()),
    };
    with_query(operation(customer, id), tab.into_iter().chain(place(&at)).collect())
}

pub(crate) fn with_query(address: String, query: Vec<String>) -> String {
    if query.is_empty() { address } else { format!("{address}?{}", query.join("&")) }
}

/// Signing in, followed by a redirect to a local address.
pub fn sign_in(next: &str) -> String {
    format!("{SIGN_IN}?next={}", escape(next))
}

/// Asking for a code, followed by a redirect to a local address.
pub fn code(next: &str) -> String {
    format!("{CODE}?next={}", escape(next))
}

/// Setting up a second factor, followed by a local address.
pub fn set_up_second_factor(next: &str) -> String {
    format!("{SET_UP_SECOND_FACTOR}?next={}", escape(next))
}

/// A page of a list as it appears in the query: `after=…`, `before=…`, `last=1`.
pub fn place<Id: std::fmt::Display>(place: &Cursor<Id>) -> Option<String> {
    match place {
        Cursor::First => None,
        Cursor::After(id) => Some(format!("after={id}")),
        Cursor::Before(id) => Some(format!("before={id}")),
        Cursor::Last => Some("last=1".to_owned()),
    }
}

/// The page of the initial set-up, and the target of its form (POST).
pub fn set_up(token: &str) -> String {
    format!("/setup/{}", escape(token))
}

/// Accepting an invitation.
pub fn invitation(token: &str) -> String {
    format!("/invitation/{}", escape(token))
}

/// Choosing a new password by a link.
pub fn reset_link(token: &str) -> String {
    format!("/reset/{}", escape(token))
}

/// The address if it is local, else the list of customers. Prevents redirects to other sites after sign-in.
pub fn local_or_customers(address: &str) -> &str {
    let local = address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains(|character: char| character == '\\' || character.is_control());
    if local { address } else { CUSTOMERS }
}

/// Escapes text for a query.
pub fn escape(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => escaped.push(byte.into()),
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_inside_a_query_is_escaped() {
        assert_eq!(sign_in("/customers?search=a b&last=1"), "/sign-in?next=/customers%3Fsearch%3Da%20b%26last%3D1");
    }

    #[test]
    fn signing_in_leads_nowhere_else() {
        let local = "/customers?search=a";
        assert_eq!(local_or_customers(local), local);
        for foreign in ["https://example.com", "//example.com", "/\\example.com", "/\t/example.com", ""] {
            assert_eq!(local_or_customers(foreign), CUSTOMERS, "{foreign:?}");
        }
    }
}
