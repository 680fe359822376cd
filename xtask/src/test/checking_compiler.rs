//! A compiler for Cargo that also lints each crate of ours, and documents it, while it has its dependencies at hand.
//!
//! Cargo would otherwise compile everything twice: whole for the tests and the pages, and as far as its types for the lints and the
//! docs. It is used where everything is tested; a part that is run alone uses the plain compiler, which a warning does not stop.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::process;
use crate::workspace::Workspace;

/// Set while Cargo calls this program as its compiler of tests: the folder of the docs.
const DOCS: &str = "TENANTRY_CHECKING_COMPILER_DOCS";
/// Set while Cargo calls it as its compiler of pages: a folder for what linting writes.
const LINTS: &str = "TENANTRY_CHECKING_COMPILER_LINTS";
/// Set in both cases: the path of clippy's compiler.
const DRIVER: &str = "TENANTRY_CHECKING_COMPILER_DRIVER";

/// Variables of a Cargo command.
pub type Variables = Vec<(&'static str, OsString)>;

/// The variables that make Cargo use this program as the compiler of the workspace's crates.
pub struct Checking {
    /// For the tests, which clippy's compiler compiles.
    pub tests: Variables,
    /// For the pages. The plain compiler compiles them, because clippy's does not optimize as much.
    pub pages: Variables,
}

impl Checking {
    /// `None` where clippy is missing.
    pub fn of(workspace: &Workspace) -> Option<Self> {
        let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let sysroot = process::output(workspace.command(rustc).args(["--print", "sysroot"])).ok()?;
        let driver = PathBuf::from(sysroot.trim()).join("bin/clippy-driver");
        if !driver.is_file() {
            return None;
        }
        let program = env::current_exe().ok()?;
        let with = |folder: &'static str, name: &str| {
            vec![
                ("RUSTC_WORKSPACE_WRAPPER", program.clone().into()),
                // How `cargo clippy -- -D warnings` hands its arguments to the compiler.
                ("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__".into()),
                (DRIVER, driver.clone().into()),
                (folder, workspace.target.join(name).into()),
            ]
        };
        Some(Self { tests: with(DOCS, "doc"), pages: with(LINTS, "lints") })
    }
}

/// Compiles if Cargo calls this program as its compiler, and says how that ended.
pub fn compile() -> Option<ExitCode> {
    let driver = env::var_os(DRIVER)?;
    let arguments: Vec<String> = env::args().skip(1).collect();
    let rustc = arguments.first().filter(|first| Path::new(first).file_stem() == Some(OsStr::new("rustc")))?;
    let all_good = match env::var_os(LINTS) {
        Some(folder) => compile_pages(&driver, rustc, &arguments, &folder),
        None => compile_tests(&driver, &arguments, &env::var_os(DOCS)?),
    };
    Some(if all_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn compile_tests(driver: &OsStr, arguments: &[String], docs: &OsStr) -> bool {
    let document = |arguments: Vec<String>| {
        let mut rustdoc = Command::new(Path::new(driver).with_file_name("rustdoc"));
        succeeds(rustdoc.args(arguments).args(["-D", "warnings", "--out-dir"]).arg(docs))
    };
    succeeds(Command::new(driver).args(arguments)) && documented(arguments).is_none_or(document)
}

fn compile_pages(driver: &OsStr, rustc: &str, arguments: &[String], folder: &OsStr) -> bool {
    let lint =
        |arguments: Vec<String>| succeeds(Command::new(driver).arg(rustc).args(arguments).arg("--out-dir").arg(folder));
    linted(arguments).is_none_or(lint) && succeeds(Command::new(rustc).args(&arguments[1..]))
}

fn succeeds(command: &mut Command) -> bool {
    command.status().is_ok_and(|status| status.success())
}

/// The name of the crate that the compiler's arguments are about. `None` for build scripts and queries by Cargo.
fn name_of(arguments: &[String]) -> Option<&str> {
    let name = arguments.iter().skip_while(|argument| *argument != "--crate-name").nth(1)?;
    (name != "___" && !name.starts_with("build_script_")).then_some(name)
}

/// The compiler's arguments for a look at the types only, which tells Cargo of no file. `None` for build scripts and queries.
fn linted(arguments: &[String]) -> Option<Vec<String>> {
    name_of(arguments)?;
    let mut kept = Vec::new();
    let mut rest = arguments.iter().skip(1);
    while let Some(argument) = rest.next() {
        if argument == "--out-dir" {
            rest.next();
        } else if !argument.starts_with("--emit=") && !argument.starts_with("--json=") {
            kept.push(argument.clone());
        }
    }
    kept.push("--emit=metadata".to_owned());
    Some(kept)
}

/// The compiler's arguments that rustdoc needs. `None` for calls without docs: tests, build scripts, and queries by Cargo. Of xtask
/// only the tests are compiled here; their docs are its own.
fn documented(arguments: &[String]) -> Option<Vec<String>> {
    const WITH_VALUE: [&str; 6] = ["--crate-name", "--crate-type", "--cfg", "--check-cfg", "--extern", "-L"];
    let name = name_of(arguments)?;
    if name != "xtask" && arguments.iter().any(|argument| argument == "--test") {
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
    use super::{documented, linted};

    fn words(arguments: &str) -> Vec<String> {
        arguments.split(' ').map(str::to_owned).collect()
    }

    fn of(arguments: &str) -> Option<String> {
        documented(&words(arguments)).map(|kept| kept.join(" "))
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
    fn pages_are_linted_without_a_file_that_cargo_looks_for() {
        let asked = linted(&words(
            "/bin/rustc --crate-name app app/src/lib.rs --error-format=json --json=artifacts --emit=dep-info,link --out-dir target/deps \
                        -C opt-level=z",
        ));
        let asked = asked.map(|kept| kept.join(" "));
        assert_eq!(
            asked.as_deref(),
            Some("--crate-name app app/src/lib.rs --error-format=json -C opt-level=z --emit=metadata")
        );
        assert_eq!(linted(&words("/bin/rustc - --crate-name ___ --print=file-names")), None);
    }

    #[test]
    fn the_tests_of_xtask_are_documented() {
        let asked = of("/bin/rustc --crate-name xtask xtask/src/main.rs --test --emit=link");
        assert_eq!(asked.as_deref(), Some("--crate-name xtask xtask/src/main.rs"));
    }

    #[test]
    fn tests_and_questions_have_no_docs() {
        assert_eq!(of("/bin/rustc --crate-name domain app/domain/src/lib.rs --test"), None);
        assert_eq!(of("/bin/rustc --crate-name build_script_build server/build.rs"), None);
        assert_eq!(of("/bin/rustc - --crate-name ___ --print=file-names"), None);
        assert_eq!(of("/bin/rustc -vV"), None);
    }
}
