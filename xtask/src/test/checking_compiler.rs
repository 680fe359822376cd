//! A compiler for Cargo that also lints and documents each crate of ours, while it has its dependencies at hand.
//!
//! Cargo would otherwise compile everything twice: whole for the tests, and as far as its types for the lints and the docs. It is
//! used where everything is tested; a part that is run alone uses the plain compiler, which a warning does not stop.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::process;
use crate::workspace::Workspace;

/// Set while Cargo calls this program as its compiler: the folder of the docs.
const DOCS: &str = "TENANTRY_CHECKING_COMPILER_DOCS";
/// Set then too: the path of clippy's compiler.
const DRIVER: &str = "TENANTRY_CHECKING_COMPILER_DRIVER";

/// How `cargo clippy -- -D warnings` hands its arguments to the compiler.
pub const CLIPPY_ARGS: &str = "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__";

/// The compiler that `cargo clippy` uses. `None` where it is not found.
pub fn clippy_driver(workspace: &Workspace) -> Option<PathBuf> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let sysroot = process::output(workspace.command(rustc).args(["--print", "sysroot"])).ok()?;
    let driver = PathBuf::from(sysroot.trim()).join("bin/clippy-driver");
    driver.is_file().then_some(driver)
}

/// The variables that make Cargo use this program as the compiler of the workspace's crates. `None` where clippy is missing.
pub fn variables(workspace: &Workspace) -> Option<[(&'static str, OsString); 4]> {
    let driver = clippy_driver(workspace)?;
    Some([
        ("RUSTC_WORKSPACE_WRAPPER", env::current_exe().ok()?.into()),
        ("CLIPPY_ARGS", CLIPPY_ARGS.into()),
        (DRIVER, driver.into()),
        (DOCS, workspace.target.join("doc").into()),
    ])
}

/// Compiles if Cargo calls this program as its compiler, and says how that ended.
pub fn compile() -> Option<ExitCode> {
    let docs = env::var_os(DOCS)?;
    let driver = env::var_os(DRIVER)?;
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.first().is_none_or(|first| Path::new(first).file_stem() != Some(OsStr::new("rustc"))) {
        return None;
    }
    let mut all_good = succeeds(Command::new(&driver).args(&arguments));
    if all_good && let Some(documented) = documented(&arguments) {
        let rustdoc = PathBuf::from(driver).with_file_name("rustdoc");
        let mut command = Command::new(rustdoc);
        all_good = succeeds(command.args(documented).args(["-D", "warnings", "--out-dir"]).arg(docs));
    }
    Some(if all_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn succeeds(command: &mut Command) -> bool {
    command.status().is_ok_and(|status| status.success())
}

/// The compiler's arguments that rustdoc needs. `None` for calls without docs: tests, build scripts, and queries by
/// Cargo.
fn documented(arguments: &[String]) -> Option<Vec<String>> {
    const WITH_VALUE: [&str; 6] = ["--crate-name", "--crate-type", "--cfg", "--check-cfg", "--extern", "-L"];
    let name = arguments.iter().skip_while(|argument| *argument != "--crate-name").nth(1)?;
    if name == "___" || name.starts_with("build_script_") || arguments.iter().any(|argument| argument == "--test") {
        return None;
    }
    let mut kept = Vec::new();
    let mut rest = arguments.iter().skip(1);
    while let Some(argument) = rest.next() {
        if WITH_VALUE.contains(&argument.as_str()) {
            kept.extend([argument.clone(), rest.next()?.clone()]);
        } else if argument.starts_with("--edition=") || is_source(argument) {
            kept.push(argument.clone());
        }
    }
    Some(kept)
}

fn is_source(argument: &str) -> bool {
    !argument.starts_with('-') && argument.ends_with(".rs")
}

#[cfg(test)]
mod tests {
    use super::documented;

    fn of(arguments: &str) -> Option<String> {
        let arguments: Vec<String> = arguments.split(' ').map(str::to_owned).collect();
        documented(&arguments).map(|kept| kept.join(" "))
    }

    #[test]
    fn rustdoc_is_told_of_the_crate_and_what_it_uses() {
        let asked = of(
            "/bin/rustc --crate-name domain --edition=2024 app/domain/src/lib.rs --error-format=json --crate-type lib \
                        --emit=dep-info,link --warn=clippy::all -C debuginfo=1 --cfg feature=\"ssr\" --out-dir target/debug/deps \
                        -L dependency=target/debug/deps --extern serde=target/debug/deps/libserde-1.rmeta",
        );
        assert_eq!(
            asked.as_deref(),
            Some(
                "--crate-name domain --edition=2024 app/domain/src/lib.rs --crate-type lib --cfg feature=\"ssr\" \
                 -L dependency=target/debug/deps --extern serde=target/debug/deps/libserde-1.rmeta"
            )
        );
    }

    #[test]
    fn tests_and_questions_have_no_docs() {
        assert_eq!(of("/bin/rustc --crate-name domain app/domain/src/lib.rs --test"), None);
        assert_eq!(of("/bin/rustc --crate-name build_script_build server/build.rs"), None);
        assert_eq!(of("/bin/rustc - --crate-name ___ --print=file-names"), None);
        assert_eq!(of("/bin/rustc -vV"), None);
    }
}
