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

/// How much each side is optimized.
#[derive(Clone, Copy)]
pub struct Qualities {
    /// The files that browsers download.
    pub pages: Quality,
    /// The program.
    pub server: Quality,
}

impl Qualities {
    /// Both for release.
    pub const RELEASE: Self = Self { pages: Quality::Release, server: Quality::Release };
    /// Both quick to build.
    pub const DEV: Self = Self { pages: Quality::Dev, server: Quality::Dev };
    /// The released pages with the server that the tests use: fast enough for one person who tries it.
    pub const TRIAL: Self = Self { pages: Quality::Release, server: Quality::Dev };
}
