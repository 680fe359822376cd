//! The preview of the rows that are ready.

use crate::state::latest::Latest;
use domain::console::entries::{EntriesPreview, EntryEnd, EntryLine, SignInChanges};
use domain::ids::UserId;
use domain::rules::entries::{EntryAction, UserEntry};
use domain::rules::summary::PlanSummary;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The state of the preview.
pub type UploadPreviewState = Latest<Arc<UploadPreview>>;

/// The preview in numbers and for each user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadPreview {
    /// The entries that were asked about.
    pub entries: Vec<UserEntry>,
    /// The numbers.
    pub summary: PlanSummary,
    /// The effect on each user.
    pub lines: BTreeMap<UserId, EntryLine>,
    /// The number of new users.
    pub added: usize,
    /// The number of changed users.
    pub updated: usize,
    /// The changes of sign-in.
    pub sign_in: SignInChanges,
    /// The number of new and changed users whose licenses fail.
    pub without_licenses: usize,
}

impl UploadPreview {
    /// The preview as the server made it.
    pub fn of(preview: EntriesPreview, entries: Vec<UserEntry>) -> Self {
        let EntriesPreview { summary, lines, sign_in } = preview;
        let (mut added, mut updated, mut without_licenses) = (0, 0, 0);
        for (entry, line) in entries.iter().zip(&lines) {
            let changes = !matches!(line.end, EntryEnd::Failed(_) | EntryEnd::Unchanged);
            let counter = if matches!(entry.asked, EntryAction::Add(_)) { &mut added } else { &mut updated };
            *counter += usize::from(changes);
            without_licenses += usize::from(matches!(line.end, EntryEnd::WithoutLicenses(_)));
        }
        let lines = lines.into_iter().map(|line| (line.user, line)).collect();
        Self { entries, summary, lines, added, updated, sign_in, without_licenses }
    }
}
