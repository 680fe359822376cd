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
mod backup;
mod beside_chains;
mod block;
mod catalog;
mod claims;
mod clock;
mod commands;
mod constraints;
mod customer_products;
mod customers;
mod database;
mod delete;
mod dice;
mod directory;
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
mod partners;
mod passwords;
mod people;
mod people_managed;
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
mod restore;
mod restore_users;
mod retry;
mod save;
mod save_replies;
mod save_users;
mod second_factor;
mod security;
mod selection;
mod sessions;
mod statements;
mod stopped_entries;
mod storm;
#[path = "../support/mod.rs"]
mod support;
mod templates;
mod throttle;
mod undo;
mod upgrade;
mod user_detail;
mod user_errors;
mod users;
mod way_back;
