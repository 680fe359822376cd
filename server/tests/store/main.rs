//! The store, on SQLite and on PostgreSQL: the same tests, each on a fresh database.
//!
//! PostgreSQL is found through `TENANTRY_TEST_POSTGRES_URL`, a server where databases may be made; `cargo xtask test`
//! starts one. Without it that half is skipped, except in CI.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod account_profiles;
mod account_races;
mod accounts;
mod activity;
mod activity_chain;
mod backup;
mod block;
mod catalog;
mod claims;
mod clock;
mod commands;
mod constraints;
mod customers;
mod database;
mod delete;
mod dice;
mod directory;
mod directory_sample;
mod engines;
mod entries;
mod filters;
mod find;
mod fixtures;
mod history;
mod hourly;
mod isolation;
mod job_chain;
mod jobs;
mod migrate_to;
mod model;
mod offboard;
mod operations;
mod outages;
mod partners;
mod passwords;
mod people;
mod purchases;
mod purge;
mod purge_passwords;
mod races;
mod random;
mod read_back;
mod reasons;
mod restore;
mod restore_users;
mod retry;
mod save;
mod save_replies;
mod save_users;
mod security;
mod selection;
mod sessions;
mod statements;
mod stopped_entries;
mod storm;
mod templates;
mod throttle;
mod undo;
mod upgrade;
mod user_detail;
mod users;
