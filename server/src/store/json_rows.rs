//! Many rows as one JSON array of arrays, to be bound as one parameter.

use super::to_json;
use domain::store::StoreError;
use serde::Serialize;

/// The rows so far.
#[derive(Default)]
pub(super) struct JsonRows(String);

impl JsonRows {
    /// The next row: a tuple or array.
    pub(super) fn push(&mut self, row: &impl Serialize) -> Result<(), StoreError> {
        let Self(text) = self;
        text.push(if text.is_empty() { '[' } else { ',' });
        text.push_str(&to_json(row)?);
        Ok(())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them.
    pub(super) fn finish(self) -> String {
        let Self(mut text) = self;
        text.push_str(if text.is_empty() { "[]" } else { "]" });
        text
    }
}
