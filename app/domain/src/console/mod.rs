//! The console's own records: selections, saves and their operations, purchases, activity, security events.

pub mod accounts;
pub mod action;
pub mod activity;
pub mod bought;
pub mod chain;
pub mod directory_user;
pub mod entries;
pub mod errors;
pub mod new_person;
pub mod offboard;
pub mod operation;
pub mod operation_kind;
pub mod operation_products;
pub mod passwords;
pub mod portal_activity;
pub mod purchase;
pub mod reason;
pub mod save;
pub mod security;
pub mod selection;
pub mod user_template;
