//! Finds the rows that have no errors and would still not be saved as asked. The table can show them alone.

use super::planned::{UploadPreview, UploadPreviewState};
use super::work::UploadWork;
use domain::console::entries::EntryEnd;
use leptos::prelude::*;

/// Such rows by their places in the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RefusedFile {
    /// The rows of which nothing would be saved.
    pub whole: Vec<usize>,
    /// The rows that would be saved in part: without their licenses, or only their licenses.
    pub in_part: Vec<usize>,
}

impl RefusedFile {
    /// Follows the preview. While a new preview is worked out, the rows of the previous one stay.
    pub fn followed(work: UploadWork) -> Memo<Self> {
        Memo::new(move |before: Option<&Self>| {
            work.preview.with(|preview| match preview {
                UploadPreviewState::Ready(planned) => untrack(|| Self::of(work, planned)),
                UploadPreviewState::Working(_) => before.cloned().unwrap_or_default(),
                UploadPreviewState::Nothing | UploadPreviewState::Failed(..) => Self::default(),
            })
        })
    }

    fn of(work: UploadWork, planned: &UploadPreview) -> Self {
        let mut refused = Self::default();
        for at in work.checked.with(|checked| checked.places(true)) {
            let end = work.user(at).and_then(|user| planned.lines.get(&user)).map(|line| line.end);
            match end {
                Some(EntryEnd::Failed(_)) => refused.whole.push(at),
                Some(EntryEnd::WithoutLicenses(_) | EntryEnd::WithoutProfile(_)) => refused.in_part.push(at),
                Some(EntryEnd::Whole | EntryEnd::Unchanged) | None => (),
            }
        }
        refused
    }
}
