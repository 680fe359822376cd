//! The kind of temporary passwords. The partner chooses it.

use std::fmt;
use std::str::FromStr;

/// The kind of a temporary password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PasswordKind {
    /// Characters: short, for copying.
    #[default]
    Characters,
    /// Words: long, for saying on the phone.
    Words,
}

/// The text is not a kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not characters or words.")]
pub struct NotAKind(pub String);

impl PasswordKind {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::Characters, Self::Words];

    /// The kind's name, as stored and typed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Characters => "characters",
            Self::Words => "words",
        }
    }
}

impl fmt::Display for PasswordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for PasswordKind {
    type Err = NotAKind;

    fn from_str(text: &str) -> Result<Self, NotAKind> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| NotAKind(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_read_as_they_are_stored() {
        for kind in PasswordKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
        }
        assert_eq!("Words".parse::<PasswordKind>().unwrap_err().to_string(), "“Words” is not characters or words.");
    }
}
