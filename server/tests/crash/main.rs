//! The program is killed, again and again, while people save, undo, buy and jobs run; what was acknowledged must be
//! there, what was not is asked again under its key, and every invariant holds.
//!
//! `TENANTRY_KILLS` says how many kills, half of them on each engine, and `TENANTRY_SEED` repeats the choices of a run.
//! Where `TENANTRY_TEST_POSTGRES_PID_FILE` names a PostgreSQL that somebody starts again when it ends, that is stopped at
//! once (as by `pg_ctl -m immediate`) as well.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod check;
mod client;
mod client_accounts;
mod console;
#[path = "../store/database.rs"]
mod database;
mod figures;
mod http;
mod journal;
mod numbers;
mod overdue;
mod passwords;
mod postgres;
mod program;
mod rounds;
mod site;
mod two_servers;

use database::Database;
use std::sync::{Mutex, PoisonError};
use tokio::runtime::Runtime;

/// One test of PostgreSQL at a time: one of them stops it.
static POSTGRES: Mutex<()> = Mutex::new(());

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
    let _alone = POSTGRES.lock().unwrap_or_else(PoisonError::into_inner);
    let runtime = Runtime::new().unwrap();
    if let Some(database) = runtime.block_on(Database::postgres()) {
        overdue::run(&runtime, database);
    }
}

#[test]
fn two_servers_on_one_postgres_are_as_one() {
    let _alone = POSTGRES.lock().unwrap_or_else(PoisonError::into_inner);
    let runtime = Runtime::new().unwrap();
    if let Some(database) = runtime.block_on(Database::postgres()) {
        two_servers::run(&runtime, database);
    }
}

#[test]
fn postgres_loses_and_doubles_nothing() {
    let _alone = POSTGRES.lock().unwrap_or_else(PoisonError::into_inner);
    let runtime = Runtime::new().unwrap();
    if let Some(database) = runtime.block_on(Database::postgres()) {
        rounds::run(&runtime, database);
    }
}
