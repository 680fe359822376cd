//! From the `frontend` crate to WebAssembly and the script that loads it.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use walrus::ModuleConfig;
use wasm_bindgen_cli_support::Bindgen;

use super::{Quality, hash, publish, unreached};
use crate::problem::Problem;
use crate::step::step;
use crate::workspace::Workspace;
use crate::{npm, process};

const TARGET: &str = "wasm32-unknown-unknown";

/// What wasm-opt may assume of browsers: what rustc itself uses for this target by default.
const WASM_OPT: [&str; 7] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The published file names, and what they were made from: kept so that unchanged pages are not made again.
#[derive(Serialize, Deserialize, PartialEq)]
pub struct Pages {
    source: String,
    quality: Quality,
    /// The file name of the script.
    pub js: String,
    /// The file name of the pages.
    pub wasm: String,
}

/// Compiles the pages and publishes script and WebAssembly.
pub fn build(workspace: &Workspace, quality: Quality) -> Result<Pages, Problem> {
    let compiled = compile(workspace, quality)?;
    let bytes = fs::read(&compiled).map_err(Problem::file("read", &compiled))?;
    let source = hash(&bytes);
    let stamp = stamp(workspace);
    if let Some(pages) = last(&stamp)
        && pages.source == source
        && pages.quality == quality
        && publish::is_complete(workspace, &[&pages.js, &pages.wasm])
    {
        return Ok(pages);
    }
    step("Preparing the pages for browsers", || {
        let (js, wasm) = bind(workspace, &bytes)?;
        let wasm = match quality {
            Quality::Release => optimize(workspace, &wasm)?,
            Quality::Dev => wasm,
        };
        let pages = Pages {
            source,
            quality,
            js: publish::asset(workspace, "js", js.as_bytes(), quality)?,
            wasm: publish::asset(workspace, "wasm", &wasm, quality)?,
        };
        let text = serde_json::to_string(&pages).map_err(|error| Problem::Pages(error.to_string()))?;
        publish::write(&stamp, text.as_bytes())?;
        Ok(pages)
    })
}

/// The compiled, not yet usable WebAssembly file.
fn compile(workspace: &Workspace, quality: Quality) -> Result<PathBuf, Problem> {
    let package = &workspace.names.lib_package;
    let profile = match quality {
        Quality::Release => workspace.names.lib_profile_release.as_str(),
        Quality::Dev => "wasm-dev",
    };
    step("Building the pages", || {
        process::run(workspace.cargo().args([
            "build",
            "--package",
            package,
            "--lib",
            "--target",
            TARGET,
            "--profile",
            profile,
        ]))
    })?;
    let file = format!("{}.wasm", package.replace('-', "_"));
    Ok(workspace.target.join(TARGET).join(profile).join(file))
}

fn bind(workspace: &Workspace, compiled: &[u8]) -> Result<(String, Vec<u8>), Problem> {
    let generate = || {
        let mut module = ModuleConfig::new()
            .strict_validate(false)
            .generate_name_section(false)
            .generate_producers_section(false)
            .parse(compiled)?;
        unreached::empty(&mut module);
        let mut output = Bindgen::new()
            .input_module(&workspace.names.output_name, module)
            .web(true)?
            .typescript(false)
            .omit_default_module_path(true)
            .generate_output()?;
        let brings_modules = output.snippets().values().any(|modules| !modules.is_empty())
            || !output.local_modules().is_empty()
            || !output.npm_dependencies().is_empty();
        Ok((brings_modules, output.js().to_owned(), output.wasm_mut().emit_wasm()))
    };
    // The error's type belongs to a crate that is no dependency of ours: only its words are of use.
    let generated: Result<_, Box<dyn std::error::Error + Send + Sync>> = generate();
    let (brings_modules, js, wasm) = generated.map_err(|error| Problem::Pages(error.to_string()))?;
    if brings_modules {
        return Err(Problem::Pages(
            "a dependency brings JavaScript modules of its own, which the site build does not publish".to_owned(),
        ));
    }
    Ok((js, wasm))
}

fn optimize(workspace: &Workspace, wasm: &[u8]) -> Result<Vec<u8>, Problem> {
    let input = workspace.target.join("pages.wasm");
    let output = workspace.target.join("pages-optimized.wasm");
    publish::write(&input, wasm)?;
    process::run(
        workspace
            .command("node")
            .arg(npm::script(workspace, "binaryen/bin/wasm-opt"))
            .args(WASM_OPT)
            .arg(&input)
            .arg("--output")
            .arg(&output),
    )?;
    fs::read(&output).map_err(Problem::file("read", &output))
}

fn stamp(workspace: &Workspace) -> PathBuf {
    workspace.site().with_extension("stamp.json")
}

fn last(stamp: &Path) -> Option<Pages> {
    serde_json::from_str(&fs::read_to_string(stamp).ok()?).ok()
}
