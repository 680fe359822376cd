//! The tests in a real browser, and what they need built.

use std::fs;

use super::check;
use super::tally::{Counts, Tally};
use crate::problem::Problem;
use crate::site::{self, Quality};
use crate::step::step;
use crate::workspace::Workspace;
use crate::{browser, compiler, npm, process};

const BUDGET: &str = "Weighing the pages";
const TESTS: &str = "Testing in the browser";

/// Builds pages and server, weighs the pages, and runs Playwright. What needs a failed build has failed too.
pub fn test(workspace: &Workspace, tally: &mut Tally, arguments: &[String]) -> Result<(), Problem> {
    let pages = check(tally, "Making the site", || site::build(workspace, Quality::Release))?;
    if pages {
        check(tally, BUDGET, || site::check_budget(workspace))?;
    } else {
        tally.fail(BUDGET);
    }
    let server = check(tally, "Making the server", || compiler::build_server(workspace).map(drop))?;
    if !(pages && server) {
        tally.fail(TESTS);
        return Ok(());
    }
    let mut counts = Counts::default();
    let ran = step(TESTS, || {
        let (succeeded, found) = playwright(workspace, arguments)?;
        counts = found;
        Ok(succeeded)
    });
    match ran {
        Ok(succeeded) => tally.add(TESTS, counts, succeeded),
        Err(Problem::Interrupted) => return Err(Problem::Interrupted),
        Err(problem) => {
            println!("{problem}");
            tally.fail(TESTS);
        }
    }
    Ok(())
}

fn playwright(workspace: &Workspace, arguments: &[String]) -> Result<(bool, Counts), Problem> {
    let chromium = browser::ensure()?;
    let folder = workspace.end2end();
    let report = folder.join("results/results.json");
    if report.exists() {
        fs::remove_file(&report).map_err(Problem::file("removed", &report))?;
    }
    let status = process::run_by_line(
        process::command("node")
            .current_dir(&folder)
            .arg(npm::script(workspace, "@playwright/test/cli.js"))
            .arg("test")
            .args(arguments)
            .env("CHROMIUM_PATH", chromium)
            .env("TENANTRY_BINARY", workspace.server())
            .env("TENANTRY_SITE_DIR", workspace.site()),
        |line| println!("{line}"),
    )?;
    let text = fs::read_to_string(&report).unwrap_or_default();
    Ok((status.success(), Counts::read_playwright(&text).unwrap_or_default()))
}
