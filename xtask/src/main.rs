//! The tasks: `cargo xtask run`, `test`, `build`, `fmt`, `bench`, `torture`, `watch`, `bundle-size` and `sbom`.

mod apt;
mod bench;
mod browser;
mod build;
mod compiler;
mod database;
mod hash;
mod keeper;
mod lock;
mod npm;
mod postgres;
mod problem;
mod process;
mod quality;
mod run;
mod sbom;
mod scratch;
mod site;
mod step;
mod test;
mod torture;
mod watch;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use problem::Problem;
use quality::Quality;
use workspace::Workspace;

/// Sets up, builds, runs and tests Tenantry.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds everything and starts Tenantry; the first start fills a new database with a demo partner
    Run(run::Options),
    /// Checks the formatting, the lints, the docs and the size of the pages, and runs every test
    Test(test::Options),
    /// Builds the pages and the server
    Build {
        /// Build quickly for development; the result is large and slow
        #[arg(long)]
        dev: bool,
    },
    /// Formats the code
    Fmt,
    /// Measures the store and the saves, on SQLite and on a private PostgreSQL
    Bench {
        /// Arguments for the benchmark
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Kills the program again and again while it works, and checks that nothing is lost or done twice
    Torture(torture::Options),
    /// Rebuilds and restarts whenever a file changes (needs cargo-leptos)
    Watch,
    /// Builds the pages and shows what a browser downloads
    BundleSize,
    /// Lists the crates that are shipped, as CycloneDX
    Sbom,
}

fn main() -> ExitCode {
    if let Some(code) = test::checking_compiler::compile() {
        return code;
    }
    process::stop_children_when_interrupted();
    let done = carry_out(Arguments::parse().task);
    scratch::remove();
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            if let Some(words) = problem.words() {
                eprintln!("\n{words}");
            }
            problem.exit_code()
        }
    }
}

fn carry_out(task: Task) -> Result<(), Problem> {
    let workspace = Workspace::find()?;
    match task {
        Task::Run(options) => run::run(&workspace, &options),
        Task::Test(options) => test::test(&workspace, &options),
        Task::Build { dev } => {
            compiler::check(&workspace)?;
            let quality = if dev { Quality::Dev } else { Quality::Release };
            build::pages_and_server(&workspace, quality, quality).map(drop)
        }
        Task::Fmt => process::run(workspace.cargo().args(["fmt", "--all"])),
        Task::Bench { arguments } => bench::bench(&workspace, &arguments),
        Task::Torture(options) => torture::torture(&workspace, &options),
        Task::Watch => watch::watch(&workspace),
        Task::BundleSize => {
            site::build(&workspace, Quality::Release)?;
            site::check_budget(&workspace)
        }
        Task::Sbom => sbom::write(&workspace),
    }
}
