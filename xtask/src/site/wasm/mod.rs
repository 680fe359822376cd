//! Changes to WebAssembly files that no tool makes.

pub mod join;
pub mod order;
pub mod unused;

use wasm_encoder::reencode::{self, Reencode};

/// Why a file can't be changed.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// It is no valid WebAssembly.
    #[error("it can't be read: {0}")]
    Unreadable(#[from] wasmparser::Error),
    /// It can't be written again.
    #[error("it can't be written: {0}")]
    Unwritable(String),
    /// It is not of the kind that is expected.
    #[error("{0}")]
    Unexpected(&'static str),
}

impl From<reencode::Error<Self>> for Unfit {
    fn from(error: reencode::Error<Self>) -> Self {
        match error {
            reencode::Error::UserError(unfit) => unfit,
            reencode::Error::ParseError(error) => Self::Unreadable(error),
            other => Self::Unwritable(other.to_string()),
        }
    }
}

/// Writes functions again where their numbers change.
struct Renumber {
    /// The new number of each function.
    functions: Vec<u32>,
}

impl Renumber {
    fn renumbered(&self, function: u32) -> Result<u32, reencode::Error<Unfit>> {
        let index = usize::try_from(function).ok();
        index
            .and_then(|index| self.functions.get(index).copied())
            .ok_or(reencode::Error::UserError(Unfit::Unexpected("a function is missing")))
    }
}

impl Reencode for Renumber {
    type Error = Unfit;

    fn function_index(&mut self, function: u32) -> Result<u32, reencode::Error<Unfit>> {
        self.renumbered(function)
    }
}
