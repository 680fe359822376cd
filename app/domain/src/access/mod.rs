//! Access: the actions that an actor may do, and the customers for which.

mod actor;
pub mod application;
pub mod application_key;
pub mod application_rules;
pub mod authority;
pub mod custom_permissions;
mod decision;
#[cfg(test)]
mod decision_tests;
pub mod denied;
pub mod directory_managers;
pub mod entra_role;
pub mod entra_roles;
#[cfg(test)]
pub(crate) mod fixtures;
pub mod group;
pub mod group_grants;
pub mod group_rules;
pub mod identity_claims;
pub mod identity_provider;
pub mod invitation_form;
pub mod invited_addresses;
pub mod issuer;
mod name_list;
pub mod names;
pub mod noted;
pub mod partner_account;
pub mod people;
pub mod people_rules;
pub mod permission;
pub mod permission_set;
pub mod person;
pub mod person_refused;
pub mod portal;
pub mod portal_provider;
pub mod portal_role;
pub mod proof;
pub mod provider_rules;
pub mod provider_sign_in;
pub mod relationship;
pub mod relationship_list;
pub mod relationship_policy;
pub mod relationship_policy_rules;
pub mod relationship_request;
pub mod relationship_rules;
pub mod reseller;
pub mod role;
pub mod second_factor;
pub mod second_factor_rules;
pub mod session;
pub mod sign_in_name;
pub mod tag_rules;
pub mod tenant;
pub mod tenant_rules;
#[cfg(test)]
mod tests;
pub mod user_decision;
#[cfg(test)]
mod user_decision_tests;

pub use actor::Actor;
pub use decision::{CustomerAccess, CustomerRights, CustomerScope, Decision, decide, scope_of_begun, scope_of_saved};
pub(crate) use decision::{scope_of_creation, scope_of_rename};
