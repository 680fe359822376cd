//! Builds the pages and the server at the same time.
//!
//! The compiler works on one core for much of the time: at the largest crates, and when it links the pages. The two builds
//! use different folders of `target`, so neither waits for the other.

use std::path::PathBuf;
use std::thread;

use crate::problem::Problem;
use crate::quality::Quality;
use crate::workspace::Workspace;
use crate::{compiler, site};

/// Builds both, and returns the path of the server. Where both fail, it is the problem of the pages.
pub fn pages_and_server(workspace: &Workspace, pages: Quality, server: Quality) -> Result<PathBuf, Problem> {
    site::prepare(workspace, pages)?;
    thread::scope(|scope| {
        let server = scope.spawn(|| compiler::build_server(workspace, server));
        let pages = site::build(workspace, pages);
        let server = server.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        pages.and(server)
    })
}
