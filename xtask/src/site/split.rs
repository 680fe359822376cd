//! Splits the compiled pages at the functions marked `#[wasm_split]` into a first file, and one for each mark.
//!
//! A small script, the link, joins the parts again in the browser. The script of the first file and the parts refer to
//! it.

use std::fs;

use wasm_split_cli_support::{Options, transform};

use crate::problem::Problem;
use crate::workspace::Workspace;

/// The name of the link in the first file's script, until both have their published names.
pub const LINK: &str = "./link.js";
/// The name of the first file's script in the link, until then.
pub const SCRIPT: &str = "./script.js";

/// The result of splitting.
pub struct Split {
    /// The first file, without its script.
    pub first: Vec<u8>,
    /// The link script.
    pub link: String,
    /// The other files, with their names in the link.
    pub parts: Vec<(String, Vec<u8>)>,
}

/// Splits a file that was linked with `--emit-relocs`.
pub fn split(workspace: &Workspace, compiled: &[u8]) -> Result<Split, Problem> {
    let folder = workspace.target.join("split");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(Problem::file("removed", &folder))?;
    }
    let first = folder.join("first.wasm");
    let mut options = Options::new(compiled);
    options.output_dir = &folder;
    options.main_out_path = &first;
    options.main_module = SCRIPT;
    options.link_name = LINK;
    let made = transform(options).map_err(|error| Problem::Pages(format!("splitting them failed: {error:#}")))?;
    let mut parts = Vec::new();
    for path in &made.split_modules {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        parts.push((name, fs::read(path).map_err(Problem::file("read", path))?));
    }
    let link = folder.join(LINK);
    Ok(Split {
        first: fs::read(&first).map_err(Problem::file("read", &first))?,
        link: silence(&fs::read_to_string(&link).map_err(Problem::file("read", &link))?)?,
        parts,
    })
}

/// Removes the logging of a failed part from the link: the page that needs the part reports it.
fn silence(link: &str) -> Result<String, Problem> {
    const LOGGED: &str = "console.error(e);";
    if link.matches(LOGGED).count() == 1 {
        Ok(link.replacen(LOGGED, "", 1))
    } else {
        Err(Problem::Pages(format!("the link between their parts has no `{LOGGED}`, or several")))
    }
}
