//! Looks for folders, and for files of a folder, that import each other in a circle, so that a reader can begin at the bottom.
//!
//! The text of the files is read. Between the folders of [`ROOMS`] a method of `self` that only one other entry has counts as an
//! import of that entry: a type whose methods are spread over folders, such as the store, would otherwise hide its needs. Tests are
//! left out: they may use anything.

use crate::problem::Problem;
use crate::workspace::Workspace;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Folders whose entries may not form a circle, with the path under which their entries are imported.
const ROOMS: [(&str, &str); 4] = [
    ("app/domain/src", "crate::"),
    ("app/src/widgets", "crate::widgets::"),
    ("server/src/store", "crate::store::"),
    ("xtask/src", "crate::"),
];
/// Packages whose folders are checked one by one: the entries of a folder may not form a circle.
const PACKAGES: [&str; 4] = ["app/domain/src", "app/src", "server/src", "xtask/src"];
/// Folders whose entries still form a circle. They are left out until they are untangled.
const TANGLED: [&str; 1] = ["app/src"];
/// The folders of a tangled folder that form no circle between each other already.
const UNTANGLED: (&str, [&str; 4]) = ("app/src", ["text", "ui", "urls", "widgets"]);
/// Files that put a folder together, and so name all of its entries.
const ROOTS: [&str; 3] = ["lib", "main", "mod"];

/// The imports of each entry, and where they stand.
type Imports = BTreeMap<String, BTreeMap<String, String>>;

/// Checks every room, and every folder of the packages.
pub fn check(workspace: &Workspace) -> Result<(), Problem> {
    for (room, prefix) in ROOMS {
        refuse_circle(room, &imports(&workspace.root.join(room), prefix)?)?;
    }
    let (folder, rooms) = UNTANGLED;
    let all = imports_inside(&workspace.root.join(folder), &path_of(folder, folder))?;
    refuse_circle(folder, &between(all, &rooms))?;
    for package in PACKAGES {
        for folder in folders(&workspace.root.join(package))? {
            let inside = folder.strip_prefix(&workspace.root).unwrap_or(&folder).to_string_lossy().into_owned();
            if !TANGLED.contains(&inside.as_str()) {
                refuse_circle(&inside, &imports_inside(&folder, &path_of(&inside, package))?)?;
            }
        }
    }
    Ok(())
}

/// The imports between some entries of a folder, without those from and to the others.
fn between(mut imports: Imports, rooms: &[&str]) -> Imports {
    imports.retain(|entry, _| rooms.contains(&entry.as_str()));
    for to in imports.values_mut() {
        to.retain(|entry, _| rooms.contains(&entry.as_str()));
    }
    imports
}

/// Refuses a circle between the entries of a folder.
fn refuse_circle(folder: &str, imports: &Imports) -> Result<(), Problem> {
    let Some(circle) = circle(imports) else { return Ok(()) };
    let between = |from: &String| {
        let to = imports[from].iter().filter(|(to, _)| circle.contains(*to));
        to.map(|(to, file)| format!("  {folder}/{from} imports {to} in {file}\n")).collect::<String>()
    };
    Err(Problem::Circle {
        imports: circle.iter().map(between).collect(),
        folders: circle.iter().map(|entry| format!("{folder}/{entry}")).collect(),
    })
}

/// A folder and all folders in it, without those of tests.
fn folders(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let mut all = vec![folder.to_owned()];
    for path in entries(folder)?.into_iter().filter(|path| path.is_dir() && name(path) != "tests") {
        all.extend(folders(&path)?);
    }
    Ok(all)
}

/// The path under which the entries of a folder are imported.
fn path_of(folder: &str, package: &str) -> String {
    let inside = folder.strip_prefix(package).unwrap_or_default();
    format!("crate{}::", inside.replace('/', "::"))
}

/// The code of the entries of a folder.
fn code(folder: &Path) -> Result<BTreeMap<String, Vec<(String, String)>>, Problem> {
    let mut code = BTreeMap::<String, Vec<(String, String)>>::new();
    for path in entries(folder)? {
        let entry = name(&path);
        if !ROOTS.contains(&entry.as_str()) {
            read(&path, code.entry(entry).or_default())?;
        }
    }
    Ok(code)
}

