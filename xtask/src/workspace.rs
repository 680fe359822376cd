//! Where things are, as Cargo tells it: the folders and the names under `[[workspace.metadata.leptos]]`.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::problem::Problem;
use crate::process;
use crate::site::Quality;

/// The repository on disk.
pub struct Workspace {
    /// The folder of the top Cargo.toml.
    pub root: PathBuf,
    /// Where Cargo builds.
    pub target: PathBuf,
    /// The names shared with cargo-leptos.
    pub names: Names,
}

/// The part of `[[workspace.metadata.leptos]]` that the site build follows.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Names {
    /// The package with the server.
    pub bin_package: String,
    /// Its program.
    pub bin_target: String,
    /// The package with the pages.
    pub lib_package: String,
    /// The profile its release is built with.
    pub lib_profile_release: String,
    /// How the published files begin.
    pub output_name: String,
    /// The folder to publish to, from the root.
    pub site_root: PathBuf,
    /// The folder in it for hashed files.
    pub site_pkg_dir: String,
    /// Where the bundled style sheet goes, from the root.
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
    /// Asks Cargo.
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
        Ok(Workspace { root: found.workspace_root, target: found.target_directory, names })
    }

    /// Cargo, in the root.
    pub fn cargo(&self) -> Command {
        self.command(cargo())
    }

    /// A program, in the root.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = process::command(program);
        command.current_dir(&self.root);
        command
    }

    /// The name of a published file, from what tells it from its earlier versions, with its extension.
    pub fn asset(&self, version: &str) -> String {
        format!("{}-{version}", self.names.output_name)
    }

    /// The folder with the published pages.
    pub fn site(&self) -> PathBuf {
        self.root.join(&self.names.site_root)
    }

    /// The folder of the browser tests, which also holds what comes from npm.
    pub fn end2end(&self) -> PathBuf {
        self.root.join("end2end")
    }

    /// The server, once built.
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
