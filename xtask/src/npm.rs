//! Packages from npm: the WebAssembly optimizer and the browser tests.

use std::fs;
use std::path::PathBuf;

use crate::hash::hash;
use crate::problem::Problem;
use crate::process;
use crate::step::step;
use crate::workspace::Workspace;

/// Checks that Node.js and npm are installed.
pub fn check() -> Result<(), Problem> {
    for tool in ["node", "npm"] {
        if process::find(tool).is_none() {
            return Err(Problem::Missing {
                tool: format!("{tool} (Node.js 20 or newer)"),
                advice: "It is only needed for building and testing, not for running. Get it from https://nodejs.org or your system's packages."
                    .to_owned(),
            });
        }
    }
    Ok(())
}

/// Installs the packages of end2end/package-lock.json, if it has changed since the last time.
pub fn install(workspace: &Workspace) -> Result<(), Problem> {
    let folder = workspace.end2end();
    let lock = folder.join("package-lock.json");
    let wanted = hash(&fs::read(&lock).map_err(Problem::file("read", &lock))?);
    let stamp = folder.join("node_modules/.installed");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    check()?;
    step("Installing the tools from npm", || {
        process::run(
            process::command("npm").current_dir(&folder).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1").args([
                "ci",
                "--no-fund",
                "--no-audit",
                "--loglevel",
                "error",
            ]),
        )?;
        fs::write(&stamp, &wanted).map_err(Problem::file("written", &stamp))
    })
}

/// The path of a script of an installed package.
pub fn script(workspace: &Workspace, path: &str) -> PathBuf {
    workspace.end2end().join("node_modules").join(path)
}