/// Reads the imports between the entries of a folder, also those that begin with `super`.
fn imports_inside(folder: &Path, prefix: &str) -> Result<Imports, Problem> {
    let code = code(folder)?;
    let imports = code.iter().map(|(entry, files)| {
        let mut to = BTreeMap::new();
        for (path, text) in files {
            let above = "super::".repeat(depth(folder, Path::new(path)));
            for other in imported(text, prefix).into_iter().chain(imported(text, &above)) {
                if other != *entry && code.contains_key(&other) {
                    to.entry(other).or_insert_with(|| path.clone());
                }
            }
        }
        (entry.clone(), to)
    });
    Ok(imports.collect())
}

/// How many modules a file lies below a folder.
fn depth(folder: &Path, file: &Path) -> usize {
    let parts = file.strip_prefix(folder).map_or(1, |inside| inside.components().count());
    if name(file) == "mod" { parts - 1 } else { parts }
}

/// Reads the imports between the entries of a room.
fn imports(room: &Path, prefix: &str) -> Result<Imports, Problem> {
    let code = code(room)?;
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
    let mut from = 0;
    while let Some(at) = code[from..].find(prefix).map(|at| from + at) {
        from = at + prefix.len();
        // Part of a longer path is another one.
        if code[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_' || before == ':') {
            continue;
        }
        let after = &code[from..];
        let several = after.strip_prefix('{').map_or_else(|| vec![after], listed);
        let word = |name: &str| {
            name.trim().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect::<String>()
        };
        found.extend(several.into_iter().map(word).filter(|word| !word.is_empty()));
    }
    found
}

/// The items of a list up to its closing brace. A nested list belongs to its item.
fn listed(list: &str) -> Vec<&str> {
    let (mut depth, mut begin, mut items) = (0_usize, 0, Vec::new());
    for (at, letter) in list.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => {
                items.push(&list[begin..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(&list[begin..at]);
                begin = at + 1;
            }
            _ => (),
        }
    }
    items
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
    fn lists_over_several_lines_and_in_each_other_are_read() {
        let text =
            "use super::{\n    answer::{Answer, Refused},\n    command::Command,\n};\nuse super::super::users::list;";
        let found: Vec<String> = imported(text, "super::").into_iter().collect();
        assert_eq!(found, ["answer", "command", "super"]);
        assert_eq!(imported(text, "super::super::").into_iter().collect::<Vec<_>>(), ["users"]);
    }

    #[test]
    fn a_file_lies_as_deep_as_its_module() {
        let depth = |file: &str| depth(Path::new("src/store"), Path::new(file));
        assert_eq!(
            [depth("src/store/undo.rs"), depth("src/store/jobs/mod.rs"), depth("src/store/jobs/handed.rs")],
            [1, 1, 2]
        );
        assert_eq!(path_of("app/src/widgets/users", "app/src"), "crate::widgets::users::");
        assert_eq!(path_of("app/src", "app/src"), "crate::");
    }

    #[test]
    fn folders_that_are_left_out_have_a_circle() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        for folder in TANGLED {
            let package = PACKAGES.into_iter().find(|package| folder.starts_with(package)).unwrap();
            let imports = imports_inside(&root.join(folder), &path_of(folder, package)).unwrap();
            assert!(circle(&imports).is_some(), "{folder} is untangled: take it out of the list");
        }
    }

    #[test]
    fn a_circle_counts_between_the_untangled_folders_and_not_through_others() {
        let to = |entries: &[&str]| entries.iter().map(|entry| ((*entry).to_owned(), String::new())).collect();
        let mut imports = Imports::from([
            ("state".into(), to(&["widgets"])),
            ("text".into(), to(&[])),
            ("ui".into(), to(&["state", "text"])),
            ("widgets".into(), to(&["ui", "state"])),
        ]);
        let rooms = UNTANGLED.1;
        assert!(circle(&imports).is_some());
        assert_eq!(circle(&between(imports.clone(), &rooms)), None);
        imports.insert("text".into(), to(&["widgets"]));
        let found = circle(&between(imports, &rooms));
        assert_eq!(found, Some(["text", "ui", "widgets"].map(String::from).to_vec()));
    }

    #[test]
    fn the_untangled_folders_are_there() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let (folder, rooms) = UNTANGLED;
        let imports = imports_inside(&root.join(folder), &path_of(folder, folder)).unwrap();
        let found = between(imports, &rooms);
        assert_eq!(found.keys().map(String::as_str).collect::<Vec<_>>(), rooms);
        assert!(found["widgets"].contains_key("text"), "the imports are read");
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
