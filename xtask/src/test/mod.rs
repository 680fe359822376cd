//! `cargo xtask test`: runs every check and test, and prints a summary as the last line.

mod advisories;
mod asvs;
mod browser;
pub mod checking_compiler;
mod circles;
mod counts;
mod lint;
mod tally;
pub mod unit;

use std::thread;

use clap::{Args, ValueEnum};

use crate::problem::Problem;
use crate::quality::Quality;
use crate::site;
use crate::workspace::Workspace;
use checking_compiler::Checking;
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

    /// Whether it runs tests, some of which have time limits: nothing else must keep the machine busy then.
    fn is_timed(self) -> bool {
        !matches!(self, Self::Lint | Self::Doc)
    }

    fn run(
        self,
        workspace: &Workspace,
        crates: lint::Crates,
        tally: &mut Tally,
        arguments: &[String],
    ) -> Result<(), Problem> {
        match self {
            Self::Lint => lint::lint(workspace, crates, tally),
            Self::Doc => lint::doc(workspace, crates, tally),
            Self::Domain => unit::domain(workspace, tally, arguments),
            Self::Store => unit::store(workspace, tally, arguments),
            Self::Api => unit::api(workspace, tally, arguments),
            Self::Crash => unit::crash(workspace, tally, arguments),
            Self::E2e => browser::test(workspace, tally, arguments),
            Self::Engines => browser::engines(workspace, tally, arguments),
        }
    }
}

/// Runs the parts one after another, even after a failure. Beside the first, which leave a core idle, it builds the pages that
/// the last one needs. The last line it prints is `N passed, N failed`.
pub fn test(workspace: &Workspace, options: &Options) -> Result<(), Problem> {
    let mut tally = Tally::default();
    let parts = match &options.part {
        Some(part) => std::slice::from_ref(part),
        None => &Part::ALWAYS,
    };
    let mut compiled = workspace.clone();
    let crates = match options.part.is_none().then(|| Checking::of(workspace)).flatten() {
        Some(checking) => {
            compiled.test_variables = checking.tests;
            compiled.page_variables = checking.pages;
            lint::Crates::WhereCompiled
        }
        None => lint::Crates::Here,
    };
    let for_pages = compiled.clone();
    thread::scope(|scope| {
        // The lints need the same tools, which must not be installed twice at once.
        let is_ahead = options.part.is_none() && site::prepare(workspace, Quality::Release).is_ok();
        let mut pages = is_ahead.then(|| scope.spawn(|| site::build(&for_pages, Quality::Release)));
        let mut is_compiled = options.part.is_some();
        for part in parts {
            if part.is_timed() && !is_compiled {
                is_compiled = true;
                // After a warning the tests can still tell something.
                if !unit::compile(&compiled, &mut tally)? {
                    compiled.test_variables.clear();
                }
                if let Some(pages) = pages.take() {
                    let built = || pages.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                    if !check(&mut tally, "Building the pages, with clippy", built)? {
                        compiled.page_variables.clear();
                    }
                }
            }
            part.run(&compiled, crates, &mut tally, &options.arguments)?;
        }
        Ok(())
    })?;
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
