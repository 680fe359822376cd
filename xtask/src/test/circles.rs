//! Looks for folders that import each other in a circle, so that a reader can begin at the bottom.
//!
//! The text of the files is read. A method of `self` that only one other entry has counts as an import of that entry: a type whose
//! methods are spread over folders, such as the store, would otherwise hide what they need of each other. Tests are left out: they
//! may use anything.

use crate::problem::Problem;
use crate::workspace::Workspace;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Folders whose entries may not form a circle, with the path under which their entries are imported.
const ROOMS: [(&str, &str); 4] = [
    ("app/domain/src", "crate::"),
    ("app/src/widgets", "crate::widgets::"),
    ("server/src/store", "crate::store::"),
    ("xtask/src", "crate::"),
];
/// Files that put a folder together, and so name all of its entries.
const ROOTS: [&str; 3] = ["lib", "main", "mod"];

/// The imports of each entry, and where they stand.
type Imports = BTreeMap<String, BTreeMap<String, String>>;

/// Checks every room.
pub fn check(workspace: &Workspace) -> Result<(), Problem> {
    for (room, prefix) in ROOMS {
        let imports = imports(&workspace.root.join(room), prefix)?;
        if let Some(circle) = circle(&imports) {
            let between = |from: &String| {
                let to = imports[from].iter().filter(|(to, _)| circle.contains(*to));
                to.map(|(to, file)| format!("  {room}/{from} imports {to} in {file}\n")).collect::<String>()
            };
            return Err(Problem::Circle {
                imports: circle.iter().map(between).collect(),
                folders: circle.iter().map(|entry| format!("{room}/{entry}")).collect(),
            });
        }
    }
    Ok(())
}

/// Reads the imports between the entries of a room.
fn imports(room: &Path, prefix: &str) -> Result<Imports, Problem> {
    let mut code = BTreeMap::<String, Vec<(String, String)>>::new();
    for path in entries(room)? {
        let entry = name(&path);
        if !ROOTS.contains(&entry.as_str()) {
            read(&path, code.entry(entry).or_default())?;
        }
    }
    let owners = owners(&code);
    let imports = code.iter().map(|(entry, files)| {
        let mut to = BTreeMap::new();
        for (path, text) in files {
            let called = called(text).filter_map(|method| owners.get(method)?.as_ref()).cloned();
            for other in imported(text, prefix).into_iter().chain(called) {
                if other != *entry && code.contains_key(&other) {
                    to.entry(other).or_insert_with(|| path.clone());
                }
            }
        }
        (entry.clone(), to)
    });
    Ok(imports.collect())
}

/// Reads the code of a file, or of every file of a folder, without comments and the tests at the end, each with its path.
fn read(path: &Path, to: &mut Vec<(String, String)>) -> Result<(), Problem> {
    if path.is_dir() {
        return entries(path)?.iter().try_for_each(|path| read(path, to));
    }
    let is_test = name(path).ends_with("tests") || path.components().any(|part| part.as_os_str() == "tests");
    if is_test || path.extension().is_none_or(|extension| extension != "rs") {
        return Ok(());
    }
    let text = fs::read_to_string(path).map_err(Problem::file("read", path))?;
    to.push((path.display().to_string(), code_of(&text)));
    Ok(())
}

