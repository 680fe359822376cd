//! Checks that read the code without running it.

use super::checking_compiler::{CLIPPY_ARGS, clippy_driver};
use super::tally::Tally;
use super::{advisories, asvs, check, circles};
use crate::problem::Problem;
use crate::workspace::Workspace;
use crate::{compiler, npm, process};

/// Whether the crates of the server are linted and documented here, or where the tests are compiled (`checking_compiler.rs`).
#[derive(Clone, Copy)]
pub enum Server {
    Here,
    WithTheTests,
}

impl Server {
    /// The packages that Cargo checks here.
    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Here => &SERVER_SIDE,
            Self::WithTheTests => &["--package", "xtask"],
        }
    }
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
pub fn lint(workspace: &Workspace, server: Server, tally: &mut Tally) -> Result<(), Problem> {
    check(tally, "Checking the formatting (cargo xtask fmt puts it right)", || {
        process::run(workspace.cargo().args(["fmt", "--all", "--", "--check"]))
    })?;
    check(tally, "Checking that folders import each other in no circle", || circles::check(workspace))?;
    check(tally, "Checking that docs/asvs.md names every requirement, and files and tests that exist", || {
        asvs::check(workspace)
    })?;
    check(tally, "Checking Cargo.lock against known advisories", || advisories::check(workspace))?;
    check(tally, "Checking the server side with clippy", || {
        process::run(
            workspace.cargo().args(["clippy", "--all-targets"]).args(server.packages()).args(["--", "-D", "warnings"]),
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
    check(tally, "Checking the types of the browser tests", || {
        npm::install(workspace)?;
        let script = npm::script(workspace, "typescript/bin/tsc");
        process::run(process::command("node").current_dir(workspace.end2end()).arg(script).arg("--noEmit"))
    })?;
    Ok(())
}

/// The docs of every package.
pub fn doc(workspace: &Workspace, server: Server, tally: &mut Tally) -> Result<(), Problem> {
    check(tally, "Building the docs", || {
        let mut command = workspace.cargo();
        command.args(["doc", "--no-deps"]).args(server.packages()).env("RUSTDOCFLAGS", "-D warnings");
        // With the compiler of the lints, Cargo takes what the docs need of other packages from them. Without it the docs are the
        // same, and take longer.
        if let Some(driver) = clippy_driver(workspace) {
            command.env("RUSTC_WORKSPACE_WRAPPER", driver).env("CLIPPY_ARGS", CLIPPY_ARGS);
        }
        process::run(&mut command)
    })?;
    Ok(())
}
