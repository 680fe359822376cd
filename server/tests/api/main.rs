//! The server's HTTP interface: the real router, called in-process, over a SQLite file of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod activity;
mod export;
mod functions;
mod headers;
mod health;
mod origin;
mod set_up;
mod sign_in;
mod site;
