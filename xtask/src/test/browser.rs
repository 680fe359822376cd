//! Tests in a real browser, and the builds they need.

use std::fs;
use std::process::Command;

use super::check;
use super::counts::Counts;
use super::tally::Tally;
use super::unit::own_postgres;
use crate::postgres::Cluster;
use crate::problem::Problem;
use crate::quality::Quality;
use crate::site;
use crate::workspace::Workspace;
use crate::{browser, compiler, npm, process, scratch};

const BUDGET: &str = "Checking the size of the pages";

/// Tests run by Playwright.
struct Suite {
    name: &'static str,
    config: &'static str,
    report: &'static str,
}

const CHROMIUM: Suite =
    Suite { name: "Testing in the browser", config: "playwright.config.ts", report: "results/results.json" };
const ENGINES: Suite =
    Suite { name: "Testing in Firefox and WebKit", config: "engines.config.ts", report: "results/engines.json" };

/// Builds pages and server, checks the size of the pages, and runs the tests in Chromium. A failed build also fails
/// what depends on it.
pub fn test(workspace: &Workspace, tally: &mut Tally, arguments: &[String]) -> Result<(), Problem> {
    let pages = check(tally, "Making the site", || site::build(workspace, Quality::Release))?;
    if pages {
        check(tally, BUDGET, || site::check_budget(workspace))?;
    } else {
        tally.fail(BUDGET);
    }
    let cluster = own_postgres(tally, || Cluster::start(scratch::folder()))?;
    run(workspace, tally, pages, &CHROMIUM, || {
        let mut command = playwright(workspace, &CHROMIUM, arguments);
        command.env("CHROMIUM_PATH", browser::ensure()?);
        if let Some(cluster) = &cluster {
            cluster.tell(&mut command);
        }
        Ok(command)
    })
}

/// Builds pages and server, and runs the journey in other engines.
pub fn engines(workspace: &Workspace, tally: &mut Tally, arguments: &[String]) -> Result<(), Problem> {
    let pages = check(tally, "Making the site", || site::build(workspace, Quality::Release))?;
    run(workspace, tally, pages, &ENGINES, || {
        browser::ensure_engines()?;
        Ok(playwright(workspace, &ENGINES, arguments))
    })
}

/// Builds the server without optimization and runs a suite, if its pages were built.
fn run(
    workspace: &Workspace,
    tally: &mut Tally,
    pages: bool,
    suite: &Suite,
    command: impl FnOnce() -> Result<Command, Problem>,
) -> Result<(), Problem> {
    let server = check(tally, "Making the server", || compiler::build_tested_server(workspace).map(drop))?;
    if !(pages && server) {
        tally.fail(suite.name);
        return Ok(());
    }
    let mut counts = Counts::default();
    let ran = tally.step(suite.name, || {
        let (succeeded, found) = counted(workspace, suite, &mut command()?)?;
        counts = found;
        Ok(succeeded)
    });
    match ran {
        Ok(succeeded) => tally.add(suite.name, counts, succeeded),
        Err(Problem::Interrupted) => return Err(Problem::Interrupted),
        Err(problem) => {
            println!("{problem}");
            tally.fail(suite.name);
        }
    }
    Ok(())
}

fn playwright(workspace: &Workspace, suite: &Suite, arguments: &[String]) -> Command {
    let mut command = process::command("node");
    command
        .current_dir(workspace.end2end())
        .arg(npm::script(workspace, "@playwright/test/cli.js"))
        .args(["test", "--config", suite.config])
        .args(arguments)
        .env("TENANTRY_BINARY", workspace.server(Quality::Dev))
        .env("TENANTRY_SITE_DIR", workspace.site())
        .env("TMPDIR", scratch::folder());
    command
}

/// Runs a suite and reads the counts of passed and failed tests from its report.
fn counted(workspace: &Workspace, suite: &Suite, command: &mut Command) -> Result<(bool, Counts), Problem> {
    let report = workspace.end2end().join(suite.report);
    if report.exists() {
        fs::remove_file(&report).map_err(Problem::file("removed", &report))?;
    }
    let status = process::run_by_line(command, |line| println!("{line}"))?;
    let text = fs::read_to_string(&report).unwrap_or_default();
    Ok((status.success(), Counts::read_playwright(&text).unwrap_or_default()))
}
