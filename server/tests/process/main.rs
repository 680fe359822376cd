//! The program itself, as its own process: how it starts, what it does by itself, and how it stands clients that are slow or
//! send too much, and connections and sign-ins beyond all bounds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod connections;
mod downloads;
mod heavy;
mod hourly;
mod large;
mod passwords;
mod prepared;
mod program;
mod sign_in_load;
mod slow;
mod start;
