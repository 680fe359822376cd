//! Starting other programs, and stopping them when the person presses Ctrl-C.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{env, fs};

use crate::problem::Problem;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static CHILDREN: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// Makes Ctrl-C end the running programs. The task then ends normally and cleans up.
pub fn stop_children_when_interrupted() {
    let installed = ctrlc::set_handler(|| {
        INTERRUPTED.store(true, Ordering::SeqCst);
        for id in children().iter() {
            signal(*id, "TERM");
        }
    });
    if let Err(error) = installed {
        eprintln!("Ctrl-C may leave programs running: {error}");
    }
}

/// Whether the person asked to stop.
pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// Sends a signal, named without SIG, to a process.
pub fn signal(id: u32, name: &str) {
    // A process that is already gone needs no signal.
    let _ = Command::new("kill").args(["-s", name, &id.to_string()]).stderr(Stdio::null()).status();
}

/// A command without input and without the variables that Cargo sets for xtask. Build scripts look at some of these
/// variables, and would run again at each switch between a build from xtask and one from a shell.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.stdin(Stdio::null());
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"].iter().any(|prefix| text.starts_with(prefix))
        {
            command.env_remove(&name);
        }
    }
    command
}

/// A started program. It is told to end when the person interrupts the task.
pub struct Running {
    /// The process.
    pub child: Child,
}

impl Running {
    /// Starts a program.
    pub fn start(command: &mut Command) -> Result<Running, Problem> {
        // Held while starting, so that an interruption either prevents the start or reaches the child.
        let mut children = children();
        if interrupted() {
            return Err(Problem::Interrupted);
        }
        let child = command.spawn().map_err(|error| Problem::Start { command: shown(command), error })?;
        children.push(child.id());
        Ok(Running { child })
    }

    /// Waits for its end.
    pub fn wait(mut self) -> Result<ExitStatus, Problem> {
        let status = self.child.wait().map_err(|error| Problem::Start { command: "wait".to_owned(), error });
        if interrupted() {
            return Err(Problem::Interrupted);
        }
        status
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let id = self.child.id();
        if matches!(self.child.try_wait(), Ok(None)) {
            signal(id, "TERM");
            let _ = self.child.wait();
        }
        children().retain(|other| *other != id);
    }
}

/// Runs a program to its end. A failure is a problem.
pub fn run(command: &mut Command) -> Result<(), Problem> {
    let status = Running::start(command)?.wait()?;
    succeeded(command, status)
}

/// Runs a program and passes on each line of its output while it runs.
pub fn run_by_line(command: &mut Command, mut each: impl FnMut(&str)) -> Result<ExitStatus, Problem> {
    let mut running = Running::start(command.stdout(Stdio::piped()))?;
    if let Some(stdout) = running.child.stdout.take() {
        let mut reader = BufReader::new(stdout);
        let mut line = Vec::new();
        while matches!(reader.read_until(b'\n', &mut line), Ok(1..)) {
            each(String::from_utf8_lossy(&line).trim_end());
            line.clear();
        }
    }
    running.wait()
}

/// Runs a program and returns what it wrote to its standard output.
pub fn output(command: &mut Command) -> Result<String, Problem> {
    let mut text = String::new();
    let status = run_by_line(command, |line| {
        text.push_str(line);
        text.push('\n');
    })?;
    succeeded(command, status).map(|()| text)
}

/// The command as a person would type it.
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(OsStr::to_string_lossy).collect();
    words.join(" ")
}

/// Finds a program in PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    use std::os::unix::fs::PermissionsExt;
    let executable =
        |path: &Path| fs::metadata(path).is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0);
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|path| executable(path))
}

fn succeeded(command: &Command, status: ExitStatus) -> Result<(), Problem> {
    if status.success() {
        return Ok(());
    }
    Err(Problem::Failed { command: shown(command) })
}

fn children() -> MutexGuard<'static, Vec<u32>> {
    CHILDREN.lock().unwrap_or_else(PoisonError::into_inner)
}
