//! The size of the download for the first page, and its budget.

use std::fs;
use std::path::Path;

use super::Manifest;
use super::publish::with_copy;
use crate::problem::Problem;
use crate::workspace::Workspace;

/// The most bytes of the first part of the pages, scripts and style sheet together, compressed with brotli.
const BUDGET: u64 = 400_000;

/// Shows the sizes of the published pages and compares them with the budget.
pub fn check(workspace: &Workspace) -> Result<(), Problem> {
    let manifest = Manifest::read(workspace)?;
    let mut total = 0;
    for (what, url) in
        [("pages", &manifest.wasm), ("script", &manifest.js), ("link", &manifest.link), ("style sheet", &manifest.css)]
    {
        let path = workspace.site().join(url.trim_start_matches('/'));
        let (plain, compressed) = (size(&path)?, size(&with_copy(&path, "br"))?);
        println!("{what:>12} {:>12} {:>12} with brotli", kilobytes(plain), kilobytes(compressed));
        total += compressed;
    }
    println!("{:>12} {:>12} {:>12} of {}", "together", "", kilobytes(total), kilobytes(BUDGET));
    within(total)
}

fn within(size: u64) -> Result<(), Problem> {
    if size <= BUDGET {
        return Ok(());
    }
    Err(Problem::OverBudget { size, budget: BUDGET })
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
        assert!(within(BUDGET).is_ok());
        assert!(within(BUDGET + 1).unwrap_err().to_string().contains("400001 bytes"));
    }

    #[test]
    fn sizes_are_read_in_kilobytes() {
        assert_eq!(kilobytes(149_260), "149.2 kB");
    }
}
