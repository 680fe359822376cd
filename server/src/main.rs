//! The binary `tenantry`: reads the command line and runs the command.

use clap::Parser;
use server::cli::Cli;
use std::process::ExitCode;
use tikv_jemallocator::Jemalloc;

/// Gives memory back after heavy work, also that of SQLite, which the system's allocator keeps (docs/benchmarks.md). Its
/// options are in `.cargo/config.toml`.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

/// Rendering a page nests deeply; the default of 2 MiB is too small for unoptimized builds.
const STACK_BYTES: usize = 16 * 1024 * 1024;

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(STACK_BYTES).build();
    let result = match runtime {
        Ok(runtime) => runtime.block_on(server::cli::run(Cli::parse())).map_err(|error| error.to_string()),
        Err(error) => Err(format!("the runtime can't start: {error}")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tenantry: {error}");
            ExitCode::FAILURE
        }
    }
}
