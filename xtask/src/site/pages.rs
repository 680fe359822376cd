//! Builds the `frontend` crate into WebAssembly and the script that loads it.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use wasm_bindgen_cli_support::Bindgen;

use super::split::{self, LINK, SCRIPT, Split};
use super::wasm::order;
use super::{optimize, publish};
use crate::hash::hash;
use crate::problem::Problem;
use crate::process;
use crate::quality::Quality;
use crate::step::step;
use crate::workspace::Workspace;

const TARGET: &str = "wasm32-unknown-unknown";

/// The name of the first file while it is optimized.
const FIRST: &str = "pages.wasm";

/// The published file names and a mark of their source, kept so that unchanged pages are not built again.
#[derive(Serialize, Deserialize, PartialEq)]
pub struct Pages {
    source: String,
    quality: Quality,
    /// The file name of the script.
    pub js: String,
    /// The file name of the link between the pages' parts.
    pub link: String,
    /// The file name of the pages' first part.
    pub wasm: String,
    /// The file names of the other parts.
    pub parts: Vec<String>,
}

impl Pages {
    /// All the file names.
    pub fn files(&self) -> impl Iterator<Item = &String> {
        [&self.js, &self.link, &self.wasm].into_iter().chain(&self.parts)
    }
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
        && publish::is_complete(workspace, pages.files())
    {
        return Ok(pages);
    }
    step("Preparing the pages for browsers", || {
        let Split { first, mut link, parts: split_off } = split::split(workspace, &bytes, quality)?;
        let (js, first) = bind(workspace, first)?;
        let mut files = vec![(FIRST.to_owned(), first)];
        files.extend(split_off);
        if quality == Quality::Release {
            files = optimize::all(workspace, files)?;
            for (_, wasm) in &mut files {
                *wasm = order::order(wasm).map_err(|why| Problem::Pages(format!("they can't be ordered: {why}")))?;
            }
        }
        let mut published = Vec::new();
        for (name, wasm) in files {
            let asset = publish::asset(workspace, "wasm", &wasm, quality)?;
            link = link.replace(&name, &asset);
            published.push(asset);
        }
        let wasm = published.remove(0);
        // The script and the link name each other, so both are named after the content of the two.
        let version = hash(format!("{js}{link}").as_bytes());
        let (script_name, link_name) = (format!("{version}.js"), format!("link-{version}.js"));
        let js = js.replace(&from(LINK), &from(&format!("./{}", workspace.asset(&link_name))));
        let link = link.replace(&from(SCRIPT), &from(&format!("./{}", workspace.asset(&script_name))));
        let pages = Pages {
            source,
            quality,
            js: publish::write_asset(workspace, workspace.asset(&script_name), js.as_bytes(), quality)?,
            link: publish::write_asset(workspace, workspace.asset(&link_name), link.as_bytes(), quality)?,
            wasm,
            parts: published,
        };
        let text = serde_json::to_string(&pages).map_err(|error| Problem::Pages(error.to_string()))?;
        publish::write(&stamp, text.as_bytes())?;
        Ok(pages)
    })
}

/// Compiles the pages, and returns the WebAssembly file before `wasm-bindgen`.
fn compile(workspace: &Workspace, quality: Quality) -> Result<PathBuf, Problem> {
    let package = &workspace.names.lib_package;
    let profile = match quality {
        Quality::Release => workspace.names.lib_profile_release.as_str(),
        Quality::Dev => "wasm-dev",
    };
    step("Building the pages", || {
        process::run(workspace.cargo_for_pages().args([
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

fn bind(workspace: &Workspace, compiled: Vec<u8>) -> Result<(String, Vec<u8>), Problem> {
    let generate = || {
        let mut output = Bindgen::new()
            .input_bytes(&workspace.names.output_name, compiled)
            .web(true)?
            .typescript(false)
            .omit_default_module_path(true)
            .remove_name_section(true)
            .remove_producers_section(true)
            // Keeps the function table, which the other parts need.
            .keep_lld_exports(true)
            .generate_output()?;
        let brings_modules = output.snippets().values().any(|modules| !modules.is_empty())
            || !output.local_modules().is_empty()
            || !output.npm_dependencies().is_empty();
        Ok((brings_modules, output.js().to_owned(), output.wasm_mut().emit_wasm()))
    };
    // The error's type belongs to a crate we do not depend on; only its message is used.
    let generated: Result<_, Box<dyn std::error::Error + Send + Sync>> = generate();
    let (brings_modules, js, wasm) = generated.map_err(|error| Problem::Pages(error.to_string()))?;
    if brings_modules {
        return Err(Problem::Pages(
            "a dependency brings JavaScript modules of its own, which the site build does not publish".to_owned(),
        ));
    }
    Ok((js, wasm))
}

/// The `from` clause of a script that imports a module.
fn from(module: &str) -> String {
    format!("from \"{module}\"")
}

fn stamp(workspace: &Workspace) -> PathBuf {
    workspace.site().with_extension("stamp.json")
}

fn last(stamp: &Path) -> Option<Pages> {
    serde_json::from_str(&fs::read_to_string(stamp).ok()?).ok()
}
