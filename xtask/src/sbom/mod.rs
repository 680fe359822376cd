//! `cargo xtask sbom`: a list of the crates that are shipped, in the server's program and in the pages, as CycloneDX.
//!
//! Cargo lists those crates (`tree.rs`) and their licenses; Cargo.lock has their checksums. Crates that only run while
//! the program is built are listed with the scope `excluded`. No npm package is shipped: those of
//! `end2end/package.json` build and test.

mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::hash::hash;
use crate::problem::Problem;
use crate::workspace::Workspace;
use crate::{lock, process};
use tree::{Crate, Tree};

/// The target of the pages.
const WASM: &str = "wasm32-unknown-unknown";
/// The name of the file in the build folder.
const FILE: &str = "tenantry.cdx.json";

/// Cargo's knowledge of a crate.
#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    license_file: Option<String>,
    description: Option<String>,
    repository: Option<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

/// Writes the list into the build folder.
pub fn write(workspace: &Workspace) -> Result<(), Problem> {
    let list = list(workspace)?;
    let path = workspace.target.join(FILE);
    fs::create_dir_all(&workspace.target).map_err(Problem::file("made", &workspace.target))?;
    let text = serde_json::to_string_pretty(&list)
        .map_err(|error| Problem::Unexpected { program: "the list of crates".to_owned(), what: error.to_string() })?;
    fs::write(&path, text + "\n").map_err(Problem::file("written", &path))?;
    let count = list["components"].as_array().map_or(0, Vec::len);
    println!("{count} crates are listed in {}.", path.display());
    Ok(())
}

/// The list. The same commit gives the same list.
fn list(workspace: &Workspace) -> Result<Value, Problem> {
    let (server, pages) = (&workspace.names.bin_package, &workspace.names.lib_package);
    let trees = [Tree::of(workspace, server, None)?, Tree::of(workspace, pages, Some(WASM))?];
    let mut uses: BTreeMap<Crate, BTreeSet<Crate>> = BTreeMap::new();
    let mut shipped = BTreeSet::new();
    for tree in trees {
        for (one, others) in tree.uses {
            uses.entry(one).or_default().extend(others);
        }
        shipped.extend(tree.shipped);
    }
    let known = packages(workspace)?;
    let mut checksums: BTreeMap<Crate, String> = BTreeMap::new();
    for locked in lock::read(workspace)? {
        checksums.extend(locked.checksum.map(|checksum| ((locked.name, locked.version), checksum)));
    }
    let components = uses.keys().map(|one| {
        let scope = if shipped.contains(one) { "required" } else { "excluded" };
        component(one, scope, known.get(one), checksums.get(one))
    });
    let components: Vec<Value> = components.collect();
    let dependencies = uses.iter().map(|(one, others)| {
        let others: Vec<String> = others.iter().map(reference).collect();
        json!({ "ref": reference(one), "dependsOn": others })
    });
    let dependencies: Vec<Value> = dependencies.collect();
    let version = uses.keys().find(|(name, _)| name == server).map_or("", |(_, version)| version);
    let roots: Vec<String> = uses.keys().filter(|(name, _)| name == server || name == pages).map(reference).collect();
    Ok(document(workspace, version, components, dependencies, &roots))
}

/// The document around the lists.
fn document(
    workspace: &Workspace,
    version: &str,
    components: Vec<Value>,
    mut dependencies: Vec<Value>,
    roots: &[String],
) -> Value {
    let program = format!("{}@{version}", workspace.names.output_name);
    dependencies.insert(0, json!({ "ref": program, "dependsOn": roots }));
    let mut metadata = Map::new();
    metadata.extend(committed(workspace).map(|at| ("timestamp".to_owned(), json!(at))));
    let tool = json!({ "type": "application", "name": "cargo xtask sbom", "version": env!("CARGO_PKG_VERSION") });
    metadata.insert("tools".to_owned(), json!({ "components": [tool] }));
    let what = json!({ "type": "application", "bom-ref": program, "name": workspace.names.output_name,
        "version": version });
    metadata.insert("component".to_owned(), what);
    let body = json!({ "metadata": metadata, "components": components, "dependencies": dependencies });
    let mut document = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": serial_number(&body.to_string()),
        "version": 1,
    });
    if let (Some(document), Value::Object(body)) = (document.as_object_mut(), body) {
        document.extend(body);
    }
    document
}

