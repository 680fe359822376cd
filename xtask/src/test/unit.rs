//! Tests run by Cargo.

use std::env;
use std::process::Command;

use super::check;
use super::counts::Counts;
use super::tally::Tally;
use crate::compiler::TEST_FEATURES;
use crate::keeper::Keeper;
use crate::postgres::{Cluster, URL_VARIABLE};
use crate::problem::Problem;
use crate::process;
use crate::scratch;
use crate::workspace::Workspace;

/// What is tested with the server's features. The same packages are named in each call, because Cargo compiles what they share once
/// for each set of packages that needs other features of it.
const PACKAGES: [&str; 6] = ["--package", "domain", "--package", "app", "--package", "server"];
/// The tests of the server that are programs of their own.
const PROGRAMS: [&str; 8] = ["--test", "store", "--test", "api", "--test", "process", "--test", "crash"];

/// Compiles the tests of all parts at once, which keeps every core busy: one part alone has little that can be compiled at the same
/// time. With [`super::checking_compiler`] that is a check too; with the plain compiler, what can't be compiled is for the part to
/// say.
pub fn compile(workspace: &Workspace, tally: &mut Tally) -> Result<bool, Problem> {
    let mut command = workspace.cargo_for_tests();
    command.args(["test", "--no-run"]).args(PACKAGES).args(TEST_FEATURES).arg("--lib").args(PROGRAMS);
    if !workspace.test_variables.is_empty() {
        return check(tally, "Compiling the tests, with clippy and the docs", || process::run(&mut command));
    }
    match tally.step("Compiling the tests", || process::run(&mut command)) {
        Err(Problem::Interrupted) => Err(Problem::Interrupted),
        done => Ok(done.is_ok()),
    }
}

/// The rules, the unit tests of pages and server, and those of xtask.
pub fn domain(workspace: &Workspace, tally: &mut Tally, arguments: &[String]) -> Result<(), Problem> {
    let own = server_test(workspace, &["--lib"], arguments);
    run("Testing the rules, and the functions of pages and server", own, tally)?;
    let xtask = cargo_test(workspace, &["--package", "xtask"], arguments);
    run("Testing xtask", xtask, tally)
}

/// The store, on SQLite and on PostgreSQL.
pub fn store(workspace: &Workspace, tally: &mut Tally, arguments: &[String]) -> Result<(), Problem> {
    let mut tests = server_test(workspace, &["--test", "store"], arguments);
    let cluster = own_postgres(tally, || Cluster::start(scratch::folder()))?;
    if let Some(cluster) = &cluster {
        cluster.tell(&mut tests);
    }
    run("Testing the store", tests, tally)
}

/// The server in-process, and the binary as a process.
pub fn api(workspace: &Workspace, tally: &mut Tally, arguments: &[String]) -> Result<(), Problem> {
    let tests = server_test(workspace, &["--test", "api", "--test", "process"], arguments);
    run("Testing the server", tests, tally)
}

/// The binary, killed again and again while it works; prints the figures.
pub fn crash(workspace: &Workspace, tally: &mut Tally, arguments: &[String]) -> Result<(), Problem> {
    let mut tests = crash_tests(workspace, &[&["--show-output".to_owned()], arguments].concat());
    let keeper = own_postgres(tally, || Keeper::start(scratch::folder()))?;
    if let Some(keeper) = &keeper {
        keeper.tell(&mut tests);
    }
    run("Killing the program", tests, tally)
}

/// The tests that kill the program.
pub fn crash_tests(workspace: &Workspace, arguments: &[String]) -> Command {
    server_test(workspace, &["--test", "crash"], arguments)
}

/// Starts PostgreSQL, unless the person names a server. Without one the tests on SQLite still run; in CI that counts as a
/// failure.
pub(super) fn own_postgres<Server>(
    tally: &mut Tally,
    start: impl FnOnce() -> Result<Server, Problem>,
) -> Result<Option<Server>, Problem> {
    if env::var_os(URL_VARIABLE).is_some() {
        return Ok(None);
    }
    match start() {
        Ok(server) => Ok(Some(server)),
        Err(Problem::Interrupted) => Err(Problem::Interrupted),
        Err(problem) => {
            println!("{problem}");
            if env::var_os("CI").is_some_and(|value| value == "true") {
                tally.fail("Starting a private PostgreSQL");
            } else {
                println!("Skipped: these tests on PostgreSQL.");
            }
            Ok(None)
        }
    }
}

/// Tests with the server's features, so that it is compiled once.
fn server_test(workspace: &Workspace, which: &[&str], arguments: &[String]) -> Command {
    cargo_test(workspace, &[PACKAGES.as_slice(), &TEST_FEATURES, which].concat(), arguments)
}

fn cargo_test(workspace: &Workspace, which: &[&str], arguments: &[String]) -> Command {
    let mut command = workspace.cargo_for_tests();
    command.args(["test", "--no-fail-fast"]).args(which).arg("--").args(arguments).env("TMPDIR", scratch::folder());
    command
}

fn run(name: &str, mut command: Command, tally: &mut Tally) -> Result<(), Problem> {
    let mut counts = Counts::default();
    let status = tally.step(name, || {
        process::run_by_line(&mut command, |line| {
            println!("{line}");
            counts.read_cargo_line(line);
        })
    })?;
    tally.add(name, counts, status.success());
    Ok(())
}
