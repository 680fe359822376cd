//! Rebuilds at every change, with cargo-leptos.

use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use crate::problem::Problem;
use crate::process::Running;
use crate::workspace::Workspace;
use crate::{database, site};

/// Runs `cargo leptos watch`, bundling the style sheets again whenever one changes.
pub fn watch(workspace: &Workspace) -> Result<(), Problem> {
    let version = workspace.cargo().args(["leptos", "--version"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !version.is_ok_and(|status| status.success()) {
        return Err(Problem::Missing {
            tool: "cargo-leptos".to_owned(),
            advice: "Get it with: cargo install --locked cargo-leptos (a quarter of an hour on two cores). \
                     Without it, `cargo xtask run` builds what changed; start it again after a change."
                .to_owned(),
        });
    }
    site::bundle_style(workspace)?;
    let database = database::Database::default_file(workspace);
    database.make_folder()?;
    let mut watch = workspace.cargo();
    watch
        .args(["leptos", "watch", "--split", "--", "serve", "--database-url", &database.url, "--site-dir"])
        .arg(workspace.site());
    let mut running = Running::start(&mut watch)?;
    while matches!(running.child.try_wait(), Ok(None)) {
        let prepared = site::bundle_style(workspace).and_then(|_| site::name_without_hashes(workspace));
        if let Err(problem) = prepared {
            eprintln!("{problem}");
        }
        sleep(Duration::from_millis(500));
    }
    running.wait().map(drop)
}
