//! A PostgreSQL that may be stopped at once, because it is restarted whenever it ends.

use super::database::Database;
use sqlx::{Connection, PgConnection};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// The variable with the path of its pid file.
const PID_FILE: &str = "TENANTRY_TEST_POSTGRES_PID_FILE";
/// Time limit for its restart.
const PATIENCE: Duration = Duration::from_secs(60);

/// The server, identified by its pid file.
pub struct Stoppable(PathBuf);

impl Stoppable {
    /// The server of a database, if it may be stopped.
    pub fn of(database: &Database) -> Option<Self> {
        match database {
            Database::Sqlite(_) => None,
            Database::Postgres { .. } => std::env::var_os(PID_FILE).map(|path| Self(path.into())),
        }
    }

    /// Ends all its processes at once, as `pg_ctl stop -m immediate` does: nothing more is written, and the next start
    /// recovers from its log. Waits for the restart.
    pub async fn stop_at_once(&self, url: &str) {
        let before = self.pid().expect("the PostgreSQL server runs");
        assert!(Command::new("kill").args(["-s", "QUIT", &before]).status().unwrap().success());
        let start = Instant::now();
        while self.pid().is_none_or(|now| now == before) || PgConnection::connect(url).await.is_err() {
            assert!(start.elapsed() < PATIENCE, "PostgreSQL was not started again");
            sleep(Duration::from_millis(20)).await;
        }
    }

    fn pid(&self) -> Option<String> {
        std::fs::read_to_string(&self.0).ok()?.lines().next().map(|pid| pid.trim().to_owned())
    }
}
