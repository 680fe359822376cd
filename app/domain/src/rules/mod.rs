//! The rules, which decide the effects of a save on each user. The preview and the save use the same code.

pub mod account_change;
pub mod accounts;
pub mod boxes;
mod cancel_deletion;
pub mod change;
mod check;
pub mod data;
mod delete;
mod delete_permanently;
mod draft;
pub mod entries;
pub mod failure;
mod give_back;
pub mod given;
mod group_duplicate;
pub mod inverse;
pub mod offboard;
pub mod outcome;
pub mod outcome_kind;
pub mod plan;
pub mod plan_boxes;
pub mod plans_off;
pub mod preview_line;
pub mod reasons;
mod reinstate;
pub mod remembered;
pub mod reserved_seats;
mod reset;
pub mod restore;
mod seating;
pub mod shortage_policy;
mod sign_in;
pub mod snapshot;
pub mod summary;
pub mod told;
mod touched;
pub mod undo;
mod words;

#[cfg(test)]
mod tests;
