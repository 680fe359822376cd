//! What would happen with the rows that are ready.

use crate::state::latest::Latest;
use domain::console::entries::{EntriesPreview, EntryEnd, EntryLine, SignInChanges};
use domain::ids::UserId;
use domain::rules::entries::{Asked, UserEntry};
use domain::rules::summary::PlanSummary;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is known of what would happen.
pub type Preview = Latest<Arc<Planned>>;

/// What would happen, in numbers and for each user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// What was asked.
    pub entries: Vec<UserEntry>,
    /// In numbers.
    pub summary: PlanSummary,
    /// What happens to each user.
    pub lines: BTreeMap<UserId, EntryLine>,
    /// New users.
    pub added: usize,
    /// Users who are changed.
    pub updated: usize,
    /// Whose sign-in changes.
    pub sign_in: SignInChanges,
    /// Those of both whose licenses fail.
    pub without_licenses: usize,
}

impl Planned {
    /// As the server foresees it.
    pub fn of(preview: EntriesPreview, entries: Vec<UserEntry>) -> Self {
        let EntriesPreview { summary, lines, sign_in } = preview;
        let (mut added, mut updated, mut without_licenses) = (0, 0, 0);
        for (entry, line) in entries.iter().zip(&lines) {
            let changes = !matches!(line.end, EntryEnd::Failed(_) | EntryEnd::Unchanged);
            let counter = if matches!(entry.asked, Asked::Add(_)) { &mut added } else { &mut updated };
            *counter += usize::from(changes);
            without_licenses += usize::from(matches!(line.end, EntryEnd::WithoutLicenses(_)));
        }
        let lines = lines.into_iter().map(|line| (line.user, line)).collect();
        Self { entries, summary, lines, added, updated, sign_in, without_licenses }
    }
}
