//! Reading the fields of an entry, with the place of each error.

use super::graph_error::{FieldProblem, GraphFile, ImportError, RowName};
use serde_json::Value;
use uuid::Uuid;

/// An entry while its fields are read.
pub(super) struct GraphRow {
    file: GraphFile,
    row: RowName,
}

impl GraphRow {
    /// The entry at an index (from 0), named by the first of these values that is a text.
    pub(super) fn new(file: GraphFile, index: usize, names: &[&Value]) -> Self {
        let name = names.iter().find_map(|value| value.as_str()).filter(|name| !name.trim().is_empty());
        Self { file, row: RowName { number: index + 1, name: name.map(str::to_owned) } }
    }

    /// A text without surrounding spaces; `None` if it is `null`, missing or empty.
    pub(super) fn text(&self, field: &'static str, value: &Value) -> Result<Option<String>, ImportError> {
        match value {
            Value::Null => Ok(None),
            Value::String(text) => Ok(Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)),
            other => Err(self.wrong(field, FieldProblem::NotText(other.to_string()))),
        }
    }

    /// A required text.
    pub(super) fn needed_text(&self, field: &'static str, value: &Value) -> Result<String, ImportError> {
        self.text(field, value)?.ok_or_else(|| self.wrong(field, FieldProblem::Missing))
    }

    /// An id; `None` if it is `null`, missing or empty.
    pub(super) fn id(&self, field: &'static str, value: &Value) -> Result<Option<Uuid>, ImportError> {
        let Some(text) = self.text(field, value)? else { return Ok(None) };
        let id = Uuid::try_parse(&text).map_err(|_| self.wrong(field, FieldProblem::NotAnId(format!("“{text}”"))))?;
        Ok(Some(id))
    }

    /// A required id.
    pub(super) fn needed_id(&self, field: &'static str, value: &Value) -> Result<Uuid, ImportError> {
        self.id(field, value)?.ok_or_else(|| self.wrong(field, FieldProblem::Missing))
    }

    /// True or false; `None` if it is `null` or missing.
    pub(super) fn yes(&self, field: &'static str, value: &Value) -> Result<Option<bool>, ImportError> {
        match value {
            Value::Null => Ok(None),
            Value::Bool(yes) => Ok(Some(*yes)),
            other => Err(self.wrong(field, FieldProblem::NotYesNo(other.to_string()))),
        }
    }

    /// A count, as Microsoft Graph's Int32; 0 if it is `null` or missing.
    pub(super) fn count(&self, field: &'static str, value: &Value) -> Result<i64, ImportError> {
        if value.is_null() {
            return Ok(0);
        }
        let count = value.as_i64().filter(|count| (0..=i64::from(i32::MAX)).contains(count));
        count.ok_or_else(|| self.wrong(field, FieldProblem::NotACount(value.to_string())))
    }

    /// The error of a field.
    pub(super) fn wrong(&self, field: &'static str, problem: FieldProblem) -> ImportError {
        ImportError::Field { file: self.file, row: self.row.clone(), field, problem }
    }
}
