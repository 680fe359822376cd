//! The answer to a save that was not saved.

use crate::error::ApiError;
use crate::widgets::operations::differences::Line;
use domain::rules::summary::PlanSummary;
use std::sync::Arc;

/// The answer to a save that was not saved.
#[derive(Debug, Clone, PartialEq)]
pub enum SaveAnswered {
    /// The server gave no answer.
    Error(ApiError),
    /// The server refused, in words.
    Refused(String),
    /// The plan changed since the person saw it.
    Changed(Box<Looked>),
}

/// The plan that the person saw, for comparing it with the plan now.
#[derive(Debug, Clone, PartialEq)]
pub struct Looked {
    /// The first words of the notice.
    pub title: String,
    /// The lines that the person saw. `None` for selections that the server plans.
    pub lines: Option<Vec<Line>>,
    /// The plan that the person saw.
    pub before: Arc<PlanSummary>,
    /// The plan that the server made now.
    pub now: Box<PlanSummary>,
}
