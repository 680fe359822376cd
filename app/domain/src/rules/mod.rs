//! The license rules: what a save will do to each user, decided by the same code in the browser and on the server.

pub mod boxes;
pub mod change;
mod check;
pub mod data;
mod draft;
pub mod failure;
pub mod inverse;
pub mod outcome;
pub mod plan;
pub mod plan_boxes;
pub mod reserve;
mod seating;
pub mod snapshot;
pub mod summary;
pub mod undo;
mod words;

#[cfg(test)]
mod tests;
