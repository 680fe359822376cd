//! Connections whose statements have a time limit, and end if their caller gives up.
//!
//! A page that is no longer awaited drops its future. sqlx then forgets the statement, but the database would work on
//! it to its end, and the connection could not be used meanwhile. This driver ends the statement: on SQLite with a
//! progress handler, on PostgreSQL by closing the connection, which the server notices.
//!
//! sqlx's `Any` gives no access to the connection behind it. So this is a separate driver for `Any`, around the drivers
//! of SQLite and PostgreSQL.

mod clock;
mod connection;
mod driver;

pub(in crate::store) use connection::{with_limit, without_limit};

use driver::Timed;
use sqlx_core::any::driver::{AnyDriver, install_drivers};
use std::sync::Once;

static DRIVERS: [AnyDriver; 1] = [AnyDriver::without_migrate::<Timed>()];

/// Makes `Any` use these connections, for both engines. Further calls do nothing.
pub fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if install_drivers(&DRIVERS).is_err() {
            tracing::error!("other database drivers were installed before: statements have no time limit");
        }
    });
}
