//! The database that `run` uses.

use std::fs;
use std::path::{Path, PathBuf};

use crate::compiler;
use crate::problem::Problem;
use crate::workspace::Workspace;

/// The default database file, relative to the root of the repository.
const DEFAULT_FILE: &str = "data/tenantry.sqlite";

/// A database by its URL.
pub struct Database {
    /// The URL for the server.
    pub url: String,
    /// The file of a SQLite database.
    pub file: Option<PathBuf>,
}

impl Database {
    /// The database with this URL. A relative path starts at the root of the repository, where the server is started.
    pub fn with_url(root: &Path, url: &str) -> Database {
        let file = url.strip_prefix("sqlite:").map(|rest| {
            let path = rest.strip_prefix("//").unwrap_or(rest);
            root.join(path.split('?').next().unwrap_or(path))
        });
        Database { url: url.to_owned(), file }
    }

    /// The default database.
    pub fn default_file(workspace: &Workspace) -> Database {
        Database::with_url(&workspace.root, &format!("sqlite://{DEFAULT_FILE}"))
    }

    /// Whether it may still be empty. Without a file this can't be told here; the server decides.
    pub fn may_be_new(&self) -> bool {
        self.file.as_deref().is_none_or(|file| !file.exists())
    }

    /// Makes the folder of the database file and checks that it can be written to.
    pub fn make_folder(&self) -> Result<(), Problem> {
        let folder = self.file.as_deref().and_then(Path::parent);
        folder.map_or(Ok(()), compiler::check_writable)
    }

    /// Removes a partly filled file, so that the next start begins again.
    pub fn remove_file(&self) {
        for suffix in ["", "-wal", "-shm"] {
            if let Some(file) = &self.file {
                let mut name = file.as_os_str().to_owned();
                name.push(suffix);
                // Some of the three may not exist.
                let _ = fs::remove_file(name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(url: &str) -> Option<PathBuf> {
        Database::with_url(Path::new("/root"), url).file
    }

    #[test]
    fn a_sqlite_url_names_a_file_counted_from_the_root() {
        assert_eq!(file("sqlite://data/a.sqlite"), Some("/root/data/a.sqlite".into()));
        assert_eq!(file("sqlite:///var/a.sqlite?mode=rwc"), Some("/var/a.sqlite".into()));
        assert_eq!(file("postgres://localhost/tenantry"), None);
    }
}