/// The time of the commit that is checked out. Without Git the list has no time.
fn committed(workspace: &Workspace) -> Option<String> {
    process::find("git")?;
    let said = process::output(workspace.command("git").args(["log", "-1", "--format=%cI"])).ok()?;
    let at = said.trim();
    (!at.is_empty()).then(|| at.to_owned())
}

/// A GUID of version 8 made of the contents.
fn serial_number(contents: &str) -> String {
    let digits = hash(contents.as_bytes()) + &hash(format!("second half of {contents}").as_bytes());
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    format!("urn:uuid:{}-{}-8{}-a{}-{}", part(0, 8), part(8, 12), part(12, 15), part(15, 18), part(18, 30))
}

fn component(one: &Crate, scope: &str, package: Option<&Package>, checksum: Option<&String>) -> Value {
    let (name, version) = one;
    let mut component = json!({ "type": "library", "bom-ref": reference(one), "name": name, "version": version,
        "scope": scope });
    let Some(fields) = component.as_object_mut() else { return component };
    // Our own crates are in no registry.
    if let Some(checksum) = checksum {
        fields.insert("purl".to_owned(), json!(reference(one)));
        fields.insert("hashes".to_owned(), json!([{ "alg": "SHA-256", "content": checksum }]));
    }
    let Some(package) = package else { return component };
    fields.extend(licenses(package).map(|licenses| ("licenses".to_owned(), licenses)));
    if let Some(description) = &package.description {
        let words: Vec<&str> = description.split_whitespace().collect();
        fields.insert("description".to_owned(), json!(words.join(" ")));
    }
    if let Some(repository) = &package.repository {
        fields.insert("externalReferences".to_owned(), json!([{ "type": "vcs", "url": repository }]));
    }
    component
}

/// The license as an SPDX expression. Old crates write a stroke for `OR`.
fn licenses(package: &Package) -> Option<Value> {
    match (&package.license, &package.license_file) {
        (Some(expression), _) => {
            let parts: Vec<&str> = expression.split('/').map(str::trim).collect();
            Some(json!([{ "expression": parts.join(" OR ") }]))
        }
        (None, Some(file)) => Some(json!([{ "license": { "name": format!("see {file} of the crate") } }])),
        (None, None) => None,
    }
}

/// The package URL, by which the parts of the list refer to a crate.
fn reference((name, version): &Crate) -> String {
    format!("pkg:cargo/{name}@{}", version.replace('+', "%2B"))
}

