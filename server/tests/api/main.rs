//! The server's HTTP interface: the real router, called in-process, over a fresh SQLite file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod access;
mod activity;
#[path = "../support/anna.rs"]
mod anna;
mod api_examples;
mod application_keys;
mod applications;
mod authority;
mod away;
mod busy;
#[path = "../support/choices.rs"]
mod choices;
mod clock;
mod custom_permissions;
mod delete_customer;
mod ended_meanwhile;
mod export;
mod extended;
mod fake_provider;
mod full;
mod functions;
mod gains;
mod headers;
mod health;
mod hostile;
mod isolation;
mod known_browsers;
mod large;
mod licensing;
mod logging;
mod markup;
mod my_account;
mod observatory;
mod oidc;
mod oidc_accounts;
mod oidc_asked;
mod oidc_documents;
mod oidc_portal;
mod oidc_portal_account;
mod oidc_several;
mod origin;
mod passwords;
mod people;
mod portal;
mod portal_gives;
mod portal_passwords;
mod portal_second_factor;
mod portal_told;
mod portal_walls;
#[path = "../support/products.rs"]
mod products;
mod proof;
mod proof_directory_roles;
mod read_only;
mod refusals;
mod relationship_policy;
mod relationships;
mod reset;
mod second_factor;
mod second_factor_set_up;
mod security;
mod set_up;
mod sign_in;
mod site;
mod small_disk;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/tables.rs"]
mod tables;
mod tenants;
mod tenants_created;
mod tenants_groups;
mod tenants_managers;
mod tenants_walls;
mod unauthenticated;
mod unreadable;
mod user_files;
