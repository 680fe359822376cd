//! The error of reading: it says nothing.

use serde::de::{Error, Expected, Unexpected};
use std::fmt::{self, Display, Formatter};

/// The text or tree is not that of the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unlike;

impl Display for Unlike {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("it is not what was expected")
    }
}

impl std::error::Error for Unlike {}

impl Error for Unlike {
    fn custom<T: Display>(_message: T) -> Self {
        Self
    }

    fn invalid_type(_found: Unexpected<'_>, _expected: &dyn Expected) -> Self {
        Self
    }

    fn invalid_value(_found: Unexpected<'_>, _expected: &dyn Expected) -> Self {
        Self
    }

    fn invalid_length(_length: usize, _expected: &dyn Expected) -> Self {
        Self
    }

    fn unknown_variant(_variant: &str, _expected: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_field: &str, _expected: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_field: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_field: &'static str) -> Self {
        Self
    }
}
