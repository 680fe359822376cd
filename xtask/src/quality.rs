//! How well a build is optimized.

use serde::{Deserialize, Serialize};

/// How much the pages and the server are optimized.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Quality {
    /// Small and fast, for release.
    Release,
    /// Quick to build, and fast enough for one person who tries it on the same machine.
    Dev,
}
