//! Parts that all operations share: reasons, counts to type, progress, outcomes, lists of changes.

pub mod change_table;
pub mod differences;
pub mod first_outcomes;
pub mod outcome_counts;
pub mod outcome_table;
pub mod plans_off;
pub mod progress;
pub mod reason_field;
pub mod typed_count;
