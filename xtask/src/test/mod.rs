//! `cargo xtask test`: runs every check and test, and prints a summary as the last line.

mod advisories;
mod asvs;
mod browser;
mod circles;
mod counts;
mod lint;
mod tally;
pub mod unit;

use clap::{Args, ValueEnum};

use crate::problem::Problem;
use crate::workspace::Workspace;
use tally::Tally;

/// Options of `test`.
#[derive(Args)]
pub struct Options {
    /// Only this part
    part: Option<Part>,
    /// Arguments for the part's test runner, after `--`
    #[arg(last = true, requires = "part")]
    arguments: Vec<String>,
}

/// A part of the tests.
#[derive(Clone, Copy, ValueEnum)]
enum Part {
    /// Formatting and lints
    Lint,
    /// The docs build without warnings
    Doc,
    /// The rules and the pages' own functions
    Domain,
    /// The store, on SQLite and on a private PostgreSQL
    Store,
    /// The server in-process, and the binary as a process
    Api,
    /// The binary, killed again and again while it works
    Crash,
    /// A real browser with the real server, and the size of the pages
    E2e,
    /// The journey in Firefox and WebKit, over plain HTTP and TLS; runs only if named
    Engines,
}

impl Part {
    /// The parts that run if none is named.
    const ALWAYS: [Self; 7] = [Self::Lint, Self::Doc, Self::Domain, Self::Store, Self::Api, Self::Crash, Self::E2e];
}

/// Runs the parts one after another, even after a failure. The last line it prints is `N passed, N failed`.
pub fn test(workspace: &Workspace, options: &Options) -> Result<(), Problem> {
    let mut tally = Tally::default();
    let parts = match &options.part {
        Some(part) => std::slice::from_ref(part),
        None => &Part::ALWAYS,
    };
    for part in parts {
        let arguments = &options.arguments;
        match part {
            Part::Lint => lint::lint(workspace, &mut tally)?,
            Part::Doc => lint::doc(workspace, &mut tally)?,
            Part::Domain => unit::domain(workspace, &mut tally, arguments)?,
            Part::Store => unit::store(workspace, &mut tally, arguments)?,
            Part::Api => unit::api(workspace, &mut tally, arguments)?,
            Part::Crash => unit::crash(workspace, &mut tally, arguments)?,
            Part::E2e => browser::test(workspace, &mut tally, arguments)?,
            Part::Engines => browser::engines(workspace, &mut tally, arguments)?,
        }
    }
    println!("\n{}", tally.table());
    for name in &tally.failures {
        println!("Failed: {name}");
    }
    println!("{} passed, {} failed", tally.passed, tally.failed);
    if tally.failed > 0 {
        return Err(Problem::ChecksFailed);
    }
    Ok(())
}

/// Runs one check and counts it as passed or failed. Only an interruption is returned as an error.
fn check(tally: &mut Tally, name: &str, work: impl FnOnce() -> Result<(), Problem>) -> Result<bool, Problem> {
    match tally.step(name, work) {
        Ok(()) => {
            tally.passed += 1;
            Ok(true)
        }
        Err(Problem::Interrupted) => Err(Problem::Interrupted),
        Err(problem) => {
            println!("{problem}");
            tally.fail(name);
            Ok(false)
        }
    }
}
