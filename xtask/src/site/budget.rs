//! The sizes of the files that browsers download, and their budgets.

use std::fs;
use std::path::{Path, PathBuf};

use super::Manifest;
use super::publish::{package, with_copy};
use crate::problem::Problem;
use crate::workspace::Workspace;

/// The most bytes of the files that the first page of a visit needs, compressed with brotli.
const FIRST_PAGE: Budget = Budget { what: "the first page of a visit", size: 300_000 };
/// The most bytes of each file that is fetched later, compressed with brotli.
const LATER_FILE: Budget = Budget { what: "a later file of the pages", size: 200_000 };
/// The most bytes of all files together, compressed with brotli.
const ALL_FILES: Budget = Budget { what: "everything that browsers download", size: 1_840_000 };

/// The largest size of something, in bytes, compressed with brotli.
#[derive(Clone, Copy)]
struct Budget {
    what: &'static str,
    size: u64,
}

/// Shows the sizes of the published pages and compares them with their budgets.
pub fn check(workspace: &Workspace) -> Result<(), Problem> {
    let manifest = Manifest::read(workspace)?;
    let mut first_page = 0;
    for (what, url) in
        [("pages", &manifest.wasm), ("script", &manifest.js), ("link", &manifest.link), ("style sheet", &manifest.css)]
    {
        first_page += show(what, &workspace.site().join(url.trim_start_matches('/')))?;
    }
    println!("{:>12} {:>12} {:>12} of {}", "together", "", kilobytes(first_page), kilobytes(FIRST_PAGE.size));
    let mut later = Vec::new();
    for path in later_files(workspace, &manifest)? {
        later.push(show("later", &path)?);
    }
    let all = first_page + later.iter().sum::<u64>();
    println!("{:>12} {:>12} {:>12} of {}", "all", "", kilobytes(all), kilobytes(ALL_FILES.size));
    FIRST_PAGE.check(first_page)?;
    ALL_FILES.check(all)?;
    later.into_iter().try_for_each(|size| LATER_FILE.check(size))
}

/// The WebAssembly files that no first page needs, the largest first.
fn later_files(workspace: &Workspace, manifest: &Manifest) -> Result<Vec<PathBuf>, Problem> {
    let folder = package(workspace);
    let entries = fs::read_dir(&folder).map_err(Problem::file("read", &folder))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(Problem::file("read", &folder))?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") && !manifest.wasm.ends_with(&name(&path)) {
            files.push((size(&path)?, path));
        }
    }
    files.sort_by(|one, other| other.cmp(one));
    Ok(files.into_iter().map(|(_, path)| path).collect())
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Shows the size of a file, and returns what it is compressed.
fn show(what: &str, path: &Path) -> Result<u64, Problem> {
    let (plain, compressed) = (size(path)?, size(&with_copy(path, "br"))?);
    println!("{what:>12} {:>12} {:>12} with brotli", kilobytes(plain), kilobytes(compressed));
    Ok(compressed)
}

impl Budget {
    fn check(self, size: u64) -> Result<(), Problem> {
        if size <= self.size {
            return Ok(());
        }
        Err(Problem::OverBudget { what: self.what, size, budget: self.size })
    }
}

fn size(path: &Path) -> Result<u64, Problem> {
    fs::metadata(path).map(|file| file.len()).map_err(Problem::file("read", path))
}

fn kilobytes(bytes: u64) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_more_than_the_budget_is_too_much() {
        assert!(FIRST_PAGE.check(FIRST_PAGE.size).is_ok());
        let error = FIRST_PAGE.check(FIRST_PAGE.size + 1).unwrap_err().to_string();
        assert!(error.contains("the first page of a visit is 300001 bytes"), "{error}");
    }

    #[test]
    fn sizes_are_read_in_kilobytes() {
        assert_eq!(kilobytes(149_260), "149.2 kB");
    }
}
