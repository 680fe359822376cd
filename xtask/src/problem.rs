//! Everything that can stop a task, in words a person can act on.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Why a task stopped.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// A program is not on this machine.
    #[error("{tool} is missing. {advice}")]
    Missing {
        /// Its name.
        tool: String,
        /// How to get it.
        advice: String,
    },
    /// A program is there but could not be started.
    #[error("`{command}` could not be started: {error}.")]
    Start {
        /// What was to be started.
        command: String,
        /// Why it was not.
        error: io::Error,
    },
    /// A program ended with a failure, having said why itself.
    #[error("`{command}` failed. What it printed above says why.")]
    Failed {
        /// What was started.
        command: String,
    },
    /// A program printed something that can't be used.
    #[error("{program} said something unexpected: {what}")]
    Unexpected {
        /// Who said it.
        program: String,
        /// What it said.
        what: String,
    },
    /// A file or folder can't be used.
    #[error("{} can't be {action}: {error}.", .path.display())]
    File {
        /// What was tried: "read", "written" …
        action: &'static str,
        /// Which one.
        path: PathBuf,
        /// Why it failed.
        error: io::Error,
    },
    /// A folder that is needed can't be made or written to.
    #[error("Nothing can be written to {}: {error}. Look who owns it, or choose another place.", .path.display())]
    Folder {
        /// Which one.
        path: PathBuf,
        /// Why not.
        error: io::Error,
    },
    /// Something else listens on the port.
    #[error(
        "Port {port} is in use by another program. Stop that one, or choose another port: cargo xtask run --port {}",
        .port.checked_add(1).unwrap_or(3000)
    )]
    PortInUse {
        /// The port that was asked for.
        port: u16,
    },
    /// The style sheets can't be put together.
    #[error("{}: {reason}", .path.display())]
    Style {
        /// The file at fault.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The compiled pages can't be turned into a site.
    #[error("The pages can't be prepared for browsers: {0}")]
    Pages(String),
    /// The pages outgrew their budget.
    #[error(
        "The pages weigh {size} bytes with brotli, more than their budget of {budget}. Look for a new dependency of `app`."
    )]
    OverBudget {
        /// Bytes of wasm, js and css together, compressed with brotli.
        size: u64,
        /// The most they may be.
        budget: u64,
    },
    /// The database server did not start.
    #[error("The private PostgreSQL did not start: {0}")]
    Postgres(String),
    /// Checks or tests failed; they were summed up already.
    #[error("Some checks failed.")]
    ChecksFailed,
    /// Ctrl-C, or a request to end.
    #[error("Stopped.")]
    Interrupted,
}

impl Problem {
    /// A file problem, ready for `map_err`.
    pub fn file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Problem {
        let path = path.to_owned();
        move |error| Problem::File { action, path, error }
    }

    /// What to tell the person, unless all is said already.
    pub fn words(&self) -> Option<String> {
        match self {
            Problem::ChecksFailed => None,
            _ => Some(self.to_string()),
        }
    }

    /// How the process ends: 130 after Ctrl-C, as shells do, else 1.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Problem::Interrupted => ExitCode::from(130),
            _ => ExitCode::FAILURE,
        }
    }
}
