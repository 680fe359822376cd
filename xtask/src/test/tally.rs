//! Adds up passed and failed checks and tests, and the times of the steps.

use std::time::{Duration, Instant};

use super::counts::Counts;
use crate::problem::Problem;
use crate::step::{seconds, step};

/// Sums over all parts so far.
#[derive(Default)]
pub struct Tally {
    /// Checks and tests that passed.
    pub passed: u64,
    /// Checks and tests that failed.
    pub failed: u64,
    /// The names of failed steps, each followed by its failed tests.
    pub failures: Vec<String>,
    times: Vec<(String, Duration)>,
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
            self.failures.extend(counts.failures);
        } else if !succeeded {
            self.fail(name);
        } else if counts.passed == 0 {
            self.fail(&format!("{name} (no test ran)"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_line_for_each_step_also_a_failed_one_and_their_sum() {
        let mut tally = Tally::default();
        tally.step("one", || Ok(())).unwrap();
        assert!(tally.step("two", || Err::<(), _>(Problem::ChecksFailed)).is_err());
        assert_eq!(tally.table(), "  0.0 s  one\n  0.0 s  two\n  0.0 s  Together\n");
    }

    #[test]
    fn failed_tests_follow_their_step() {
        let mut tally = Tally::default();
        tally.add("some", Counts { passed: 1, failed: 1, failures: vec!["one".to_owned()] }, false);
        assert_eq!((tally.passed, tally.failed), (1, 1));
        assert_eq!(tally.failures, ["some", "one"]);
    }

    #[test]
    fn a_runner_that_broke_or_ran_nothing_has_failed() {
        let mut tally = Tally::default();
        tally.add("broke", Counts { passed: 2, ..Counts::default() }, false);
        tally.add("nothing", Counts::default(), true);
        tally.add("fine", Counts { passed: 1, ..Counts::default() }, true);
        assert_eq!((tally.passed, tally.failed), (3, 2));
        assert_eq!(tally.failures, ["broke", "nothing (no test ran)"]);
    }
}
