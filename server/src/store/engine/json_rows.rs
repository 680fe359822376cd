//! Many rows as one JSON array of arrays, bound as one parameter.

use crate::store::engine::stored::to_json;
use domain::store::StoreError;
use serde::Serialize;

/// The rows so far, as text.
#[derive(Default)]
pub(in crate::store) struct JsonRows(String);

impl JsonRows {
    /// Appends a row: a tuple or array.
    pub(in crate::store) fn push(&mut self, row: &impl Serialize) -> Result<(), StoreError> {
        let Self(text) = self;
        text.push(if text.is_empty() { '[' } else { ',' });
        text.push_str(&to_json(row)?);
        Ok(())
    }

    pub(in crate::store) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The whole array.
    pub(in crate::store) fn finish(self) -> String {
        let Self(mut text) = self;
        text.push_str(if text.is_empty() { "[]" } else { "]" });
        text
    }
}
