//! Builds `target/site` from source: the files that the server sends to browsers.
//!
//! These are `pkg/tenantry-<hash>.{js,wasm,css}`, each with `.br` and `.gz`; `manifest.json`, which names the files
//! that every page starts with; and the files of `public/`.

mod budget;
mod compress;
mod optimize;
mod pages;
mod publish;
mod split;
mod style;
mod wasm;

use crate::quality::Quality;
use std::fs;

use serde::{Deserialize, Serialize};

pub use budget::check as check_budget;

use crate::problem::Problem;
use crate::workspace::Workspace;
use crate::{compiler, npm};

/// The URLs of the current files, as in `manifest.json`.
#[derive(Serialize, Deserialize)]
pub struct Manifest {
    /// The script that loads the pages.
    pub js: String,
    /// The link between the parts of the pages.
    pub link: String,
    /// The first part of the pages.
    pub wasm: String,
    /// The style sheet.
    pub css: String,
}

impl Manifest {
    /// Reads the manifest of the last build.
    pub fn read(workspace: &Workspace) -> Result<Manifest, Problem> {
        let path = workspace.site().join("manifest.json");
        let text = fs::read_to_string(&path).map_err(Problem::file("read", &path))?;
        serde_json::from_str(&text)
            .map_err(|error| Problem::Unexpected { program: path.display().to_string(), what: error.to_string() })
    }
}

/// Makes sure that the tools that build the site are installed. Only pages for release are optimized, with a package from npm.
pub fn prepare(workspace: &Workspace, quality: Quality) -> Result<(), Problem> {
    compiler::ensure_wasm_target(workspace)?;
    match quality {
        Quality::Release => npm::install(workspace),
        Quality::Dev => Ok(()),
    }
}

/// Builds the site; skips what has not changed since the last time.
pub fn build(workspace: &Workspace, quality: Quality) -> Result<(), Problem> {
    prepare(workspace, quality)?;
    let css = bundle_style(workspace)?;
    let pages = pages::build(workspace, quality)?;
    let names = publish::Names {
        css: publish::asset(workspace, "css", css.as_bytes(), quality)?,
        js: pages.js,
        link: pages.link,
        wasm: pages.wasm,
        parts: pages.parts,
    };
    publish::publish(workspace, &names)
}

/// Bundles the style sheets, for this build and for cargo-leptos, which does not follow `@import`.
pub fn bundle_style(workspace: &Workspace) -> Result<String, Problem> {
    let css = style::bundle(&workspace.root.join("style/main.css"))?;
    publish::write_changed(&workspace.root.join(&workspace.names.style_file), css.as_bytes())?;
    Ok(css)
}

/// Names the files as cargo-leptos writes them, without hashes.
pub fn name_without_hashes(workspace: &Workspace) -> Result<(), Problem> {
    let name = |extension| format!("{}.{extension}", workspace.names.output_name);
    let names = publish::Names {
        js: name("js"),
        link: "__wasm_split.______________________.js".to_owned(),
        wasm: name("wasm"),
        parts: Vec::new(),
        css: name("css"),
    };
    publish::write_manifest(workspace, &names)
}
