//! The store on SQLite and PostgreSQL: the same tests, each on a fresh database.
//!
//! `TENANTRY_TEST_POSTGRES_URL` names a PostgreSQL server on which databases may be made; `cargo xtask test` starts
//! one. Without it the PostgreSQL half is skipped, except in CI.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod account_profiles;
mod account_races;
mod accounts;
mod activity;
mod activity_chain;
mod addresses;
mod applications;
mod backup;
mod beside_chains;
mod block;
mod catalog;
#[path = "../support/choices.rs"]
mod choices;
mod claims;
mod clock;
mod commands;
mod constraints;
mod covered_customers;
mod custom_permissions;
mod customer_products;
mod customers;
mod database;
mod delete;
mod dice;
mod directory;
mod directory_groups;
mod directory_sample;
mod edit_jobs;
mod engines;
mod entries;
mod filters;
mod find;
mod fixtures;
mod groups;
mod history;
mod hourly;
mod identity_providers;
mod isolation;
mod job_chain;
mod jobs;
mod jobs_taken_on;
mod key_file;
mod limits;
mod migrate_to;
mod model;
mod my_account;
mod offboard;
mod offboard_twice;
mod operations;
mod outages;
mod outcomes;
mod partner_account;
mod partners;
mod passwords;
mod people;
mod people_managed;
mod planned_deletions;
mod portal;
mod portal_providers;
#[path = "../support/products.rs"]
mod products;
mod purchases;
mod purge;
mod purge_passwords;
mod races;
mod random;
mod read_back;
mod reasons;
mod recent_changes;
mod relationships;
mod relationships_granted;
mod relationships_imported;
mod relationships_seen;
mod restore;
mod restore_users;
mod retry;
mod save;
mod save_replies;
mod save_users;
mod second_factor;
mod security;
mod seen;
mod selection;
mod sessions;
mod software;
mod statements;
mod stopped_entries;
mod storm;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/tables.rs"]
mod tables;
mod templates;
mod tenants;
mod tenants_renamed;
mod throttle;
mod undo;
mod upgrade;
mod user_detail;
mod user_errors;
mod users;
mod way_back;