fn packages(workspace: &Workspace) -> Result<BTreeMap<Crate, Package>, Problem> {
    let mut command = workspace.cargo();
    command.args(["metadata", "--locked", "--format-version", "1", "--filter-platform", WASM, "--filter-platform"]);
    let text = process::output(command.arg(tree::host(workspace)?))?;
    let found: Metadata = serde_json::from_str(&text)
        .map_err(|error| Problem::Unexpected { program: "`cargo metadata`".to_owned(), what: error.to_string() })?;
    Ok(found.packages.into_iter().map(|package| ((package.name.clone(), package.version.clone()), package)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts<'a>(list: &'a Value, field: &str) -> Vec<&'a str> {
        list.as_array().unwrap().iter().map(|one| one[field].as_str().unwrap()).collect()
    }

    /// The fields that CycloneDX 1.6 demands, and the forms it gives to those that it does not.
    fn is_valid(list: &Value) {
        assert_eq!(
            (&list["bomFormat"], &list["specVersion"], &list["version"]),
            (&json!("CycloneDX"), &json!("1.6"), &json!(1))
        );
        let serial = list["serialNumber"].as_str().unwrap().strip_prefix("urn:uuid:").unwrap();
        let lengths: Vec<usize> = serial.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert!(serial.chars().all(|c| c == '-' || c.is_ascii_digit() || ('a'..='f').contains(&c)));
        assert_eq!(list["metadata"]["component"]["type"], "application");
        for component in list["components"].as_array().unwrap() {
            assert_eq!(component["type"], "library");
            assert!(["required", "excluded"].contains(&component["scope"].as_str().unwrap()));
            assert!(["name", "version"].iter().all(|field| !component[*field].as_str().unwrap().is_empty()));
            assert!(component["licenses"][0].is_object(), "{} has no license", component["name"]);
            for hash in component["hashes"].as_array().into_iter().flatten() {
                let content = hash["content"].as_str().unwrap();
                assert!(hash["alg"] == "SHA-256" && content.len() == 64, "{component}");
            }
        }
        let references = texts(&list["components"], "bom-ref");
        let unique: BTreeSet<&str> = references.iter().copied().collect();
        assert_eq!(unique.len(), references.len(), "a reference names two crates");
        for dependency in list["dependencies"].as_array().unwrap() {
            let program = dependency["ref"] == list["metadata"]["component"]["bom-ref"];
            assert!(program || unique.contains(dependency["ref"].as_str().unwrap()), "{dependency}");
            let others = dependency["dependsOn"].as_array().unwrap();
            assert!(others.iter().all(|other| unique.contains(other.as_str().unwrap())), "{dependency}");
        }
    }

    #[test]
    fn the_list_is_valid_and_complete() {
        let workspace = Workspace::find().unwrap();
        let list = list(&workspace).unwrap();
        is_valid(&list);
        let components = list["components"].as_array().unwrap();
        // Each crate is in Cargo.lock, with its checksum.
        let locked = lock::read(&workspace).unwrap();
        for component in components {
            let found = locked.iter().find(|one| component["name"] == one.name && component["version"] == one.version);
            let found = found.unwrap_or_else(|| panic!("{component} is not in Cargo.lock"));
            assert_eq!(component["hashes"][0]["content"].as_str(), found.checksum.as_deref(), "{component}");
        }
        // Crates of Cargo.lock beyond it are used by xtask, by tests or on other systems.
        let scope = |name: &str| {
            let found = components.iter().find(|component| component["name"] == name);
            found.map(|component| component["scope"].as_str().unwrap())
        };
        for name in
            ["server", "app", "domain", "frontend", "axum", "ring", "rustls", "sqlx", "libsqlite3-sys", "web-sys"]
        {
            assert_eq!(scope(name), Some("required"), "{name}");
        }
        for name in ["serde_derive", "cc"] {
            assert_eq!(scope(name), Some("excluded"), "{name}");
        }
        for name in ["xtask", "walrus", "proptest"] {
            assert_eq!(scope(name), None, "{name}");
        }
    }

    #[test]
    fn old_licenses_become_expressions() {
        let package = |license: Option<&str>, file: Option<&str>| Package {
            name: String::new(),
            version: String::new(),
            license: license.map(str::to_owned),
            license_file: file.map(str::to_owned),
            description: None,
            repository: None,
        };
        assert_eq!(
            licenses(&package(Some("MIT/Apache-2.0"), None)),
            Some(json!([{ "expression": "MIT OR Apache-2.0" }]))
        );
        assert_eq!(licenses(&package(Some("MIT AND (ISC)"), None)), Some(json!([{ "expression": "MIT AND (ISC)" }])));
        let named = json!([{ "license": { "name": "see LICENSE of the crate" } }]);
        assert_eq!(licenses(&package(None, Some("LICENSE"))), Some(named));
        assert_eq!(licenses(&package(None, None)), None);
    }
}
