//! Kills the program again and again while people of different roles, an application and a person of the customer's portal
//! save, undo and buy, and jobs run. Acknowledged requests must be there, unanswered ones are sent again under their key, and
//! every invariant must hold.
//!
//! `TENANTRY_KILLS` sets the number of kills, half of them on each engine. `TENANTRY_SEED` repeats the choices of a
//! run. If `TENANTRY_TEST_POSTGRES_PID_FILE` names a PostgreSQL that is restarted whenever it ends, that server is also
//! stopped at once (as by `pg_ctl -m immediate`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../support/anna.rs"]
mod anna;
mod check;
mod client;
mod client_accounts;
mod console;
mod crew;
#[path = "../store/database.rs"]
mod database;
mod deleted_customer;
mod figures;
mod http;
mod journal;
mod numbers;
mod overdue;
mod passwords;
mod postgres;
#[path = "../support/products.rs"]
mod products;
mod program;
mod rounds;
mod site;
#[path = "../support/mod.rs"]
mod support;
mod two_servers;

use database::Database;
use std::sync::{Mutex, PoisonError};
use tokio::runtime::Runtime;

/// Only one test of PostgreSQL runs at a time, because one of them stops it.
static POSTGRES: Mutex<()> = Mutex::new(());

/// Runs a test on PostgreSQL, if there is one.
fn on_postgres(run: impl FnOnce(&Runtime, Database)) {
    let _alone = POSTGRES.lock().unwrap_or_else(PoisonError::into_inner);
    let runtime = Runtime::new().unwrap();
    if let Some(database) = runtime.block_on(Database::postgres()) {
        run(&runtime, database);
    }
}

#[test]
fn sqlite_loses_and_doubles_nothing() {
    let runtime = Runtime::new().unwrap();
    rounds::run(&runtime, Database::sqlite());
}

#[test]
fn sqlite_does_what_is_due_once() {
    let runtime = Runtime::new().unwrap();
    overdue::run(&runtime, Database::sqlite());
}

#[test]
fn postgres_does_what_is_due_once() {
    on_postgres(overdue::run);
}

#[test]
fn sqlite_removes_all_of_a_deleted_customer() {
    let runtime = Runtime::new().unwrap();
    deleted_customer::run(&runtime, Database::sqlite());
}

#[test]
fn postgres_removes_all_of_a_deleted_customer() {
    on_postgres(deleted_customer::run);
}

#[test]
fn two_servers_on_one_postgres_are_as_one() {
    on_postgres(two_servers::run);
}

#[test]
fn postgres_loses_and_doubles_nothing() {
    on_postgres(rounds::run);
}
