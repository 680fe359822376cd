//! Adds up passed and failed tests from the output of the test runners.

use std::time::{Duration, Instant};

use serde::Deserialize;

use crate::problem::Problem;
use crate::step::{seconds, step};

/// Sums over all parts so far.
#[derive(Default)]
pub struct Tally {
    /// Checks and tests that passed.
    pub passed: u64,
    /// Checks and tests that failed.
    pub failed: u64,
    /// The names of failed steps.
    pub failures: Vec<String>,
    times: Vec<(String, Duration)>,
}

/// The counts of one test runner.
#[derive(Clone, Copy, Default, Debug, PartialEq)]
pub struct Counts {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed.
    pub failed: u64,
}

impl Tally {
    /// Does one step and records its time.
    pub fn step<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
        let start = Instant::now();
        let result = step(name, work);
        self.times.push((name.to_owned(), start.elapsed()));
        result
    }

    /// A table with the time of each step and the total, one per line.
    pub fn table(&self) -> String {
        let together = self.times.iter().map(|(_, time)| *time).sum();
        let lines = self.times.iter().map(|(name, time)| (name.as_str(), *time)).chain([("Together", together)]);
        lines.map(|(name, time)| format!("{:>7}  {name}\n", seconds(time))).collect()
    }

    /// Counts one failed check.
    pub fn fail(&mut self, name: &str) {
        self.failed += 1;
        self.failures.push(name.to_owned());
    }

    /// Adds the tests of one step. A runner that failed without a failed test, or that ran no test, counts as a
    /// failure.
    pub fn add(&mut self, name: &str, counts: Counts, succeeded: bool) {
        self.passed += counts.passed;
        self.failed += counts.failed;
        if counts.failed > 0 {
            self.failures.push(name.to_owned());
        } else if !succeeded {
            self.fail(name);
        } else if counts.passed == 0 {
            self.fail(&format!("{name} (no test ran)"));
        }
    }
}

impl Counts {
    /// Adds the counts in a line of `cargo test`, if it has any.
    pub fn read_cargo_line(&mut self, line: &str) {
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
    pub fn read_playwright(report: &str) -> Option<Counts> {
        #[derive(Deserialize)]
        struct Report {
            stats: Stats,
            errors: Vec<serde_json::Value>,
        }
        #[derive(Deserialize)]
        struct Stats {
            expected: u64,
            unexpected: u64,
            flaky: u64,
        }
        let report: Report = serde_json::from_str(report).ok()?;
        let errors = u64::try_from(report.errors.len()).ok()?;
        Some(Counts { passed: report.stats.expected, failed: report.stats.unexpected + report.stats.flaky + errors })
    }
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
            "test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s",
        ] {
            counts.read_cargo_line(line);
        }
        assert_eq!(counts, Counts { passed: 5, failed: 1 });
    }

    #[test]
    fn flaky_tests_and_errors_outside_of_tests_are_failures() {
        let report =
            r#"{"errors": [{"message": "no"}], "stats": {"expected": 7, "unexpected": 1, "flaky": 2, "skipped": 4}}"#;
        assert_eq!(Counts::read_playwright(report), Some(Counts { passed: 7, failed: 4 }));
        assert_eq!(Counts::read_playwright("{"), None);
    }

    #[test]
    fn the_table_has_a_line_for_each_step_also_a_failed_one_and_their_sum() {
        let mut tally = Tally::default();
        tally.step("one", || Ok(())).unwrap();
        assert!(tally.step("two", || Err::<(), _>(Problem::ChecksFailed)).is_err());
        assert_eq!(tally.table(), "  0.0 s  one\n  0.0 s  two\n  0.0 s  Together\n");
    }

    #[test]
    fn a_runner_that_broke_or_ran_nothing_has_failed() {
        let mut tally = Tally::default();
        tally.add("broke", Counts { passed: 2, failed: 0 }, false);
        tally.add("nothing", Counts::default(), true);
        tally.add("fine", Counts { passed: 1, failed: 0 }, true);
        assert_eq!((tally.passed, tally.failed), (3, 2));
        assert_eq!(tally.failures, ["broke", "nothing (no test ran)"]);
    }
}
