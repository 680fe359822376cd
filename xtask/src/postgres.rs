//! A private PostgreSQL for the time of a task: a new cluster in a folder of its own, on a free port.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::problem::Problem;
use crate::step::step;
use crate::{apt, process};

/// The variable with the URL of PostgreSQL for tests and benchmarks. If it is already set, that server is used.
pub const URL_VARIABLE: &str = "TENANTRY_TEST_POSTGRES_URL";

/// The user that runs PostgreSQL when this process is root: PostgreSQL refuses to run as root.
const ACCOUNT: &str = "postgres";

/// A running server. Dropping it stops the server and removes its data.
pub struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    server: Option<Child>,
}

impl Cluster {
    /// Finds or installs PostgreSQL, and starts a new cluster with a folder of its own in this one.
    pub fn start(within: &Path) -> Result<Cluster, Problem> {
        let programs = match find_programs() {
            Some(programs) => programs,
            None if apt::available() => {
                apt::install(&["postgresql"])?;
                find_programs().ok_or_else(missing)?
            }
            None => return Err(missing()),
        };
        step("Starting a private PostgreSQL", || {
            let mut cluster = Cluster {
                programs,
                folder: within.join(format!("tenantry-postgres-{}", std::process::id())),
                port: free_port()?,
                server: None,
            };
            cluster.create()?;
            cluster.launch()?;
            cluster.wait_until_ready()?;
            Ok(cluster)
        })
    }

    /// The URL to connect to as a superuser.
    pub fn url(&self) -> String {
        format!("postgres://{ACCOUNT}@127.0.0.1:{}/postgres", self.port)
    }

    /// Tells the command where the server is, and where PostgreSQL's programs are.
    pub fn tell(&self, command: &mut Command) {
        let others = std::env::var_os("PATH").unwrap_or_default();
        let all = std::iter::once(self.programs.clone()).chain(std::env::split_paths(&others));
        command.env(URL_VARIABLE, self.url());
        if let Ok(path) = std::env::join_paths(all) {
            command.env("PATH", path);
        }
    }

    /// The pid file. It begins with the id of the server's process.
    pub fn pid_file(&self) -> PathBuf {
        self.data().join("postmaster.pid")
    }

    /// Starts the server again if it has ended. Does not wait until it is ready, because it may end before that.
    pub fn start_again(&mut self) -> Result<(), Problem> {
        if self.has_ended() && !process::interrupted() { self.launch() } else { Ok(()) }
    }

    fn has_ended(&mut self) -> bool {
        self.server.as_mut().is_some_and(|server| matches!(server.try_wait(), Ok(Some(_))))
    }

    fn create(&self) -> Result<(), Problem> {
        fs::create_dir_all(&self.folder).map_err(Problem::file("made", &self.folder))?;
        if apt::is_root() {
            process::run(process::command("chown").arg(ACCOUNT).arg(&self.folder))?;
        }
        let mut initdb = self.command("initdb");
        initdb
            .args(["--locale=C", "--encoding=UTF8", "--auth=trust", "--username", ACCOUNT, "--pgdata"])
            .arg(self.data());
        process::output(&mut initdb).map(drop)
    }

    fn launch(&mut self) -> Result<(), Problem> {
        let log = self.log();
        let file = fs::File::create(&log).map_err(Problem::file("made", &log))?;
        let mut postgres = self.command("postgres");
        postgres
            .arg("-D")
            .arg(self.data())
            .args(["-p", &self.port.to_string()])
            .args(["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200", "-c"])
            .arg(format!("unix_socket_directories={}", self.folder.display()))
            .stdout(Stdio::null())
            .stderr(file);
        let server = postgres.spawn().map_err(|error| Problem::Start { command: process::shown(&postgres), error })?;
        self.server = Some(server);
        Ok(())
    }

    fn wait_until_ready(&mut self) -> Result<(), Problem> {
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(60) {
            if process::interrupted() {
                return Err(Problem::Interrupted);
            }
            if self.has_ended() {
                break;
            }
            if is_ready(&self.pid_file()) {
                return Ok(());
            }
            sleep(Duration::from_millis(50));
        }
        Err(Problem::Postgres(fs::read_to_string(self.log()).unwrap_or_default()))
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    /// A program of PostgreSQL, run as an unprivileged user.
    fn command(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        let mut command = if apt::is_root() {
            let mut command = process::command("setpriv");
            command
                .arg(format!("--reuid={ACCOUNT}"))
                .arg(format!("--regid={ACCOUNT}"))
                .args(["--init-groups", "--pdeathsig", "INT", "--"])
                .arg(program);
            command
        } else {
            process::command(program)
        };
        command.current_dir(&self.folder);
        command
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(server) = &mut self.server {
            // INT is PostgreSQL's "fast" shutdown, which does not wait for clients.
            process::signal(server.id(), "INT");
            let _ = server.wait();
        }
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("{} can't be removed: {error}", self.folder.display());
        }
    }
}

/// Whether the server is ready, as the last line of `postmaster.pid` says.
fn is_ready(pid_file: &Path) -> bool {
    fs::read_to_string(pid_file).is_ok_and(|text| text.lines().any(|line| line.trim() == "ready"))
}

/// Finds the folder with initdb and postgres, from PATH or from Debian's folders, newest first.
fn find_programs() -> Option<PathBuf> {
    let in_path = process::find("initdb").and_then(|path| fs::canonicalize(path).ok());
    let mut versions: Vec<_> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin/initdb"))
        .collect();
    versions.sort_by_key(|path| {
        let version = path.iter().nth_back(2).map(|name| name.to_string_lossy().parse::<u32>());
        std::cmp::Reverse(version.and_then(Result::ok))
    });
    in_path
        .into_iter()
        .chain(versions)
        .filter_map(|initdb| initdb.parent().map(Path::to_owned))
        .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

fn missing() -> Problem {
    Problem::Missing {
        tool: "PostgreSQL (initdb)".to_owned(),
        advice: format!(
            "Its half of the store tests can't run. On Debian: apt-get install postgresql. Or set {URL_VARIABLE} to a server where databases may be made."
        ),
    }
}

fn free_port() -> Result<u16, Problem> {
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| Problem::Postgres(format!("no port is free: {error}")))
}
