//! Everything that can stop a task, with advice on how to fix it.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Why a task stopped.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// A program is not installed.
    #[error("{tool} is missing. {advice}")]
    Missing {
        /// Its name.
        tool: String,
        /// How to get it.
        advice: String,
    },
    /// A program could not be started.
    #[error("`{command}` could not be started: {error}.")]
    Start {
        /// The command.
        command: String,
        /// Why it failed.
        error: io::Error,
    },
    /// A program failed and has printed the reason.
    #[error("`{command}` failed. Its output above shows the reason.")]
    Failed {
        /// The command.
        command: String,
    },
    /// The output of a program can't be used.
    #[error("{program} said something unexpected: {what}")]
    Unexpected {
        /// The program.
        program: String,
        /// Its output.
        what: String,
    },
    /// A file or folder can't be used.
    #[error("{} can't be {action}: {error}.", .path.display())]
    File {
        /// The action that failed: "read", "written" …
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Why it failed.
        error: io::Error,
    },
    /// A needed folder can't be made or written to.
    #[error("Nothing can be written to {}: {error}. Look at its owner and permissions, or choose another place.", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why it failed.
        error: io::Error,
    },
    /// Another program uses the port.
    #[error(
        "Port {port} is in use by another program. Stop that one, or choose another port: cargo xtask run --port {}",
        .port.checked_add(1).unwrap_or(3000)
    )]
    PortInUse {
        /// The port.
        port: u16,
    },
    /// The style sheets can't be bundled.
    #[error("{}: {reason}", .path.display())]
    Style {
        /// The faulty file.
        path: PathBuf,
        /// The fault.
        reason: String,
    },
    /// Folders import each other in a circle.
    #[error("{} import each other in a circle. Move what both need below them:\n{imports}", .folders.join(", "))]
    Circle {
        /// The folders.
        folders: Vec<String>,
        /// The imports between them, a line each.
        imports: String,
    },
    /// Crates have known faults.
    #[error("{0}")]
    Advisories(String),
    /// A document claims what is not so.
    #[error("{file} is not as it should be:\n{}", .faults.join("\n"))]
    Claims {
        /// The document.
        file: &'static str,
        /// Its faults, a line each.
        faults: Vec<String>,
    },
    /// The compiled pages can't be turned into a site.
    #[error("The pages can't be prepared for browsers: {0}")]
    Pages(String),
    /// The files that browsers download exceed their budget.
    #[error(
        "With brotli, {what} is {size} bytes, more than its budget of {budget}. Look for a new dependency of `app`."
    )]
    OverBudget {
        /// The measured values.
        what: &'static str,
        /// Its size in bytes, compressed with brotli.
        size: u64,
        /// The largest allowed size.
        budget: u64,
    },
    /// The database server did not start.
    #[error("The private PostgreSQL did not start: {0}")]
    Postgres(String),
    /// Checks or tests failed; the summary is already printed.
    #[error("Some checks failed.")]
    ChecksFailed,
    /// Ctrl-C, or another request to end.
    #[error("Stopped.")]
    Interrupted,
}

impl Problem {
    /// Turns an I/O error into a file problem, for `map_err`.
    pub fn file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Problem {
        let path = path.to_owned();
        move |error| Problem::File { action, path, error }
    }

    /// The message for the person, unless everything is already printed.
    pub fn words(&self) -> Option<String> {
        match self {
            Problem::ChecksFailed => None,
            _ => Some(self.to_string()),
        }
    }

    /// The exit code of the process: 130 after Ctrl-C, as in shells, else 1.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Problem::Interrupted => ExitCode::from(130),
            _ => ExitCode::FAILURE,
        }
    }
}
