//! Unknown words in files of Microsoft Graph, each reported once.

use super::graph_error::GraphFile;
use super::note::ImportNote;
use std::collections::BTreeMap;

/// The unknown words found so far, each with its number of entries.
#[derive(Debug, Default)]
pub(super) struct UnknownWords(BTreeMap<(GraphFile, &'static str, String), (&'static str, usize)>);

impl UnknownWords {
    /// Adds an unknown word in a field of an entry, and the word it is read as.
    pub(super) fn add(&mut self, file: GraphFile, field: &'static str, word: &str, read_as: &'static str) {
        self.0.entry((file, field, word.to_owned())).or_insert((read_as, 0)).1 += 1;
    }

    /// Makes a note for each word.
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
