//! Reading the fields of an entry, each mistake with its place.

use super::graph_error::{FieldProblem, GraphFile, ImportError, RowName};
use serde_json::Value;
use uuid::Uuid;

/// An entry whose fields are being read.
pub(super) struct Row {
    file: GraphFile,
    row: RowName,
}

impl Row {
    /// The entry at a place (from 0), by the first of these values that is a text.
    pub(super) fn new(file: GraphFile, index: usize, names: &[&Value]) -> Self {
        let name = names.iter().find_map(|value| value.as_str()).filter(|name| !name.trim().is_empty());
        Self { file, row: RowName { number: index + 1, name: name.map(str::to_owned) } }
    }

    /// A text without spaces around it; `null`, absent and empty are none.
    pub(super) fn text(&self, field: &'static str, value: &Value) -> Result<Option<String>, ImportError> {
        match value {
            Value::Null => Ok(None),
            Value::String(text) => Ok(Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)),
            other => Err(self.wrong(field, FieldProblem::NotText(other.to_string()))),
        }
    }

    /// A text that must be there.
    pub(super) fn needed_text(&self, field: &'static str, value: &Value) -> Result<String, ImportError> {
        self.text(field, value)?.ok_or_else(|| self.wrong(field, FieldProblem::Missing))
    }

    /// An id; `null`, absent and empty are none.
    pub(super) fn id(&self, field: &'static str, value: &Value) -> Result<Option<Uuid>, ImportError> {
        let Some(text) = self.text(field, value)? else { return Ok(None) };
        let id = Uuid::try_parse(&text).map_err(|_| self.wrong(field, FieldProblem::NotAnId(format!("“{text}”"))))?;
        Ok(Some(id))
    }

    /// An id that must be there.
    pub(super) fn needed_id(&self, field: &'static str, value: &Value) -> Result<Uuid, ImportError> {
        self.id(field, value)?.ok_or_else(|| self.wrong(field, FieldProblem::Missing))
    }

    /// True or false; `null` and absent are none.
    pub(super) fn yes(&self, field: &'static str, value: &Value) -> Result<Option<bool>, ImportError> {
        match value {
            Value::Null => Ok(None),
            Value::Bool(yes) => Ok(Some(*yes)),
            other => Err(self.wrong(field, FieldProblem::NotYesNo(other.to_string()))),
        }
    }

    /// A count, as Microsoft Graph's Int32; `null` and absent are 0.
    pub(super) fn count(&self, field: &'static str, value: &Value) -> Result<i64, ImportError> {
        if value.is_null() {
            return Ok(0);
        }
        let count = value.as_i64().filter(|count| (0..=i64::from(i32::MAX)).contains(count));
        count.ok_or_else(|| self.wrong(field, FieldProblem::NotACount(value.to_string())))
    }

    fn wrong(&self, field: &'static str, problem: FieldProblem) -> ImportError {
        ImportError::Field { file: self.file, row: self.row.clone(), field, problem }
    }
}
