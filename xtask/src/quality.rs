//! How well a build is optimized.

use serde::{Deserialize, Serialize};

/// How much the pages and the server are optimized.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Quality {
    /// Small and fast, for release.
    Release,
    /// Quick to build.
    Dev,
}

impl Quality {
    /// The quality for a build with or without `--dev`.
    pub fn of(dev: bool) -> Quality {
        if dev { Quality::Dev } else { Quality::Release }
    }
}
