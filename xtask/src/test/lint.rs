//! Checks that read the code without running it.

use std::env;
use std::path::{Path, PathBuf};

use super::tally::Tally;
use super::{advisories, asvs, check, circles};
use crate::problem::Problem;
use crate::workspace::Workspace;
use crate::{compiler, npm, process};

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
pub fn lint(workspace: &Workspace, tally: &mut Tally) -> Result<(), Problem> {
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
    check(tally, "Checking the types of the browser tests", || {
        npm::install(workspace)?;
        let script = npm::script(workspace, "typescript/bin/tsc");
        process::run(process::command("node").current_dir(workspace.end2end()).arg(script).arg("--noEmit"))
    })?;
    Ok(())
}

/// The docs of every package.
pub fn doc(workspace: &Workspace, tally: &mut Tally) -> Result<(), Problem> {
    check(tally, "Building the docs", || {
        let mut command = workspace.cargo();
        command.args(["doc", "--no-deps"]).args(SERVER_SIDE).env("RUSTDOCFLAGS", "-D warnings");
        if let Some(driver) = clippy_driver(workspace) {
            command.env("RUSTC_WORKSPACE_WRAPPER", driver).env("CLIPPY_ARGS", CLIPPY_ARGS);
        }
        process::run(&mut command)
    })?;
    Ok(())
}

/// How `cargo clippy -- -D warnings` hands its arguments to the compiler.
const CLIPPY_ARGS: &str = "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__";

/// The compiler that `cargo clippy` uses. With it, Cargo takes what the docs need of other packages from the lints, and does not
/// compile them again. `None` where it is not found: the docs are the same, and take longer.
fn clippy_driver(workspace: &Workspace) -> Option<PathBuf> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let sysroot = process::output(workspace.command(rustc).args(["--print", "sysroot"])).ok()?;
    let driver = Path::new(sysroot.trim()).join("bin/clippy-driver");
    driver.is_file().then_some(driver)
}
