//! The crash tests, for any number of kills.

use std::env;

use clap::Args;

use crate::keeper::Keeper;
use crate::postgres::URL_VARIABLE;
use crate::problem::Problem;
use crate::process;
use crate::scratch;
use crate::test::unit;
use crate::workspace::Workspace;

/// Options of `torture`.
#[derive(Args)]
pub struct Options {
    /// Number of times the program is killed, half of them on SQLite and half on PostgreSQL
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    kills: u32,
    /// Repeat the choices of an earlier run, by the number it printed
    #[arg(long)]
    seed: Option<u64>,
}

/// Kills the program again and again, and prints the result.
pub fn torture(workspace: &Workspace, options: &Options) -> Result<(), Problem> {
    let mut tests = unit::crash_tests(workspace, &["--nocapture".to_owned()]);
    tests.env("TENANTRY_KILLS", options.kills.to_string());
    if let Some(seed) = options.seed {
        tests.env("TENANTRY_SEED", seed.to_string());
    }
    let keeper = if env::var_os(URL_VARIABLE).is_some() { None } else { Some(Keeper::start(scratch::folder())?) };
    if let Some(keeper) = &keeper {
        keeper.tell(&mut tests);
    }
    process::run(&mut tests)
}
