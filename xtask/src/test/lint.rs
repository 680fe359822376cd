//! Checks that read the code without running it.

use super::tally::Tally;
use super::{advisories, asvs, check, circles};
use crate::problem::Problem;
use crate::workspace::Workspace;
use crate::{compiler, npm, process};

/// Whether our crates are linted and documented here, or where they are compiled (`checking_compiler.rs`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Crates {
    Here,
    WhereCompiled,
}

/// The packages for the server, and the pages with their server side. The browser side of the pages is checked with
/// `frontend` in a separate call, because one Cargo call would give each side the features of the other. The feature
/// `failpoints` is on, so that the crash tests are checked too.
const SERVER_SIDE: [&str; 10] = [
    "--package",
    "domain",
    "--package",
    "server",
    "--package",
    "xtask",
    "--package",
    "app",
    "--features",
    "app/ssr,server/failpoints",
];

/// Formatting and lints.
pub fn lint(workspace: &Workspace, crates: Crates, tally: &mut Tally) -> Result<(), Problem> {
    check(tally, "Checking the formatting (cargo xtask fmt puts it right)", || {
        process::run(workspace.cargo().args(["fmt", "--all", "--", "--check"]))
    })?;
    check(tally, "Checking that folders import each other in no circle", || circles::check(workspace))?;
    check(tally, "Checking that docs/asvs.md names every requirement, and files and tests that exist", || {
        asvs::check(workspace)
    })?;
    check(tally, "Checking Cargo.lock against known advisories", || advisories::check(workspace))?;
    if crates == Crates::Here {
        clippy(workspace, tally)?;
    }
    check(tally, "Checking the types of the browser tests", || {
        npm::install(workspace)?;
        let script = npm::script(workspace, "typescript/bin/tsc");
        process::run(process::command("node").current_dir(workspace.end2end()).arg(script).arg("--noEmit"))
    })?;
    Ok(())
}

fn clippy(workspace: &Workspace, tally: &mut Tally) -> Result<(), Problem> {
    check(tally, "Checking the server side with clippy", || {
        process::run(
            workspace.cargo().args(["clippy", "--all-targets"]).args(SERVER_SIDE).args(["--", "-D", "warnings"]),
        )
    })?;
    check(tally, "Checking the browser side with clippy", || {
        compiler::ensure_wasm_target(workspace)?;
        process::run(workspace.cargo().args([
            "clippy",
            "--package",
            &workspace.names.lib_package,
            "--target",
            "wasm32-unknown-unknown",
            "--",
            "-D",
            "warnings",
        ]))
    })?;
    Ok(())
}

/// The docs of every package.
pub fn doc(workspace: &Workspace, crates: Crates, tally: &mut Tally) -> Result<(), Problem> {
    if crates == Crates::WhereCompiled {
        return Ok(());
    }
    check(tally, "Building the docs", || {
        let mut command = workspace.cargo();
        process::run(command.args(["doc", "--no-deps"]).args(SERVER_SIDE).env("RUSTDOCFLAGS", "-D warnings"))
    })?;
    Ok(())
}
