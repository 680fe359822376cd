//! Cargo.lock: the version and the checksum of every crate.

use std::fs;

use serde::Deserialize;

use crate::problem::Problem;
use crate::workspace::Workspace;

/// The part of the file that is read.
#[derive(Deserialize)]
struct File {
    package: Vec<Locked>,
}

/// A crate in one version.
#[derive(Deserialize)]
pub struct Locked {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its registry; none for our own packages.
    pub source: Option<String>,
    /// The SHA-256 of its file in the registry.
    pub checksum: Option<String>,
}

/// The crates of the workspace and of all that it uses.
pub fn read(workspace: &Workspace) -> Result<Vec<Locked>, Problem> {
    let path = workspace.root.join("Cargo.lock");
    let text = fs::read_to_string(&path).map_err(Problem::file("read", &path))?;
    let file: File = toml::from_str(&text)
        .map_err(|error| Problem::Unexpected { program: "Cargo.lock".to_owned(), what: error.to_string() })?;
    Ok(file.package)
}
