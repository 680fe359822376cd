//! The program in its own process: how it starts, what it does by itself, and how it copes with slow clients, large
//! requests, and too many connections and sign-ins.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../support/anna.rs"]
mod anna;
mod connections;
mod downloads;
mod heavy;
mod hourly;
mod large;
mod mail_server;
mod passwords;
mod prepared;
mod program;
mod relationships;
mod sign_in_load;
mod slow;
mod start;
#[path = "../support/mod.rs"]
mod support;
