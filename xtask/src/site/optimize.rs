//! Makes WebAssembly files smaller.

use std::fs;

use crate::problem::Problem;
use crate::workspace::Workspace;
use crate::{npm, process};

/// A WebAssembly file: its name and content.
pub type Named = (String, Vec<u8>);

/// Optimizes the files for size.
pub fn all(workspace: &Workspace, files: Vec<Named>) -> Result<Vec<Named>, Problem> {
    let folder = workspace.target.join("optimized");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(Problem::file("removed", &folder))?;
    }
    fs::create_dir_all(&folder).map_err(Problem::file("made", &folder))?;
    for (name, wasm) in &files {
        let file = folder.join(name);
        fs::write(&file, wasm).map_err(Problem::file("written", &file))?;
    }
    process::run(
        workspace
            .command("node")
            .arg(workspace.root.join("xtask/src/site/optimize.mjs"))
            .arg(npm::script(workspace, "binaryen/index.js"))
            .arg(&folder),
    )?;
    files
        .into_iter()
        .map(|(name, _)| {
            let file = folder.join(&name);
            let wasm = fs::read(&file).map_err(Problem::file("read", &file))?;
            Ok((name, wasm))
        })
        .collect()
}
