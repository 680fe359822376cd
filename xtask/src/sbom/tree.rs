//! The crates that a package uses, as `cargo tree` says. It alone knows the features that a build of this package has.

use std::collections::{BTreeMap, BTreeSet};
use std::env;

use crate::problem::Problem;
use crate::process;
use crate::workspace::Workspace;

/// A crate by its name and version.
pub type Crate = (String, String);

/// The crates that a package uses, itself included.
pub struct Tree {
    /// All of them, also those that only run while it is built, with those that each uses directly.
    pub uses: BTreeMap<Crate, BTreeSet<Crate>>,
    /// Those that are part of the result.
    pub shipped: BTreeSet<Crate>,
}

impl Tree {
    /// The crates of a package for a target, or for this machine.
    pub fn of(workspace: &Workspace, package: &str, target: Option<&str>) -> Result<Tree, Problem> {
        let ask = |edges: &str| {
            let mut command = workspace.cargo();
            command.args(["tree", "--locked", "--package", package, "--prefix", "depth", "--format", " {p}"]);
            command.args(["--edges", edges]);
            process::output(command.args(target.into_iter().flat_map(|target| ["--target", target])))
        };
        let uses = read(&ask("normal,build")?)?;
        let shipped = read(&ask("normal,no-proc-macro")?)?.into_keys().collect();
        Ok(Tree { uses, shipped })
    }
}

/// The target that Cargo builds for by itself.
pub fn host(workspace: &Workspace) -> Result<String, Problem> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let said = process::output(workspace.command(rustc).arg("-vV"))?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| unexpected("rustc", &said))
}

/// Reads lines such as `2 serde v1.0.0 (*)`: the depth, the crate, and notes. Children of a crate are shown once.
fn read(text: &str) -> Result<BTreeMap<Crate, BTreeSet<Crate>>, Problem> {
    let mut uses: BTreeMap<Crate, BTreeSet<Crate>> = BTreeMap::new();
    let mut path: Vec<Crate> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let mut words = line.split_whitespace();
        let depth = words.next().and_then(|depth| depth.parse::<usize>().ok());
        let (name, version) = (words.next(), words.next().and_then(|version| version.strip_prefix('v')));
        let (Some(depth), Some(name), Some(version)) = (depth, name, version) else {
            return Err(unexpected("cargo tree", line));
        };
        let one = (name.to_owned(), version.to_owned());
        path.truncate(depth);
        if let Some(parent) = path.last() {
            uses.entry(parent.clone()).or_default().insert(one.clone());
        }
        uses.entry(one.clone()).or_default();
        path.push(one);
    }
    Ok(uses)
}

fn unexpected(program: &str, what: &str) -> Problem {
    Problem::Unexpected { program: format!("`{program}`"), what: what.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_read_by_its_depths() {
        let text = "0 server v0.1.0 (/here/server)\n1 serde v1.0.0\n2 serde_derive v1.0.0 (proc-macro)\n1 app v0.1.0 \
            (/here/app)\n2 serde v1.0.0 (*)\n\n";
        let one = |name: &str, version: &str| (name.to_owned(), version.to_owned());
        let found = read(text).unwrap();
        let used = |name: &str, version: &str| found[&one(name, version)].iter().cloned().collect::<Vec<_>>();
        assert_eq!(used("server", "0.1.0"), [one("app", "0.1.0"), one("serde", "1.0.0")]);
        assert_eq!(used("app", "0.1.0"), [one("serde", "1.0.0")]);
        assert_eq!(used("serde", "1.0.0"), [one("serde_derive", "1.0.0")]);
        assert_eq!(used("serde_derive", "1.0.0"), []);
        assert!(read("serde v1.0.0").is_err());
    }
}