/// A text without comments and without the tests at its end.
fn code_of(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Methods by name, with the entry that has them; `None` for a name that several entries have.
fn owners(code: &BTreeMap<String, Vec<(String, String)>>) -> BTreeMap<&str, Option<String>> {
    let mut owners = BTreeMap::<&str, Option<String>>::new();
    for (entry, files) in code {
        for method in files.iter().flat_map(|(_, text)| methods(text)) {
            let owner = owners.entry(method).or_insert_with(|| Some(entry.clone()));
            if owner.as_ref().is_some_and(|owner| owner != entry) {
                *owner = None;
            }
        }
    }
    owners
}

/// The methods that a text defines.
fn methods(code: &str) -> impl Iterator<Item = &str> {
    code.split(" fn ").skip(1).filter_map(|after| {
        let (name, rest) = after.split_once('(')?;
        let first = rest.trim_start().trim_start_matches('&').trim_start_matches("mut ");
        first.starts_with("self").then(|| name.split('<').next().unwrap_or_default())
    })
}

/// The methods that a text calls on `self`.
fn called(code: &str) -> impl Iterator<Item = &str> {
    code.split("self").skip(1).filter_map(|after| {
        let (name, _) = after.trim_start().strip_prefix('.')?.split_once('(')?;
        name.chars().all(|letter| letter.is_alphanumeric() || letter == '_').then_some(name)
    })
}

/// The entries that code names below a prefix.
fn imported(code: &str, prefix: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for after in code.lines().flat_map(|line| line.split(prefix).skip(1)) {
        let names = after.strip_prefix('{').map_or(after, |list| list.split('}').next().unwrap_or_default());
        let several = if after.starts_with('{') { names.split(',').collect() } else { vec![names] };
        let word = |name: &str| {
            name.trim().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect::<String>()
        };
        found.extend(several.into_iter().map(word).filter(|word| !word.is_empty()));
    }
    found
}

/// The first entries that reach themselves through the others.
fn circle(imports: &Imports) -> Option<Vec<String>> {
    let reaches = |from: &String| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(entry) = next.pop() {
            next.extend(
                imports.get(entry).into_iter().flat_map(BTreeMap::keys).filter(|to| seen.insert((*to).clone())),
            );
        }
        seen
    };
    let reached: BTreeMap<&String, BTreeSet<String>> = imports.keys().map(|entry| (entry, reaches(entry))).collect();
    let (first, _) = reached.iter().find(|(entry, seen)| seen.contains(**entry))?;
    let together = reached.iter().filter(|(entry, seen)| reached[*first].contains(**entry) && seen.contains(*first));
    Some(together.map(|(entry, _)| (*entry).clone()).collect())
}

fn entries(folder: &Path) -> Result<Vec<std::path::PathBuf>, Problem> {
    let read = fs::read_dir(folder).map_err(Problem::file("read", folder))?;
    let mut paths: Vec<_> = read
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .map_err(Problem::file("read", folder))?;
    paths.sort();
    Ok(paths)
}

/// A file or folder by its name as a module.
fn name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_found_in_code_and_not_in_comments_or_tests() {
        let text = "use crate::store::engine::bind::Bind;\nuse crate::store::{activity::NewActivity, people};\n\
            /// As [`crate::store::jobs`].\nfn of() { crate::store::files::copy() }\n\
            #[cfg(test)]\nmod tests { use crate::store::licenses::save; }";
        let found: Vec<String> = imported(&code_of(text), "crate::store::").into_iter().collect();
        assert_eq!(found, ["activity", "engine", "files", "people"]);
    }

    #[test]
    fn a_method_that_one_entry_has_counts_as_an_import() {
        let file = |text: &str| vec![("file.rs".to_owned(), text.to_owned())];
        let code = BTreeMap::from([
            ("below".into(), file("impl Store { pub async fn load<T>(\n&self, of: T) {} fn shared(&mut self) {} }")),
            ("above".into(), file("impl Store { fn shared(&self) {} fn helper(of: &str) {} }")),
        ]);
        let owners = owners(&code);
        assert_eq!(owners.get("load"), Some(&Some("below".to_owned())));
        assert_eq!(owners.get("shared"), Some(&None), "a name that two have says nothing");
        assert_eq!(owners.get("helper"), None, "no method");
        let calls: Vec<&str> =
            called("let all = self\n    .load(1); self.read.field; of(self); itself.shared()").collect();
        assert_eq!(calls, ["load", "shared"]);
    }

    #[test]
    fn a_circle_names_those_in_it_and_no_others() {
        let to = |entries: &[&str]| entries.iter().map(|entry| ((*entry).to_owned(), String::new())).collect();
        let mut imports = Imports::from([
            ("top".into(), to(&["left", "right"])),
            ("left".into(), to(&["below"])),
            ("right".into(), to(&["left", "below"])),
            ("below".into(), to(&[])),
        ]);
        assert_eq!(circle(&imports), None);
        imports.insert("below".into(), to(&["right"]));
        assert_eq!(circle(&imports), Some(vec!["below".to_owned(), "left".to_owned(), "right".to_owned()]));
    }
}
