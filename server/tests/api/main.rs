//! The server's HTTP interface: the real router, called in-process, over a SQLite file of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod activity;
mod away;
mod clock;
mod export;
mod full;
mod functions;
mod headers;
mod health;
mod large;
mod licensing;
mod origin;
mod passwords;
mod read_only;
mod security;
mod set_up;
mod sign_in;
mod site;
mod small_disk;
mod strangers;
mod user_files;
