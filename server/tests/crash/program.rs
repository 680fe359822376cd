//! The program in its own process.

use server::failpoint::{CRASH_AT, Failpoint};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Saves for more users than this are jobs.
pub const JOB_ABOVE: usize = 4;
const SIGKILL: i32 = 9;

/// `tenantry serve`; killed when dropped.
pub struct Program {
    child: Child,
    pub port: u16,
    log: PathBuf,
}

impl Program {
    /// Starts it and waits until it is ready. With `crash_at` it is killed at that point, the N-th time it is reached.
    pub fn start(url: &str, folder: &Path, crash_at: Option<(Failpoint, u64)>) -> Self {
        let log = folder.join("log");
        let mut child = serve(url, folder, &log, crash_at);
        let mut ready = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut ready).unwrap();
        let port = ready.rsplit(':').next().and_then(|port| port.trim().parse().ok());
        let port = port.unwrap_or_else(|| panic!("the program did not start: {ready}\n{}", told(&log)));
        Self { child, port, log }
    }

    /// Starts it and waits until it is killed at a point that it reaches by itself, possibly before it is ready.
    /// Returns false if that does not happen in time.
    pub fn start_to_be_killed(url: &str, folder: &Path, crash_at: (Failpoint, u64), time: Duration) -> bool {
        let log = folder.join("log");
        let child = serve(url, folder, &log, Some(crash_at));
        Self { child, port: 0, log }.is_killed_within(time)
    }

    /// Kills it, unless it is already dead.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        let status = self.child.wait().unwrap();
        self.expect_killed(status);
    }

    /// Waits until it is killed at its point. Returns false if that does not happen in time.
    pub fn is_killed_within(&mut self, time: Duration) -> bool {
        let start = Instant::now();
        while start.elapsed() < time {
            if let Some(status) = self.child.try_wait().unwrap() {
                self.expect_killed(status);
                return true;
            }
            sleep(Duration::from_millis(5));
        }
        false
    }

    fn expect_killed(&self, status: ExitStatus) {
        assert_eq!(status.signal(), Some(SIGKILL), "the program ended by itself: {status}\n{}", told(&self.log));
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // A failed check may be unwinding here, or the program may already be dead.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs `tenantry check` and asserts that it finds nothing broken.
pub fn check(url: &str, folder: &Path) {
    let checked = command(url, &folder.join("log")).arg("check").output().unwrap();
    assert!(checked.status.success(), "tenantry check: {}", String::from_utf8_lossy(&checked.stdout));
}

fn serve(url: &str, folder: &Path, log: &Path, crash_at: Option<(Failpoint, u64)>) -> Child {
    let mut command = command(url, log);
    command.args(["serve", "--listen", "127.0.0.1:0", "--job-above", &JOB_ABOVE.to_string(), "--site-dir"]);
    command.arg(folder).stdout(Stdio::piped());
    if let Some((point, times)) = crash_at {
        command.env(CRASH_AT, format!("{}:{times}", point.as_str()));
    }
    command.spawn().unwrap()
}

fn command(url: &str, log: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tenantry"));
    let log = File::options().create(true).append(true).open(log).unwrap();
    // All databases share one key file, also those on a server.
    command.env("TENANTRY_KEY_FILE", concat!(env!("CARGO_TARGET_TMPDIR"), "/crash.key"));
    command.env("TENANTRY_DATABASE_URL", url).env("RUST_LOG", "warn").stdin(Stdio::null()).stderr(log);
    command
}

fn told(log: &Path) -> String {
    std::fs::read_to_string(log).unwrap_or_default()
}
