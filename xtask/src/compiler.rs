//! Checks the requirements for compiling, and compiles the server.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use crate::problem::Problem;
use crate::process;
use crate::quality::Quality;
use crate::step::step;
use crate::workspace::Workspace;

const WASM: &str = "wasm32-unknown-unknown";

/// Checks that there are a C compiler and `make`, and that the build folder can be written to, before a build of minutes.
pub fn check(workspace: &Workspace) -> Result<(), Problem> {
    let named = env::var("CC").ok();
    let compilers = named.as_deref().into_iter().chain(["cc", "gcc", "clang"]);
    if !compilers.into_iter().any(|name| Path::new(name).is_file() || process::find(name).is_some()) {
        return Err(Problem::Missing {
            tool: "A C compiler".to_owned(),
            advice: "SQLite is built from its source. On Debian and Ubuntu: apt-get install gcc; on a Mac: xcode-select --install"
                .to_owned(),
        });
    }
    if process::find("make").is_none() {
        return Err(Problem::Missing {
            tool: "make".to_owned(),
            advice: "The server's memory allocator is built with it. On Debian and Ubuntu: apt-get install make; on a Mac: xcode-select --install"
                .to_owned(),
        });
    }
    check_writable(&workspace.target)
}

/// Makes the folder if needed, and checks that files can be made in it.
pub fn check_writable(folder: &Path) -> Result<(), Problem> {
    let probe = folder.join(format!(".writable-{}", std::process::id()));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&probe, ""))
        .and_then(|()| fs::remove_file(&probe))
        .map_err(|error| Problem::Folder { path: folder.to_owned(), error })
}

/// Makes sure that Rust can compile to WebAssembly.
pub fn ensure_wasm_target(workspace: &Workspace) -> Result<(), Problem> {
    if has_wasm_target(workspace) {
        return Ok(());
    }
    step("Adding Rust's browser target (wasm32-unknown-unknown)", || {
        if process::find("rustup").is_some() {
            // The next step checks the result.
            let _ = process::run(workspace.command("rustup").args(["target", "add", WASM]));
        }
        if process::interrupted() {
            return Err(Problem::Interrupted);
        }
        if has_wasm_target(workspace) {
            return Ok(());
        }
        Err(Problem::Missing {
            tool: "Rust's standard library for browsers (wasm32-unknown-unknown)".to_owned(),
            advice: "With rustup: rustup target add wasm32-unknown-unknown. Without it, or where it can't download: see docs/toolchain.md."
                .to_owned(),
        })
    })
}

/// The feature of every build for tests: the points at which the crash tests kill the program. They do nothing unless a test arms
/// one, and with one set of features the server is compiled once for all tests.
pub const TEST_FEATURES: [&str; 2] = ["--features", "server/failpoints"];

/// Builds the server and returns its path.
pub fn build_server(workspace: &Workspace, quality: Quality) -> Result<PathBuf, Problem> {
    build(workspace, quality, workspace.cargo(), &[])
}

/// Builds the server that the tests use, and returns its path. Optimizing it would take longer than the tests would gain.
pub fn build_tested_server(workspace: &Workspace) -> Result<PathBuf, Problem> {
    build(workspace, Quality::Dev, workspace.cargo_for_tests(), &TEST_FEATURES)
}

fn build(workspace: &Workspace, quality: Quality, mut command: Command, features: &[&str]) -> Result<PathBuf, Problem> {
    let names = &workspace.names;
    let profile = match quality {
        Quality::Release => "release",
        Quality::Dev => "dev",
    };
    step("Building the server", || {
        command.args(["build", "--profile", profile, "--package", &names.bin_package, "--bin", &names.bin_target]);
        process::run(command.args(features))
    })?;
    Ok(workspace.server(quality))
}

fn has_wasm_target(workspace: &Workspace) -> bool {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let folder = process::output(workspace.command(rustc).args(["--print", "target-libdir", "--target", WASM]));
    let Ok(files) = folder.and_then(|folder| {
        let folder = PathBuf::from(folder.trim());
        fs::read_dir(&folder).map_err(Problem::file("read", &folder))
    }) else {
        return false;
    };
    files.flatten().any(|file| {
        let name = file.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libcore-") && name.ends_with(".rlib")
    })
}
