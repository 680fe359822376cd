//! Writes the published files, and removes those of earlier builds.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Manifest, compress};
use crate::hash::hash;
use crate::problem::Problem;
use crate::quality::Quality;
use crate::workspace::Workspace;

const COPIES: [&str; 2] = ["br", "gz"];

/// The file names of the current build.
pub struct Names {
    /// The script that loads the pages.
    pub js: String,
    /// The link between the parts of the pages.
    pub link: String,
    /// The first part of the pages.
    pub wasm: String,
    /// The other parts.
    pub parts: Vec<String>,
    /// The style sheet.
    pub css: String,
}

/// Writes a file and its compressed copies under a name with the hash of its content. Returns that name.
pub fn asset(workspace: &Workspace, extension: &str, bytes: &[u8], quality: Quality) -> Result<String, Problem> {
    write_asset(workspace, workspace.asset(&format!("{}.{extension}", hash(bytes))), bytes, quality)
}

/// Writes a file and its compressed copies under this name, which must change with the content. Returns the name.
pub fn write_asset(workspace: &Workspace, name: String, bytes: &[u8], quality: Quality) -> Result<String, Problem> {
    if quality == Quality::Dev && is_complete(workspace, [&name]) {
        return Ok(name);
    }
    let path = package(workspace).join(&name);
    let compressed = [compress::brotli(bytes, quality), compress::gzip(bytes, quality)];
    for (copy, compressed) in COPIES.iter().zip(compressed) {
        let copy = with_copy(&path, copy);
        write(&copy, &compressed.map_err(Problem::file("compressed", &path))?)?;
    }
    write(&path, bytes)?;
    Ok(name)
}

/// Whether these files and all their compressed copies exist.
pub fn is_complete<'a>(workspace: &Workspace, names: impl IntoIterator<Item = &'a String>) -> bool {
    let folder = package(workspace);
    names.into_iter().all(|name| {
        let path = folder.join(name);
        path.is_file() && COPIES.iter().all(|copy| with_copy(&path, copy).is_file())
    })
}

/// Publishes these files: writes the manifest, copies `public/` and removes all other files.
pub fn publish(workspace: &Workspace, names: &Names) -> Result<(), Problem> {
    write_manifest(workspace, names)?;
    let site = workspace.site();
    let current = [&names.js, &names.link, &names.wasm, &names.css].into_iter().chain(&names.parts);
    remove_except(&package(workspace), |name| current.clone().any(|current| name.starts_with(current.as_str())))?;
    remove_except(&site, |name| name == workspace.names.site_pkg_dir || name == "manifest.json")?;
    let public = workspace.root.join("public");
    if public.is_dir() {
        copy(&public, &site)?;
    }
    Ok(())
}

/// Writes the manifest, which names the current files for the server.
pub fn write_manifest(workspace: &Workspace, names: &Names) -> Result<(), Problem> {
    let url = |name: &str| format!("/{}/{name}", workspace.names.site_pkg_dir);
    let manifest =
        Manifest { js: url(&names.js), link: url(&names.link), wasm: url(&names.wasm), css: url(&names.css) };
    let text = serde_json::to_string(&manifest).map_err(|error| Problem::Pages(error.to_string()))?;
    write_changed(&workspace.site().join("manifest.json"), text.as_bytes())
}

/// Writes a file unless it already has this content, so that watchers see real changes only.
pub fn write_changed(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    if fs::read(path).is_ok_and(|present| present == bytes) {
        return Ok(());
    }
    write(path, bytes)
}

/// Writes a file and makes its folder. A reader sees the old content or the new, never a part.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Problem::file("made", folder))?;
    }
    let new = with_copy(path, "new");
    fs::write(&new, bytes).map_err(Problem::file("written", &new))?;
    fs::rename(&new, path).map_err(Problem::file("written", path))
}

/// The path with an additional extension.
pub fn with_copy(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}

/// The folder of the published files.
pub fn package(workspace: &Workspace) -> PathBuf {
    workspace.site().join(&workspace.names.site_pkg_dir)
}

fn remove_except(folder: &Path, keep: impl Fn(&str) -> bool) -> Result<(), Problem> {
    for entry in fs::read_dir(folder).map_err(Problem::file("read", folder))?.flatten() {
        if keep(&entry.file_name().to_string_lossy()) {
            continue;
        }
        let path = entry.path();
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.map_err(Problem::file("removed", &path))?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<(), Problem> {
    fs::create_dir_all(to).map_err(Problem::file("made", to))?;
    for entry in fs::read_dir(from).map_err(Problem::file("read", from))?.flatten() {
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy(&source, &target)?;
        } else {
            fs::copy(&source, &target).map_err(Problem::file("copied", &source))?;
        }
    }
    Ok(())
}
