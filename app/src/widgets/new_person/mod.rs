//! Creating a user in the directory of a tenant and giving that user access: the form, and the secrets shown once after it.

mod created;
mod dialog;
pub mod dialogs;
mod groups;
mod typed;
