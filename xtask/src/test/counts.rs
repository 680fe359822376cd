//! Reads passed and failed tests from the output of the test runners.

use serde::Deserialize;

/// The lines of a failed browser test's error that are shown in the summary.
const ERROR_LINES: usize = 12;

/// The report of one test runner.
#[derive(Clone, Default, Debug, PartialEq)]
pub struct Counts {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed.
    pub failed: u64,
    /// The names of failed tests, with their errors if the runner reports them apart from its output.
    pub failures: Vec<String>,
}

impl Counts {
    /// Adds what a line of `cargo test` says.
    pub fn read_cargo_line(&mut self, line: &str) {
        if let Some(test) = line.strip_prefix("test ").and_then(|rest| rest.strip_suffix(" ... FAILED")) {
            self.failures.push(test.to_owned());
        }
        let Some((_, counts)) = line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". ")) else {
            return;
        };
        for part in counts.split("; ") {
            match part.split_once(' ') {
                Some((number, "passed")) => self.passed += number.parse().unwrap_or(0),
                Some((number, "failed")) => self.failed += number.parse().unwrap_or(0),
                _ => {}
            }
        }
    }

    /// Reads Playwright's JSON report. A test that passed only on retry counts as failed. `None` if the report can't be
    /// read.
    pub fn read_playwright(report: &str) -> Option<Self> {
        let report: Report = serde_json::from_str(report).ok()?;
        let outside = report.errors.iter().map(|error| error.beginning());
        let tests = report.suites.iter().flat_map(Suite::failures);
        let failed = report.stats.unexpected + report.stats.flaky + u64::try_from(report.errors.len()).ok()?;
        Some(Self { passed: report.stats.expected, failed, failures: outside.chain(tests).collect() })
    }
}

#[derive(Deserialize)]
struct Report {
    stats: Stats,
    errors: Vec<Error>,
    #[serde(default)]
    suites: Vec<Suite>,
}

#[derive(Deserialize)]
struct Stats {
    expected: u64,
    unexpected: u64,
    flaky: u64,
}

/// A file of tests, or a group in it.
#[derive(Deserialize)]
struct Suite {
    #[serde(default)]
    suites: Vec<Suite>,
    #[serde(default)]
    specs: Vec<Spec>,
}

#[derive(Deserialize)]
struct Spec {
    title: String,
    file: String,
    tests: Vec<Test>,
}

/// A test in one project.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Test {
    project_name: String,
    status: String,
    results: Vec<Attempt>,
}

#[derive(Deserialize)]
struct Attempt {
    #[serde(default)]
    errors: Vec<Error>,
}

#[derive(Deserialize)]
struct Error {
    #[serde(default)]
    message: String,
}

impl Suite {
    fn failures(&self) -> Vec<String> {
        let own = self.specs.iter().flat_map(Spec::failures);
        own.chain(self.suites.iter().flat_map(Self::failures)).collect()
    }
}

impl Spec {
    fn failures(&self) -> Vec<String> {
        let failed = self.tests.iter().filter(|test| !matches!(test.status.as_str(), "expected" | "skipped"));
        failed.map(|test| format!("[{}] {}: {}{}", test.project_name, self.file, self.title, test.errors())).collect()
    }
}

impl Test {
    fn errors(&self) -> String {
        let errors = self.results.iter().flat_map(|attempt| &attempt.errors);
        errors.map(|error| format!("\n{}", error.beginning())).collect()
    }
}

impl Error {
    fn beginning(&self) -> String {
        let message = without_colors(&self.message);
        let lines = message.lines().filter(|line| !line.trim().is_empty()).take(ERROR_LINES);
        lines.map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
    }
}

/// A text without the sequences that color it in a terminal: `ESC [ … m`.
fn without_colors(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    first + &parts.map(|part| part.split_once('m').map_or(part, |(_, rest)| rest)).collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_lines_add_up() {
        let mut counts = Counts::default();
        for line in [
            "running 4 tests",
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test rules::it_holds ... ok",
            "test rules::it_breaks ... FAILED",
            "test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s",
        ] {
            counts.read_cargo_line(line);
        }
        assert_eq!(counts, Counts { passed: 5, failed: 1, failures: vec!["rules::it_breaks".to_owned()] });
    }

    #[test]
    fn flaky_tests_and_errors_outside_of_tests_are_failures() {
        let report = serde_json::json!({
            "errors": [{ "message": "no" }],
            "stats": { "expected": 7, "unexpected": 1, "flaky": 1, "skipped": 4 },
            "suites": [{
                "specs": [
                    { "title": "fine", "file": "a.spec.ts", "tests": [
                        { "projectName": "desktop", "status": "expected", "results": [{ "errors": [] }] },
                    ] },
                ],
                "suites": [{ "specs": [
                    { "title": "broken", "file": "a.spec.ts", "tests": [
                        { "projectName": "desktop", "status": "unexpected", "results": [
                            { "errors": [{ "message": "\u{1b}[2mone\u{1b}[22m\n\n  two" }] },
                        ] },
                        { "projectName": "tablet", "status": "flaky", "results": [] },
                    ] },
                ] }],
            }],
        });
        let counts = Counts::read_playwright(&report.to_string()).unwrap();
        assert_eq!((counts.passed, counts.failed), (7, 3));
        let broken = "[desktop] a.spec.ts: broken\n    one\n      two";
        assert_eq!(counts.failures, ["    no", broken, "[tablet] a.spec.ts: broken"]);
        assert_eq!(Counts::read_playwright("{"), None);
    }
}
