//! Steps and their times, printed for the person who waits.

use std::time::{Duration, Instant};

use crate::problem::Problem;

/// Does one step. Prints its name before, and its time after.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    println!("{what} …");
    let start = Instant::now();
    let result = work();
    let time = seconds(start.elapsed());
    match &result {
        Ok(_) => println!("{what} … {time}"),
        Err(Problem::Interrupted) => {}
        Err(_) => println!("{what} … failed after {time}"),
    }
    result
}

/// A time in words.
pub fn seconds(time: Duration) -> String {
    if time < Duration::from_secs(10) {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{:.0} s", time.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_times_have_a_decimal_and_long_ones_none() {
        assert_eq!(seconds(Duration::from_millis(420)), "0.4 s");
        assert_eq!(seconds(Duration::from_millis(61_200)), "61 s");
    }
}
