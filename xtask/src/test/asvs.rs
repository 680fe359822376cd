//! Checks `docs/asvs.md`: that it answers every requirement of the levels 1 and 2 of OWASP ASVS 5.0 once, and that the files
//! and tests it names exist.

use std::fs;
use std::path::Path;

use crate::problem::Problem;
use crate::workspace::Workspace;

/// The document.
const FILE: &str = "docs/asvs.md";
/// The requirements of ASVS 5.0.0 in each level.
const LEVELS: [(&str, usize); 2] = [("1", 70), ("2", 183)];
/// The answers. An answer that is not good must be explained.
const ANSWERS: [&str; 4] = ["met", "partly met", "not met", "not applicable"];

/// A row of a table: the requirement, its level, what it asks, the answer, and the evidence or reason.
struct Row<'a> {
    requirement: &'a str,
    level: &'a str,
    answer: &'a str,
    evidence: &'a str,
}

/// Checks the document.
pub fn check(workspace: &Workspace) -> Result<(), Problem> {
    let path = workspace.root.join(FILE);
    let text = fs::read_to_string(&path).map_err(Problem::file("read", &path))?;
    let mut faults = faults(&text, &LEVELS);
    faults.extend(named(&text).filter_map(|name| missing(&workspace.root, name)));
    if faults.is_empty() { Ok(()) } else { Err(Problem::Claims { file: FILE, faults }) }
}

/// The rows of all tables.
fn rows(text: &str) -> impl Iterator<Item = Row<'_>> {
    text.lines().filter_map(|line| {
        let cells: Vec<&str> =
            line.strip_prefix('|')?.trim_end().strip_suffix('|')?.split('|').map(str::trim).collect();
        let [requirement, level, _, answer, evidence] = cells.as_slice() else { return None };
        number(requirement)?;
        Some(Row { requirement, level, answer, evidence })
    })
}

/// `1.2.10` as numbers.
fn number(requirement: &str) -> Option<[u32; 3]> {
    let parts: Vec<u32> = requirement.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
    parts.try_into().ok()
}

/// Rows out of order, answers that are none, answers without words, and how many requirements are missing.
fn faults(text: &str, levels: &[(&str, usize)]) -> Vec<String> {
    let rows: Vec<Row<'_>> = rows(text).collect();
    let mut faults = Vec::new();
    for pair in rows.windows(2) {
        if let [one, next] = pair
            && number(one.requirement) >= number(next.requirement)
        {
            faults.push(format!("{} comes after {}.", next.requirement, one.requirement));
        }
    }
    for row in &rows {
        if !ANSWERS.contains(&row.answer) {
            faults.push(format!("{}: `{}` is none of {}.", row.requirement, row.answer, ANSWERS.join(", ")));
        }
        if row.evidence.is_empty() || (row.answer == "met" && !row.evidence.contains('`')) {
            faults.push(format!("{} names no file, test or reason.", row.requirement));
        }
    }
    for (level, count) in levels {
        let found = rows.iter().filter(|row| row.level == *level).count();
        if found != *count {
            faults.push(format!("Level {level} has {count} requirements, {found} are answered."));
        }
    }
    faults
}

/// The files in backticks, with or without a test: `folder/file.rs` and `folder/file.rs::test`.
fn named(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted.filter(|name| name.contains('/') && !name.contains(' ') && !name.starts_with('/'))
}

/// Says what is missing of a file or a test.
fn missing(root: &Path, name: &str) -> Option<String> {
    let (file, test) = name.split_once("::").map_or((name, None), |(file, test)| (file, Some(test)));
    let path = root.join(file);
    if !path.exists() {
        return Some(format!("{file} does not exist."));
    }
    let test = test?;
    let text = fs::read_to_string(path).unwrap_or_default();
    let is_there = text.contains(&format!("fn {test}("));
    (!is_there).then(|| format!("{file} has no test {test}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "| requirement | level | asks | answer | where |\n| --- | --- | --- | --- | --- |\n\
        | 1.1.2 | 2 | words | met | `a/b.rs` |\n| 1.1.10 | 1 | words | not met | reason |\n";

    #[test]
    fn rows_in_order_with_answers_are_good() {
        let levels = [("1", 1), ("2", 1)];
        assert_eq!(faults(GOOD, &levels), Vec::<String>::new());
        for (from, to) in [
            ("1.1.10", "1.1.1"),
            ("1.1.10", "1.1.2"),
            ("not met", "perhaps"),
            ("reason", ""),
            ("`a/b.rs`", "surely"),
            ("| 1 |", "| 2 |"),
        ] {
            assert!(!faults(&GOOD.replace(from, to), &levels).is_empty(), "{from} → {to}");
        }
        assert!(!faults("", &levels).is_empty());
    }

    #[test]
    fn files_and_tests_must_exist() {
        let text =
            "`src/test/asvs.rs`, `/path`, `src/test/asvs.rs::files_and_tests_must_exist`, `met`, `src/none.rs::x`";
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let faults: Vec<String> = named(text).filter_map(|name| missing(root, name)).collect();
        assert_eq!(faults, ["src/none.rs does not exist."]);
        let other = "src/test/asvs.rs::another_test";
        assert_eq!(missing(root, other).as_deref(), Some("src/test/asvs.rs has no test another_test."));
    }
}
