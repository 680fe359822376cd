//! Rows whose cells are right and that would still not be saved as they ask: who they are, so that they can be shown.

use super::planned::{Planned, Preview};
use super::work::Work;
use domain::console::entries::EntryEnd;
use leptos::prelude::*;

/// Such rows by their places in the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Refused {
    /// Nothing of them would be saved.
    pub whole: Vec<usize>,
    /// They would be saved in part: without their licenses, or nothing but those.
    pub in_part: Vec<usize>,
}

impl Refused {
    /// Follows what is known would happen. While that is worked out anew, they are those from before.
    pub fn followed(work: Work) -> Memo<Self> {
        Memo::new(move |before: Option<&Self>| {
            work.preview.with(|preview| match preview {
                Preview::Ready(planned) => untrack(|| Self::of(work, planned)),
                Preview::Working(_) => before.cloned().unwrap_or_default(),
                Preview::Nothing | Preview::Failed(..) => Self::default(),
            })
        })
    }

    fn of(work: Work, planned: &Planned) -> Self {
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
