//! Measures the store and the saves.

use std::env;

use crate::postgres::{Cluster, URL_VARIABLE};
use crate::problem::Problem;
use crate::process;
use crate::workspace::Workspace;

/// Runs the server's benchmark on SQLite and a private PostgreSQL.
pub fn bench(workspace: &Workspace, arguments: &[String]) -> Result<(), Problem> {
    let mut command = workspace.cargo();
    command
        .args(["run", "--release", "--package", &workspace.names.bin_package, "--example", "bench", "--"])
        .args(arguments);
    if env::var_os(URL_VARIABLE).is_some() {
        return process::run(&mut command);
    }
    match Cluster::start(&env::temp_dir()) {
        Ok(cluster) => process::run(command.env(URL_VARIABLE, cluster.url())),
        Err(Problem::Interrupted) => Err(Problem::Interrupted),
        Err(problem) => {
            println!("{problem}\nMeasuring SQLite alone.");
            process::run(&mut command)
        }
    }
}
