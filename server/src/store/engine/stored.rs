//! Stored values: texts to parse, and JSON.

use domain::console::operation::OperationState;
use domain::console::operation_kind::OperationKind;
use domain::rules::outcome_kind::OutcomeKind;
use domain::store::StoreError;
use std::str::FromStr;

/// Parses a stored text.
pub(in crate::store) fn parsed<T: FromStr>(text: &str) -> Result<T, StoreError>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error: T::Err| StoreError::Corrupt(error.to_string()))
}

/// Parses a stored text that may be missing.
pub(in crate::store) fn parsed_if_any<T: FromStr>(text: Option<&str>) -> Result<Option<T>, StoreError>
where
    T::Err: std::fmt::Display,
{
    text.map(parsed).transpose()
}

/// Parses a stored country; empty means none.
pub(in crate::store) fn country(text: &str) -> Result<Option<domain::directory::country::CountryCode>, StoreError> {
    if text.is_empty() { Ok(None) } else { parsed(text).map(Some) }
}

/// Parses the stored kind of an operation.
pub(in crate::store) fn kind_of(name: &str) -> Result<OperationKind, StoreError> {
    OperationKind::parse(name).ok_or_else(|| StoreError::Corrupt(format!("an operation is of the kind “{name}”")))
}

/// Parses the stored outcome of a user in an operation.
pub(in crate::store) fn outcome_of(name: &str) -> Result<OutcomeKind, StoreError> {
    OutcomeKind::parse(name).ok_or_else(|| StoreError::Corrupt(format!("an outcome is “{name}”")))
}

/// Parses the stored state of an operation.
pub(in crate::store) fn state_of(name: &str) -> Result<OperationState, StoreError> {
    OperationState::parse(name).ok_or_else(|| StoreError::Corrupt(format!("an operation is “{name}”")))
}

/// Parses stored JSON.
pub(in crate::store) fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// Plain data as JSON.
pub(in crate::store) fn to_json<T: serde::Serialize + ?Sized>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Corrupt(error.to_string()))
}
