//! A private PostgreSQL that is restarted whenever it ends, for tests that stop it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::postgres::{Cluster, URL_VARIABLE};
use crate::problem::Problem;

/// The variable with the path of the server's pid file, for tests that may stop it.
const PID_FILE_VARIABLE: &str = "TENANTRY_TEST_POSTGRES_PID_FILE";
/// Interval between checks whether the server has ended.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// A cluster that is kept running. Dropping it stops the server and removes its data.
pub struct Keeper {
    url: String,
    pid_file: PathBuf,
    /// The thread runs until this is dropped.
    watch: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// Starts a new cluster in this folder and watches it.
    pub fn start(within: &Path) -> Result<Keeper, Problem> {
        let mut cluster = Cluster::start(within)?;
        let (url, pid_file) = (cluster.url(), cluster.pid_file());
        let (watch, watched) = channel();
        let thread = thread::spawn(move || {
            while matches!(watched.recv_timeout(LOOK_EVERY), Err(RecvTimeoutError::Timeout)) {
                if let Err(problem) = cluster.start_again() {
                    println!("{problem}");
                    return;
                }
            }
        });
        Ok(Keeper { url, pid_file, watch: Some(watch), thread: Some(thread) })
    }

    /// Passes the server's URL and pid file to the tests that a command runs.
    pub fn tell(&self, command: &mut Command) {
        command.env(URL_VARIABLE, &self.url).env(PID_FILE_VARIABLE, &self.pid_file);
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.watch.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            eprintln!("The private PostgreSQL was not stopped properly.");
        }
    }
}
