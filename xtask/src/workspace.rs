//! Folders and names of the workspace, as reported by Cargo, including those in `[[workspace.metadata.leptos]]`.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::problem::Problem;
use crate::process;
use crate::quality::Quality;

/// The repository on disk.
#[derive(Clone)]
pub struct Workspace {
    /// The folder of the workspace's Cargo.toml.
    pub root: PathBuf,
    /// Cargo's build folder.
    pub target: PathBuf,
    /// The names shared with cargo-leptos.
    pub names: Names,
    /// Variables of the Cargo commands that compile tests.
    pub test_variables: Vec<(&'static str, OsString)>,
    /// Variables of the Cargo commands that compile pages.
    pub page_variables: Vec<(&'static str, OsString)>,
}

/// The part of `[[workspace.metadata.leptos]]` that the site build uses.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Names {
    /// The package of the server.
    pub bin_package: String,
    /// The server's binary.
    pub bin_target: String,
    /// The package of the pages.
    pub lib_package: String,
    /// Profile for the release build of the pages.
    pub lib_profile_release: String,
    /// Prefix of the published files.
    pub output_name: String,
    /// The folder to publish to, relative to the root.
    pub site_root: PathBuf,
    /// The folder of hashed files in it.
    pub site_pkg_dir: String,
    /// The path of the bundled style sheet, relative to the root.
    pub style_file: PathBuf,
}

#[derive(Deserialize)]
struct Metadata {
    workspace_root: PathBuf,
    target_directory: PathBuf,
    metadata: LeptosMetadata,
}

#[derive(Deserialize)]
struct LeptosMetadata {
    leptos: [Names; 1],
}

impl Workspace {
    /// Reads the workspace from Cargo.
    pub fn find() -> Result<Workspace, Problem> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("Cargo.toml");
        let text = process::output(
            process::command(cargo())
                .args(["metadata", "--no-deps", "--format-version", "1", "--manifest-path"])
                .arg(manifest),
        )?;
        let found: Metadata = serde_json::from_str(&text)
            .map_err(|error| Problem::Unexpected { program: "`cargo metadata`".to_owned(), what: error.to_string() })?;
        let [names] = found.metadata.leptos;
        Ok(Workspace {
            root: found.workspace_root,
            target: found.target_directory,
            names,
            test_variables: Vec::new(),
            page_variables: Vec::new(),
        })
    }

    /// A Cargo command, run in the root.
    pub fn cargo(&self) -> Command {
        self.command(cargo())
    }

    /// A Cargo command that compiles tests, or what they run.
    pub fn cargo_for_tests(&self) -> Command {
        let mut command = self.cargo();
        command.envs(self.test_variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// A Cargo command that compiles pages.
    pub fn cargo_for_pages(&self) -> Command {
        let mut command = self.cargo();
        command.envs(self.page_variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// A command, run in the root.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = process::command(program);
        command.current_dir(&self.root);
        command
    }

    /// The name of a published file, made of the prefix and the given version and extension.
    pub fn asset(&self, version: &str) -> String {
        format!("{}-{version}", self.names.output_name)
    }

    /// The folder with the published pages.
    pub fn site(&self) -> PathBuf {
        self.root.join(&self.names.site_root)
    }

    /// The folder of the browser tests and of the npm packages.
    pub fn end2end(&self) -> PathBuf {
        self.root.join("end2end")
    }

    /// The path of the server's binary.
    pub fn server(&self, quality: Quality) -> PathBuf {
        let folder = match quality {
            Quality::Release => "release",
            Quality::Dev => "debug",
        };
        self.target.join(folder).join(&self.names.bin_target)
    }
}

fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn the_server_is_released_with_checked_additions() {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("Cargo.toml");
        let manifest: toml::Table = std::fs::read_to_string(manifest).unwrap().parse().unwrap();
        assert_eq!(manifest["profile"]["release"]["overflow-checks"].as_bool(), Some(true));
    }
}
