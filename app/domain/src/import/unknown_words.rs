//! Words of Microsoft Graph that Tenantry does not know, each told once.

use super::graph_error::GraphFile;
use super::note::ImportNote;
use std::collections::BTreeMap;

/// The unknown words met so far, with the number of entries that have them.
#[derive(Debug, Default)]
pub(super) struct UnknownWords(BTreeMap<(GraphFile, &'static str, String), (&'static str, usize)>);

impl UnknownWords {
    /// A field of an entry has a word that is not known and is read as another.
    pub(super) fn add(&mut self, file: GraphFile, field: &'static str, word: &str, read_as: &'static str) {
        self.0.entry((file, field, word.to_owned())).or_insert((read_as, 0)).1 += 1;
    }

    /// A note for each.
    pub(super) fn tell(self, notes: &mut Vec<ImportNote>) {
        notes.extend(self.0.into_iter().map(|((file, field, word), (read_as, entries))| ImportNote::UnknownWord {
            file,
            field,
            word,
            read_as,
            entries,
        }));
    }
}
